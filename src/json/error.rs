//! What is wrong with a text that is not JSON, and what to do about it.

use std::fmt;

use crate::span::Span;

/// A departure from RFC 8259 (or a text nested too deep).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The offending bytes; empty at the end of the text.
    pub span: Span,
    /// What is wrong.
    pub problem: Problem,
}

/// The ways in which a text fails to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The text ends where a value, a comma or a bracket had to come.
    UnexpectedEnd(&'static str),
    /// `// …` or `/* … */`
    Comment,
    /// A comma before `}` or `]`.
    TrailingComma,
    /// A string or key in `'…'`.
    SingleQuotes,
    /// A curly quote (U+201C and the like), as word processors and chat programs put them.
    CurlyQuotes,
    /// A key without quotes.
    UnquotedKey,
    /// Something else where a key had to come.
    ExpectedKey,
    /// No colon after a key.
    MissingColon,
    /// Two members or items without a comma between them.
    MissingComma {
        /// In an object, not an array.
        in_object: bool,
    },
    /// A string without its closing quote.
    UnterminatedString,
    /// An unescaped control character in a string.
    ControlCharacter,
    /// An escape that JSON does not have.
    UnknownEscape,
    /// `01`, `0x1f`
    LeadingZero,
    /// `1.`, `1e`, `.5`
    MissingDigit,
    /// `+1`
    LeadingPlus,
    /// `NaN`, `Infinity`
    NotANumber,
    /// `undefined`
    Undefined,
    /// `True`, `False`, `None`
    PythonLiteral,
    /// Something else where a value had to come.
    ExpectedValue,
    /// Something after the end of the value.
    TrailingContent,
    /// Nested deeper than the limit.
    TooDeep(usize),
}

impl Problem {
    /// What stands at `at`, where a value had to come.
    pub(super) fn value(text: &str, at: usize) -> Self {
        let rest = text.get(at..).unwrap_or("");
        if let Some(problem) = Self::common(rest, "a value") {
            return problem;
        }
        let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
        if starts(&["NaN", "Infinity"]) {
            Problem::NotANumber
        } else if starts(&["undefined"]) {
            Problem::Undefined
        } else if starts(&["True", "False", "None"]) {
            Problem::PythonLiteral
        } else if starts(&["+"]) {
            Problem::LeadingPlus
        } else if starts(&["."]) {
            Problem::MissingDigit
        } else {
            Problem::ExpectedValue
        }
    }

    /// What stands at `at`, where a key had to come.
    pub(super) fn key(bytes: &[u8], at: usize) -> Self {
        let rest = bytes.get(at..).unwrap_or_default();
        let head = String::from_utf8_lossy(rest.get(..rest.len().min(4)).unwrap_or_default());
        if let Some(problem) = Self::common(&head, "a key in double quotes, or }") {
            return problem;
        }
        match rest.first() {
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$') => Problem::UnquotedKey,
            _ => Problem::ExpectedKey,
        }
    }

    /// What stands at `at`, where a digit had to come after a minus sign.
    pub(super) fn number(bytes: &[u8], at: usize) -> Self {
        match bytes.get(at) {
            Some(b'I' | b'N') => Problem::NotANumber,
            _ => Problem::MissingDigit,
        }
    }

    pub(super) fn missing_comma(in_object: bool) -> Self {
        Problem::MissingComma { in_object }
    }

    fn common(rest: &str, expected: &'static str) -> Option<Self> {
        match rest.chars().next() {
            None => Some(Problem::UnexpectedEnd(expected)),
            Some('\'') => Some(Problem::SingleQuotes),
            Some('\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}') => Some(Problem::CurlyQuotes),
            Some(_) => None,
        }
    }

    /// What to write instead.
    pub fn help(self) -> &'static str {
        match self {
            Problem::UnexpectedEnd(_) | Problem::UnterminatedString => {
                "the text stops too early: was it cut when it was copied or logged?"
            }
            Problem::Comment => "JSON has no comments: delete it",
            Problem::TrailingComma => "delete the comma before the closing bracket",
            Problem::SingleQuotes => {
                "JSON strings stand in double quotes; JSON.stringify writes them"
            }
            Problem::CurlyQuotes => {
                "replace the typographic quotes by straight ones (\"): the text went through a word processor or a chat program"
            }
            Problem::UnquotedKey => {
                "put the key in double quotes; this is how JavaScript writes an object, not JSON: send JSON.stringify(object)"
            }
            Problem::ExpectedKey => "an object holds \"key\": value members, separated by commas",
            Problem::MissingColon => "write a colon between the key and its value",
            Problem::MissingComma { .. } => "write a comma between the two, or close the bracket",
            Problem::ControlCharacter => "write it as an escape: \\n, \\t, \\u001b",
            Problem::UnknownEscape => {
                "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits; a backslash itself is written \\\\"
            }
            Problem::LeadingZero => {
                "write the number in decimal, without leading zeros; an id with leading zeros is a string"
            }
            Problem::MissingDigit => {
                "write a digit on each side of the decimal point and after the exponent"
            }
            Problem::LeadingPlus => "delete the plus sign",
            Problem::NotANumber => "JSON has no such number: send null, or leave the member out",
            Problem::Undefined => "leave the member out, or send null",
            Problem::PythonLiteral => {
                "JSON writes true, false and null in lower case; json.dumps does"
            }
            Problem::ExpectedValue => {
                "a value is an object, an array, a string, a number, true, false or null"
            }
            Problem::TrailingContent => {
                "one frame holds one JSON value: send the rest in a frame of its own, or delete it"
            }
            Problem::TooDeep(_) => {
                "no message of a chat protocol is nested like this: was an object serialised into itself?"
            }
        }
    }
}

