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
    fn an_index_is_written_in_one_way() {
        assert_eq!(index("0"), Some(0));
        assert_eq!(index("10"), Some(10));
        for token in ["", "01", "+1", "-", "1 ", "99999999999999999999999"] {
            assert_eq!(index(token), None, "{token}");
        }
    }

    #[test]
    fn pointers_lead_to_values() -> Result<(), crate::text::json::ParseError> {
        let text = r#"{"a/b":[{"~":7}],"":1,"a/b":[{"~":8},[9]]}"#;
        let document = crate::text::json::parse(text, 8)?;
        let at = |pointer| document.root().pointer(pointer).map(|node| node.raw());
        assert_eq!(at("/a~1b/0/~0"), Some("8"));
        assert_eq!(at("/a~1b/1/0"), Some("9"));
        assert_eq!(at("/"), Some("1"));
        assert_eq!(at(""), Some(text));
        assert_eq!(at("/a~1b/2"), None);
        assert_eq!(at("/a~1b/01"), None);
        assert_eq!(at("/a~1b/0/~0/x"), None);
        Ok(())
    }

    #[test]
    fn dotted_reads_like_code() {
        assert_eq!(dotted("/routingData/language"), "routingData.language");
        assert_eq!(dotted("/content/0/attachment"), "content[0].attachment");
    }
}
