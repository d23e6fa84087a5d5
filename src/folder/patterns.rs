//! Regular expressions that ECMAScript and Rust read differently.

/// The first piece of syntax that is not portable, and what to write instead. Escapes and character classes are told apart: a
/// sign that only stands for itself is no syntax.
pub(super) fn non_portable(pattern: &str) -> Option<(&str, &'static str)> {
    let bytes = pattern.as_bytes();
    let mut at = 0;
    let mut in_class = false;
    // What stands before `at` can be repeated, and is repeated already.
    let mut quantified = false;
    while let Some(&byte) = bytes.get(at) {
        let rest = &pattern[at..];
        let mut now_quantified = false;
        match byte {
            b'\\' => {
                let found = escape(rest).filter(|_| !in_class);
                if found.is_some() {
                    return found;
                }
                at += 1;
            }
            b'[' if in_class && rest.starts_with("[:") => {
                return Some(("[:", "POSIX classes are not in ECMAScript: write [A-Za-z]"));
            }
            b'[' => in_class = true,
            b']' => in_class = false,
            _ if in_class => {}
            b'(' => {
                let found = group(rest);
                if found.is_some() {
                    return found;
                }
            }
            b'+' if quantified => {
                return Some(("+", "possessive quantifiers are not in ECMAScript"));
            }
            b'*' | b'+' | b'?' | b'}' => now_quantified = !quantified,
            _ => {}
        }
        quantified = now_quantified;
        at += 1;
        while at < pattern.len() && !pattern.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

/// An escape that only one of the two has.
fn escape(rest: &str) -> Option<(&str, &'static str)> {
    let help = match rest.as_bytes().get(1)? {
        b'A' => "write ^ for the start",
        b'z' | b'Z' => "write $ for the end",
        b'h' => "write [ \\t] for a blank, [0-9A-Fa-f] for a hexadecimal digit",
        b'Q' | b'E' => "quoting with \\Q and \\E is not in ECMAScript: escape each character",
        _ => return None,
    };
    Some((&rest[..2], help))
}

/// A group that only one of the two has.
fn group(rest: &str) -> Option<(&str, &'static str)> {
    let inner = rest.strip_prefix("(?")?;
    if inner.starts_with("P<") || inner.starts_with("P=") {
        return Some((&rest[..4], "named groups are written (?<name>…)"));
    }
    if inner.starts_with('>') {
        return Some((&rest[..3], "atomic groups are not in ECMAScript"));
    }
    let flags = inner.find(|c: char| !matches!(c, 'i' | 'm' | 's' | 'x' | 'u' | 'U' | 'R' | '-'))?;
    let ends = inner[flags..].starts_with([':', ')']);
    (flags > 0 && ends)
        .then(|| (&rest[..2 + flags], "inline flags are not in ECMAScript: write both cases, as in [aA]"))
}

#[cfg(test)]
mod tests;
