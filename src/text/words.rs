//! Numbers and names in words, for messages.

/// A duration for a reader: `38 ms`, `4.2 s`, `3 min 20 s`. `millis` must not be negative.
pub fn duration(millis: f64) -> String {
    if millis < 1.0 {
        return "less than 1 ms".to_owned();
    }
    if millis < 1000.0 {
        return format!("{millis:.0} ms");
    }
    let seconds = millis / 1000.0;
    if seconds < 10.0 {
        return format!("{seconds:.1} s");
    }
    if seconds < 120.0 {
        return format!("{seconds:.0} s");
    }
    let whole = seconds.round() as u64;
    if whole < 7200 {
        return format!("{} min {} s", whole / 60, whole % 60);
    }
    format!("{} h {} min", whole / 3600, whole % 3600 / 60)
}

/// A span of time in a column of such: `65 ms`, `+38 ms` with its sign, `<1 ms`.
pub fn span(millis: f64, signed: bool) -> String {
    let sign = match (millis < 0.0, signed) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    };
    let length = millis.abs();
    if length > 0.0 && length < 1.0 {
        return format!("{sign}<1 ms");
    }
    let length = if length == 0.0 { "0 ms".to_owned() } else { duration(length) };
    format!("{sign}{length}")
}

/// Bytes for a reader: `151 B`, `1.2 kB`, `16 kB`, `2.5 MB`.
pub fn bytes(number: usize) -> String {
    let size = number as f64;
    match number {
        0..1000 => format!("{number} B"),
        1000..9950 => format!("{:.1} kB", size / 1e3),
        9950..999_500 => format!("{:.0} kB", size / 1e3),
        _ => format!("{:.1} MB", size / 1e6),
    }
}

/// A number with its thousands apart: `9,812`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Longest name from an input that a message quotes, in characters.
const LONGEST: usize = 60;

/// A name from an input, cut where it is too long to read.
pub fn shorten(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests;
