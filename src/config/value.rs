//! Single values of the file: limits, hosts, words.

use toml::de::DeValue;

use crate::outcome::Minimum;
use crate::protocol::limits::LimitValue;
use crate::protocol::near;

/// What is wrong with a value, and what to write in its place.
pub(super) type Objection = (String, Option<String>);

/// What a value is, with an article.
pub(super) fn type_phrase(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Why `text` is none of `words`.
pub(super) fn word(text: &str, words: &'static [&'static str]) -> Option<Objection> {
    if words.contains(&text) {
        return None;
    }
    let near = near::nearest(text, words.iter().copied());
    let help = near.map(|near| format!("did you mean \"{near}\"?"));
    Some(("is none of the words that may stand here".to_owned(), help))
}

/// Why `text` is no host. `*.` before a domain stands for every host under it.
pub(super) fn host(text: &str) -> Option<Objection> {
    let plain = text.strip_prefix("*.").unwrap_or(text);
    if let Some((_, rest)) = plain.split_once("://") {
        let end = rest.find([':', '/', '?', '#']).unwrap_or(rest.len());
        let help = format!("write \"{}\"", &rest[..end]);
        return Some(("is a URL, and only its host is meant".to_owned(), Some(help)));
    }
    let address = plain.starts_with('[') && plain.ends_with(']');
    if let Some(end) = plain.find([':', '/', '?', '#']).filter(|_| !address) {
        let help = format!("write \"{}\"", &plain[..end]);
        return Some(("has more than a host: a port or a path".to_owned(), Some(help)));
    }
    let shaped = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    (plain.is_empty() || !plain.chars().all(shaped)).then(|| {
        let help = "a host is chat.example, and *.chat.example every host under it".to_owned();
        ("is no host".to_owned(), Some(help))
    })
}

/// The whole number, 0 or more, that a value is.
pub(super) fn size(value: &DeValue<'_>) -> Option<u64> {
    match limit(value)? {
        LimitValue::Number(number) => Some(number),
        LimitValue::Rate { .. } => None,
    }
}

/// The limit that a value sets: a number, or `"5/1s"`.
pub(super) fn limit(value: &DeValue<'_>) -> Option<LimitValue> {
    match value {
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok().map(LimitValue::Number),
        DeValue::String(text) => rate(text),
        _ => None,
    }
}

/// The percentage that a value is, exactly as it is written.
pub(super) fn percentage(value: &DeValue<'_>) -> Result<Minimum, String> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse(),
        DeValue::Float(number) => number.as_str().parse(),
        _ => Err("it must be a number from 0 to 100".to_owned()),
    }
}

/// `5/1s`, `25/500ms`, `3/5s`, `100/1m`
fn rate(text: &str) -> Option<LimitValue> {
    let (count, time) = text.split_once('/')?;
    let time = time.trim();
    let digits = time.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = time.split_at(digits);
    let number: f64 = if number.is_empty() { 1.0 } else { number.parse().ok()? };
    let unit = match unit.trim() {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    let count = count.trim().parse().ok()?;
    let seconds = number * unit;
    (seconds > 0.0 && seconds.is_finite()).then_some(LimitValue::Rate { count, seconds })
}

#[cfg(test)]
mod tests;
