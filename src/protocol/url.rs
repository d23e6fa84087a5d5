//! A URL and where its parts stand.

use std::borrow::Cow;

use crate::text::span::Span;

/// A URL, split where RFC 3986 splits it; spans are byte offsets in the URL's text. Whether a WebSocket client can open it is
/// decided by the `url` crate, which follows the browsers' URL standard; it keeps no places, so they are found here.
#[derive(Clone, Debug)]
pub struct UrlParts<'u> {
    text: &'u str,
    /// The scheme, without the colon.
    pub scheme: Span,
    /// The host, without user, port and brackets' surroundings.
    pub host: Span,
    /// The path, with its first slash; empty where there is none.
    pub path: Span,
    /// The query, without its question mark.
    pub query: Option<Span>,
    /// The fragment, with its hash.
    pub fragment: Option<Span>,
}

impl<'u> UrlParts<'u> {
    /// Splits `text`; `None` when it has no `scheme://`.
    pub fn split(text: &'u str) -> Option<Self> {
        let scheme_end = text.find("://")?;
        let authority_start = scheme_end + 3;
        let until = |from: usize, stops: &[char]| text[from..].find(stops).map_or(text.len(), |index| from + index);
        let authority_end = until(authority_start, &['/', '?', '#']);
        let path_end = until(authority_end, &['?', '#']);
        let query_end = until(path_end, &['#']);
        let query = (path_end < query_end).then(|| Span::new(path_end + 1, query_end));
        let fragment = (query_end < text.len()).then(|| Span::new(query_end, text.len()));
        Some(Self {
            text,
            scheme: Span::new(0, scheme_end),
            host: host_in(text, Span::new(authority_start, authority_end)),
            path: Span::new(authority_end, path_end),
            query,
            fragment,
        })
    }

    /// The URL as it is written.
    pub fn text(&self) -> &'u str {
        self.text
    }

    /// The scheme in lower case.
    pub fn scheme_text(&self) -> String {
        self.scheme.slice(self.text).to_ascii_lowercase()
    }

    /// The host in lower case, without a trailing dot.
    pub fn host_text(&self) -> String {
        let host = self.host.slice(self.text).to_ascii_lowercase();
        host.strip_suffix('.').map_or(host.clone(), str::to_owned)
    }

    /// The path with percent-encoded unreserved characters decoded and without a trailing slash.
    pub fn path_text(&self) -> String {
        let path = decode_unreserved(self.path.slice(self.text)).into_owned();
        match path.strip_suffix('/') {
            Some(stem) => stem.to_owned(),
            None => path,
        }
    }

    /// The non-empty segments of the path with their places.
    pub fn segments(&self) -> Vec<(String, Span)> {
        let mut at = self.path.start;
        let mut out = Vec::new();
        for part in self.path.slice(self.text).split('/') {
            if !part.is_empty() {
                out.push((decode_unreserved(part).into_owned(), Span::new(at, at + part.len())));
            }
            at += part.len() + 1;
        }
        out
    }

    /// The parameters of the query: key with percent-encoded unreserved characters decoded, value (as written), the value's place.
    pub fn parameters(&self) -> Vec<(Cow<'u, str>, &'u str, Span)> {
        let Some(query) = self.query else {
            return Vec::new();
        };
        let mut at = query.start;
        let mut out = Vec::new();
        for part in query.slice(self.text).split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value_start = (at + key.len() + 1).min(at + part.len());
            out.push((decode_unreserved(key), value, Span::new(value_start, at + part.len())));
            at += part.len() + 1;
        }
        out
    }
}

fn host_in(text: &str, authority: Span) -> Span {
    let inner = authority.slice(text);
    let start = authority.start + inner.rfind('@').map_or(0, |index| index + 1);
    let rest = Span::new(start, authority.end).slice(text);
    let len = if rest.starts_with('[') {
        rest.find(']').map_or(rest.len(), |index| index + 1)
    } else {
        rest.find(':').unwrap_or(rest.len())
    };
    Span::new(start, start + len)
}

/// Decodes percent-encoded unreserved characters (RFC 3986, 2.3): they mean the same encoded or not.
fn decode_unreserved(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(index) = rest.find('%') {
        out.push_str(&rest[..index]);
        let decoded = rest
            .get(index + 1..index + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .map(char::from)
            .filter(|c| c.is_ascii_alphanumeric() || "-._~".contains(*c));
        if let Some(character) = decoded {
            out.push(character);
            rest = &rest[index + 3..];
        } else {
            out.push('%');
            rest = &rest[index + 1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
