//! What is wrong with a text that is not JSON, and what to do about it.

use std::fmt;

use crate::text::span::Span;

/// A departure from RFC 8259 (or a text nested too deep).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The offending bytes; empty at the end of the text.
    pub span: Span,
    /// What is wrong.
    pub problem: Problem,
    /// The opening bracket of the innermost array or object that is still open, where the problem is that the text ends
    /// inside it or that another bracket closes it.
    pub opened: Option<Span>,
}

/// The ways in which a text fails to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No text at all, or whitespace alone.
    EmptyText,
    /// The text ends where a value, a comma or a bracket had to come.
    UnexpectedEnd(&'static str),
    /// `// …`, `/* … */` or `# …`
    Comment,
    /// A comma before `}` or `]`.
    TrailingComma,
    /// A string or key in `'…'` or `` `…` ``.
    SingleQuotes,
    /// A curly quote (U+201C and the like), as word processors and chat programs put them.
    CurlyQuotes,
    /// `\"` where a quote had to come: the text is still escaped, as it stood in another string.
    EscapedQuote,
    /// A string goes on behind its closing quote: a quote inside it is not escaped.
    UnescapedQuote,
    /// A key without quotes.
    UnquotedKey,
    /// Text without quotes where a value had to come.
    UnquotedValue,
    /// `[object Object]`: what JavaScript makes of an object that is sent without `JSON.stringify`.
    ObjectToString,
    /// Something else where a key had to come.
    ExpectedKey {
        /// A comma stands before, so that `}` is no choice.
        after_comma: bool,
    },
    /// No colon after a key.
    MissingColon,
    /// Two members or items without a comma between them.
    MissingComma {
        /// In an object, not an array.
        in_object: bool,
    },
    /// `}` for `[`, or `]` for `{`.
    MismatchedBracket {
        /// The bracket that closes what is open.
        expected: char,
        /// The bracket that stands there.
        found: char,
    },
    /// A string without its closing quote.
    UnterminatedString,
    /// A line break inside a string.
    LineBreakInString,
    /// Another unescaped control character in a string.
    ControlCharacter(char),
    /// A character outside of strings that cannot be seen and is no JSON whitespace: a no-break space, a NUL.
    StrayCharacter(char),
    /// A byte order mark anywhere but at the start of a file.
    ByteOrderMark,
    /// `\x41`
    HexEscape,
    /// `\'`
    SingleQuoteEscape,
    /// `\u` without four hexadecimal digits.
    ShortUnicodeEscape,
    /// Another escape that JSON does not have.
    UnknownEscape,
    /// `01`
    LeadingZero,
    /// `0x1f`, `0b1`, `0o7`
    HexNumber,
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
    /// `TRUE`, `Null` and the like.
    WrongCase,
    /// Something else where a value had to come.
    ExpectedValue,
    /// Something after the end of the value.
    TrailingContent,
    /// Nested deeper than the limit.
    TooDeep(usize),
}

impl ParseError {
    /// Whether the text stops where it should go on: the sign of a truncated log.
    pub fn is_truncation(&self) -> bool {
        matches!(self.problem, Problem::UnexpectedEnd(_) | Problem::UnterminatedString)
    }

    /// What to write instead.
    pub fn help(&self) -> &'static str {
        self.problem.help()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for ParseError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Problem::UnexpectedEnd(expected) => {
                write!(f, "the text ends where {expected} was expected")
            }
            Problem::MismatchedBracket { expected, found } => {
                write!(f, "expected {expected} to close the bracket, found {found}")
            }
            Problem::ControlCharacter(c) => {
                write!(f, "the control character U+{:04X} stands unescaped in a string", u32::from(c))
            }
            Problem::StrayCharacter(c) if c.is_control() => {
                write!(f, "the control character U+{:04X} stands outside of a string", u32::from(c))
            }
            Problem::StrayCharacter(c) => {
                write!(f, "the invisible character U+{:04X} is not whitespace in JSON", u32::from(c))
            }
            Problem::TooDeep(limit) => write!(f, "nested deeper than {limit} levels"),
            other => f.write_str(other.name()),
        }
    }
}

impl Problem {
    /// It belongs to another notation, such as JavaScript's: its message says itself that it is not JSON.
    pub fn is_of_another_notation(self) -> bool {
        matches!(
            self,
            Problem::Comment
                | Problem::TrailingComma
                | Problem::SingleQuotes
                | Problem::CurlyQuotes
                | Problem::UnquotedKey
                | Problem::UnquotedValue
                | Problem::HexNumber
                | Problem::LeadingPlus
                | Problem::NotANumber
                | Problem::Undefined
                | Problem::PythonLiteral
        )
    }

