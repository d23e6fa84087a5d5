//! Text as SARIF's plain text messages hold it (2.1.0, 3.11.2 to 3.11.6).

use crate::text::escape::escape;
use crate::text::object::{Json, object};

/// A `message`, or another object that has text: as it is.
pub(super) fn message(text: impl Into<String>) -> Json {
    object! { "text": Json::Raw(text.into()) }
}

/// Text from anywhere as the text of a message. In one, `[text](target)` is a link and `{0}` a place for an argument; what
/// happens to look so is escaped as the specification says.
///
/// All other braces and brackets stay as they are. The specification wants every brace doubled, but no viewer that is known
/// undoes that, and messages here quote JSON.
pub(super) fn text(text: &str) -> String {
    let text = escape(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find(['{', ']']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        rest = if let Some(placeholder) = placeholder(special) {
            out.push('{');
            out.push_str(placeholder);
            out.push('}');
            special.get(placeholder.len()..).unwrap_or_default()
        } else {
            let (one, rest) = special.split_at(1);
            if special.starts_with("](") {
                out.push('\\');
            }
            out.push_str(one);
            rest
        };
    }
    out.push_str(rest);
    out
}

/// The `{0}` that the text begins with.
fn placeholder(text: &str) -> Option<&str> {
    let end = text.strip_prefix('{')?.find('}')? + 2;
    let (placeholder, _) = text.split_at_checked(end)?;
    let digits = placeholder.get(1..end - 1)?;
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then_some(placeholder)
}

#[cfg(test)]
mod tests;
