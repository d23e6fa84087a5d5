//! Finds the sensitive values of a piece of text. No parser: a record may be broken, cut, or hold JSON in strings in
//! strings. A key is a word before `:` or `=`, in quotes or not, at whatever level of escaping; that needs no knowledge of
//! what came before, so the piece may begin anywhere.

use crate::text::span::Span;

use super::keys::{self, Kind};
use super::lexer::{self, closing, is_word, quote_at, skip_space};
use super::{patterns, units};

/// Longest key that is looked up.
const LONGEST_KEY: usize = 64;

/// The sensitive values in `text`, as byte ranges in no order; they may overlap. Where the text is `cut` from a longer record
/// and nothing ends a string before byte `window`, what begins it may be the middle of a value, and is taken for one.
pub(super) fn sensitive(text: &str, cut: bool, window: usize) -> Vec<Span> {
    let leading = cut.then(|| leading_value(text, window)).flatten();
    let mut found = match units::plain(text) {
        Some((plain, map)) => {
            let found = Scan::of(&plain).into_iter();
            found.map(|span| map.span(span)).collect()
        }
        None => Scan::of(text),
    };
    found.extend(leading);
    found
}

fn leading_value(text: &str, window: usize) -> Option<Span> {
    let end = text.find('"').unwrap_or(text.len());
    (end > window).then(|| Span::new(0, end))
}

struct Scan<'t> {
    bytes: &'t [u8],
    masks: Vec<Span>,
    /// The member before was a sensitive `name` of a pair of name and value, as HAR writes headers.
    pair: bool,
    /// Inside of a HAR's list of cookies.
    cookies: bool,
    /// The object has shown that it reports an error, so its `message` is a server's.
    error: bool,
}

/// A key and where its value begins.
struct Key<'t> {
    word: &'t str,
    /// One past the word.
    end: usize,
    /// The byte after `:` or `=` and spaces.
    value: usize,
    /// `=`: a URL parameter or an assignment.
    assigned: bool,
    /// The key stood in quotes.
    quoted: bool,
}

impl<'t> Scan<'t> {
    fn of(text: &'t str) -> Vec<Span> {
        let mut scan = Scan { bytes: text.as_bytes(), masks: Vec::new(), pair: false, cookies: false, error: false };
        scan.run();
        scan.masks
    }

    fn run(&mut self) {
        let mut at = 0;
        // What a pattern has covered is not looked at again, so that a long run of `eyJeyJ…` costs one look.
        let mut covered = 0;
        while let Some(byte) = self.bytes.get(at).copied() {
            // Behind a URL's user information stands a host, not the domain of an e-mail address.
            let host = byte == b'@'
                && self.masks.last().is_some_and(|mask| mask.end == at && self.bytes[..mask.start].ends_with(b"://"));
            if !host
                && at >= covered
                && let Some(mask) = patterns::at(self.bytes, at)
            {
                if mask.start == at {
                    covered = mask.end;
                }
                self.masks.push(mask);
            }
            match byte {
                b'{' | b'}' => self.error = false,
                b']' => self.cookies = false,
                _ => {}
            }
            let begins_word = is_word(byte) && (at == 0 || !is_word(self.bytes[at - 1]));
            at = match begins_word.then(|| self.key(at)) {
                Some(Some(key)) => self.member(&key).max(at + 1),
                _ => at + 1,
            };
        }
    }

