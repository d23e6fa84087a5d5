//! JSON Pointer (RFC 6901).

use std::borrow::Cow;

/// The unescaped reference tokens of a pointer. A leading `/` is optional; `""` has none.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let rest = pointer.strip_prefix('/');
    rest.unwrap_or(pointer).split('/').skip(usize::from(pointer.is_empty())).map(unescape)
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') { Cow::Owned(token.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(token) }
}

/// The array index that a token stands for: decimal digits without leading zeros (RFC 6901, section 4).
pub(super) fn index(token: &str) -> Option<usize> {
    let digits = token.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = token.len() > 1 && token.starts_with('0');
    token.parse().ok().filter(|_| digits && !leading_zero)
}

/// `pointer` with one more token, escaped.
pub fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// A pointer as a developer writes it in code: `/a/b/0` is `a.b[0]`.
pub fn dotted(pointer: &str) -> String {
    let mut out = String::new();
    for token in tokens(pointer) {
        if token.chars().all(|c| c.is_ascii_digit()) && !token.is_empty() && !out.is_empty() {
            out.push_str(&format!("[{token}]"));
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(&token);
        }
    }
    out
}

#[cfg(test)]
mod tests;