    /// The message of a problem that carries nothing to show.
    fn name(self) -> &'static str {
        match self {
            Problem::EmptyText => "the text is empty",
            Problem::Comment => "a comment is not JSON",
            Problem::TrailingComma => "a trailing comma is not JSON",
            Problem::SingleQuotes => "single quotes are not JSON",
            Problem::CurlyQuotes => "typographic quotes are not JSON",
            Problem::EscapedQuote => "a backslash stands before the quote: the text is still escaped",
            Problem::UnescapedQuote => "the string ended at the quote before, but text goes on",
            Problem::UnquotedKey => "a key without quotes is not JSON",
            Problem::UnquotedValue => "text without quotes is not JSON",
            Problem::ObjectToString => "an object was turned into text without JSON.stringify",
            Problem::ExpectedKey { after_comma: false } => "expected a key in double quotes, or }",
            Problem::ExpectedKey { after_comma: true } => "expected a key in double quotes",
            Problem::MissingColon => "expected a colon after the key",
            Problem::MissingComma { in_object: true } => "expected a comma or }",
            Problem::MissingComma { in_object: false } => "expected a comma or ]",
            Problem::UnterminatedString => "the string is not closed",
            Problem::LineBreakInString => "a line break stands in a string",
            Problem::ByteOrderMark => "a byte order mark (U+FEFF) stands inside the text",
            Problem::HexEscape => "\\x is not a JSON escape",
            Problem::SingleQuoteEscape => "\\' is not a JSON escape",
            Problem::ShortUnicodeEscape => "\\u needs four hexadecimal digits",
            Problem::UnknownEscape => "JSON has no such escape",
            Problem::LeadingZero => "a number must not begin with 0 and another digit",
            Problem::HexNumber => "a hexadecimal, octal or binary number is not JSON",
            Problem::MissingDigit => "expected a digit",
            Problem::LeadingPlus => "a plus sign before a number is not JSON",
            Problem::NotANumber => "NaN and Infinity are not JSON",
            Problem::Undefined => "undefined is not JSON",
            Problem::PythonLiteral => "this is a Python literal, not JSON",
            Problem::WrongCase => "true, false and null are written in lower case",
            Problem::ExpectedValue => "expected a value",
            Problem::TrailingContent => "something follows the end of the JSON value",
            Problem::UnexpectedEnd(_)
            | Problem::MismatchedBracket { .. }
            | Problem::ControlCharacter(_)
            | Problem::StrayCharacter(_)
            | Problem::TooDeep(_) => "this is not JSON",
        }
    }

    /// What to write instead.
    pub fn help(self) -> &'static str {
        match self {
            Problem::EmptyText => "send a JSON value, or nothing at all",
            Problem::UnexpectedEnd(_) | Problem::UnterminatedString => {
                "the text stops too early: was it cut when it was copied or logged?"
            }
            Problem::Comment => "JSON has no comments: delete it",
            Problem::TrailingComma => "delete the comma before the closing bracket",
            Problem::SingleQuotes => "JSON strings stand in double quotes; JSON.stringify writes them",
            Problem::CurlyQuotes => {
                "replace the typographic quotes by straight ones (\"): the text went through a word processor or a chat program"
            }
            Problem::EscapedQuote => {
                "the text was taken out of another JSON string without decoding it, or encoded twice: call JSON.stringify once"
            }
            Problem::UnescapedQuote => "a quote inside a string is written \\\"; JSON.stringify writes it",
            Problem::UnquotedKey => {
                "put the key in double quotes; this is how JavaScript writes an object, not JSON: send JSON.stringify(object)"
            }
            Problem::UnquotedValue => "put the text in double quotes",
            Problem::ObjectToString => "send JSON.stringify(object), not the object",
            Problem::ExpectedKey { .. } => "an object holds \"key\": value members, separated by commas",
            Problem::MissingColon => "write a colon between the key and its value",
            Problem::MissingComma { .. } => "write a comma between the two, or close the bracket",
            Problem::MismatchedBracket { .. } => "close brackets in the reverse order of opening them",
            Problem::LineBreakInString => "write it as \\n; or is the closing quote missing on this line?",
            Problem::ControlCharacter(_) => "write it as an escape: \\t, \\u001b",
            Problem::StrayCharacter(_) => {
                "delete it: outside of strings JSON knows space, tab, line feed and carriage return"
            }
            Problem::ByteOrderMark => "delete it: it belongs at the start of a file, not in a message",
            Problem::HexEscape => "write \\u and four hexadecimal digits: \\x41 is \\u0041",
            Problem::SingleQuoteEscape => "a single quote needs no backslash in a JSON string: write '",
            Problem::ShortUnicodeEscape => {
                "write all four digits: \\u00e9; a character beyond U+FFFF is a pair: \\ud83d\\ude00"
            }
            Problem::UnknownEscape => {
                "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits; a backslash itself is written \\\\"
            }
            Problem::LeadingZero => "delete the leading zeros; an id with leading zeros is a string",
            Problem::HexNumber => "write the number in decimal",
            Problem::MissingDigit => "write a digit on each side of the decimal point and after the exponent",
            Problem::LeadingPlus => "delete the plus sign",
            Problem::NotANumber => "JSON has no such number: send null, or leave the member out",
            Problem::Undefined => "leave the member out, or send null",
            Problem::PythonLiteral => "JSON writes true, false and null in lower case; json.dumps does",
            Problem::WrongCase => "write it in lower case",
            Problem::ExpectedValue => "a value is an object, an array, a string, a number, true, false or null",
            Problem::TrailingContent => {
                "one frame holds one JSON value: send the rest in a frame of its own, or delete it"
            }
            Problem::TooDeep(_) => {
                "no message of a chat protocol is nested like this: was an object serialised into itself?"
            }
        }
    }
}