impl ParseError {
    /// `problem` at byte `at` of `text`, or at its end where there is no byte.
    pub(super) fn new(text: &str, at: usize, problem: Problem) -> Self {
        let at = at.min(text.len());
        let rest = text.get(at..).unwrap_or("");
        let problem = match (problem, rest.is_empty()) {
            (Problem::MissingColon, true) => Problem::UnexpectedEnd("a colon"),
            (Problem::MissingComma { in_object: true }, true) => {
                Problem::UnexpectedEnd("a comma or }")
            }
            (Problem::MissingComma { in_object: false }, true) => {
                Problem::UnexpectedEnd("a comma or ]")
            }
            (Problem::MissingDigit, true) => Problem::UnexpectedEnd("a digit"),
            (problem, _) => problem,
        };
        let word = |keep: fn(char) -> bool| {
            rest.find(|c: char| !keep(c))
                .unwrap_or(rest.len())
                .max(rest.chars().next().map_or(0, char::len_utf8))
        };
        let len = match problem {
            Problem::UnexpectedEnd(_) => 0,
            Problem::Comment => rest.find('\n').map_or(rest.len(), |n| n).min(80),
            Problem::UnquotedKey
            | Problem::NotANumber
            | Problem::Undefined
            | Problem::PythonLiteral => word(|c| c.is_alphanumeric() || c == '_' || c == '$'),
            Problem::UnknownEscape => rest.chars().take(2).map(char::len_utf8).sum(),
            _ => rest.chars().next().map_or(0, char::len_utf8),
        };
        let mut end = at + len;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            span: Span::new(at, end),
            problem,
        }
    }

    /// Whether the text stops where it should go on: the sign of a truncated log.
    pub fn is_truncation(&self) -> bool {
        matches!(
            self.problem,
            Problem::UnexpectedEnd(_) | Problem::UnterminatedString
        )
    }

    /// What to write instead.
    pub fn help(&self) -> &'static str {
        self.problem.help()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem {
            Problem::UnexpectedEnd(expected) => {
                write!(f, "the text ends where {expected} was expected")
            }
            Problem::Comment => f.write_str("a comment is not JSON"),
            Problem::TrailingComma => f.write_str("a trailing comma is not JSON"),
            Problem::SingleQuotes => f.write_str("single quotes are not JSON"),
            Problem::CurlyQuotes => f.write_str("typographic quotes are not JSON"),
            Problem::UnquotedKey => f.write_str("a key without quotes is not JSON"),
            Problem::ExpectedKey => f.write_str("expected a key in double quotes, or }"),
            Problem::MissingColon => f.write_str("expected a colon after the key"),
            Problem::MissingComma { in_object: true } => f.write_str("expected a comma or }"),
            Problem::MissingComma { in_object: false } => f.write_str("expected a comma or ]"),
            Problem::UnterminatedString => f.write_str("the string is not closed"),
            Problem::ControlCharacter => {
                f.write_str("a control character stands unescaped in a string")
            }
            Problem::UnknownEscape => f.write_str("JSON has no such escape"),
            Problem::LeadingZero => f.write_str("a number must not begin with 0 and another digit"),
            Problem::MissingDigit => f.write_str("expected a digit"),
            Problem::LeadingPlus => f.write_str("a plus sign before a number is not JSON"),
            Problem::NotANumber => f.write_str("NaN and Infinity are not JSON"),
            Problem::Undefined => f.write_str("undefined is not JSON"),
            Problem::PythonLiteral => f.write_str("this is a Python literal, not JSON"),
            Problem::ExpectedValue => f.write_str("expected a value"),
            Problem::TrailingContent => f.write_str("something follows the end of the JSON value"),
            Problem::TooDeep(limit) => write!(f, "nested deeper than {limit} levels"),
        }
    }
}

impl std::error::Error for ParseError {}
