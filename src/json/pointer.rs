//! JSON Pointer (RFC 6901).

use std::borrow::Cow;

/// The unescaped reference tokens of a pointer. A leading `/` is optional; `""` has none.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let rest = pointer.strip_prefix('/');
    rest.unwrap_or(pointer)
        .split('/')
        .skip(usize::from(pointer.is_empty()))
        .map(unescape)
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
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
mod tests {
    use super::*;

    #[test]
    fn tokens_unescape_in_the_order_of_rfc_6901() {
        let found: Vec<_> = tokens("/a~1b/~01/").collect();
        assert_eq!(found, ["a/b", "~1", ""]);
        assert_eq!(tokens("").count(), 0);
        assert_eq!(join("", "a/b~"), "/a~1b~0");
    }

    #[test]
    fn dotted_reads_like_code() {
        assert_eq!(dotted("/routingData/language"), "routingData.language");
        assert_eq!(dotted("/content/0/attachment"), "content[0].attachment");
    }
}