    /// The key that begins at `at`, if what stands there is one.
    fn key(&self, at: usize) -> Option<Key<'t>> {
        let length = self.bytes[at..].iter().take(LONGEST_KEY + 1).take_while(|b| is_word(**b)).count();
        if length > LONGEST_KEY {
            return None;
        }
        let end = at + length;
        let mut word = std::str::from_utf8(&self.bytes[at..end]).ok()?;
        if at > 0 && self.bytes[at - 1] == b'\\' {
            word = unescaped(word);
        }
        let quote = quote_at(self.bytes, end);
        let separator = skip_space(self.bytes, quote.map_or(end, |quote| quote.end));
        let (after, assigned) = match self.bytes.get(separator)? {
            b':' => (separator + 1, false),
            b'=' => (run_of(self.bytes, separator, b'='), true),
            b'%' if self.bytes[separator..].starts_with(b"%3D") => (separator + 3, true),
            _ => return None,
        };
        Some(Key { word, end, value: skip_space(self.bytes, after), assigned, quoted: quote.is_some() })
    }

    /// Masks the value of a key where it is sensitive; where the scan goes on.
    fn member(&mut self, key: &Key<'t>) -> usize {
        let content = self.string(key.value);
        self.note_error(key, content);
        let kind = match key.word {
            "value" if self.pair || self.cookies => {
                self.pair = false;
                Some(Kind::Secret)
            }
            "name" if key.quoted => match self.named(content) {
                Named::Pair => return key.end,
                Named::Person => Some(Kind::Personal),
            },
            word => keys::kind(word),
        };
        let Some(kind) = kind else { return key.end };
        if key.word.eq_ignore_ascii_case("cookies") && self.bytes.get(key.value) == Some(&b'[') {
            self.cookies = true;
        }
        match content {
            Some(content) => self.quoted_value(kind, content),
            None if self.bytes.get(key.value) == Some(&b'[') => self.array(kind, key.value + 1),
            None => self.bare_value(kind, key),
        }
    }

    /// The content of the string whose opening mark stands at `at`; to the end of the text where it is not closed.
    fn string(&self, at: usize) -> Option<Span> {
        let open = quote_at(self.bytes, at)?;
        let end = closing(self.bytes, open.end, open).map_or(self.bytes.len(), |quote| quote.start);
        Some(Span::new(open.end, end))
    }

    fn quoted_value(&mut self, kind: Kind, content: Span) -> usize {
        let inner = &self.bytes[content.start..content.end];
        let look_inside = match kind {
            _ if self.error && matches!(kind, Kind::Text | Kind::Log) => true,
            Kind::Text => holds_json(inner, 1),
            Kind::Log => holds_json(inner, usize::MAX),
            _ => false,
        };
        if look_inside {
            return content.start;
        }
        self.masks.push(content);
        content.end
    }

    /// Masks the strings of an array.
    fn array(&mut self, kind: Kind, mut at: usize) -> usize {
        loop {
            at = skip_space(self.bytes, at);
            match self.bytes.get(at) {
                Some(b',') => at += 1,
                Some(_) => match (self.string(at), quote_at(self.bytes, at)) {
                    (Some(content), Some(open)) => {
                        self.quoted_value(kind, content);
                        at = closing(self.bytes, content.end, open).map_or(self.bytes.len(), |quote| quote.end);
                    }
                    _ => return at,
                },
                None => return at,
            }
        }
    }

    fn bare_value(&mut self, kind: Kind, key: &Key<'t>) -> usize {
        let prose = matches!(kind, Kind::Text | Kind::Log) && !key.assigned;
        let whole_line = !key.assigned
            && !key.quoted
            && (kind == Kind::Header || key.word.to_ascii_lowercase().ends_with("authorization"));
        let spaces = kind == Kind::Personal && !key.assigned;
        let rest = &self.bytes[key.value..];
        let mut length = rest
            .iter()
            .take_while(|b| match b {
                b'"' | b'\'' | b'\\' | b'`' | b'\n' | b'\r' => false,
                _ if whole_line => true,
                b'&' | b'#' | b'<' | b'>' | b'{' | b'}' | b'[' | b']' => false,
                b' ' | b'\t' => spaces,
                b',' | b';' | b')' => key.assigned,
                _ => true,
            })
            .count();
        if let Some(encoded) = rest[..length].windows(3).position(|part| part == b"%26") {
            length = encoded;
        }
        while length > 0 && matches!(rest[length - 1], b' ' | b',' | b';' | b')' | b':') {
            length -= 1;
        }
        let literal = matches!(&rest[..length], b"null" | b"true" | b"false" | b"undefined");
        if prose || literal || length == 0 {
            return key.end;
        }
        self.masks.push(Span::new(key.value, key.value + length));
        key.value + length
    }

    /// What a `name` in quotes is: the name of a header or parameter with its value beside it, or a person's.
    fn named(&mut self, content: Option<Span>) -> Named {
        let Some(content) = content else {
            return Named::Person;
        };
        let name = std::str::from_utf8(&self.bytes[content.start..content.end]).unwrap_or_default();
        let Some(close) = quote_at(self.bytes, content.end) else {
            return Named::Person;
        };
        let comma = skip_space(self.bytes, close.end);
        if self.bytes.get(comma) != Some(&b',') {
            return Named::Person;
        }
        let next = skip_space(self.bytes, comma + 1);
        let is_value = quote_at(self.bytes, next).is_some_and(|quote| self.bytes[quote.end..].starts_with(b"value"));
        if !is_value {
            return Named::Person;
        }
        self.pair = keys::kind(name).is_some();
        Named::Pair
    }

    /// A number of 400 and more as a `code`, or `error` as the type: what the object says is the server's, not a person's.
    fn note_error(&mut self, key: &Key<'t>, content: Option<Span>) {
        match (key.word, content) {
            ("code" | "statusCode" | "errorCode", None) => {
                let digits = self.bytes[key.value..].iter().take_while(|b| b.is_ascii_digit()).count();
                let number = std::str::from_utf8(&self.bytes[key.value..key.value + digits]).unwrap_or_default();
                self.error = number.parse::<u32>().is_ok_and(|number| number >= 400);
            }
            ("type" | "event", Some(content)) => {
                self.error = &self.bytes[content.start..content.end] == b"error";
            }
            _ => {}
        }
    }
}

enum Named {
    Pair,
    Person,
}

/// Whether an object begins in a string's content: a brace and a quotation mark, at one of the first `reach` bytes.
fn holds_json(content: &[u8], reach: usize) -> bool {
    let start = lexer::skip_space(content, 0);
    (start..content.len().min(start.saturating_add(reach)))
        .any(|at| content[at] == b'{' && quote_at(content, skip_space(content, at + 1)).is_some())
}

/// A word behind a backslash, without the letter or the code that belongs to the escape.
fn unescaped(word: &str) -> &str {
    ["u0022", "u0026", "u003f", "u003F", "n", "r", "t"]
        .iter()
        .find_map(|escape| word.strip_prefix(escape).filter(|rest| keys::kind(rest).is_some()))
        .unwrap_or(word)
}

fn run_of(bytes: &[u8], at: usize, byte: u8) -> usize {
    at + bytes[at..].iter().take_while(|b| **b == byte).count()
}
