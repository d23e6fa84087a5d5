//! Names what stands where the parser cannot go on. Only runs once a text is known not to be JSON.

use crate::text::span::Span;

use super::error::{ParseError, Problem};

/// Longest span of an error, in bytes: a comment may run on for megabytes.
const LONGEST: usize = 80;

impl ParseError {
    /// `problem` at byte `at` of `text`, made more precise by what stands there; at the end of the text it becomes
    /// [`Problem::UnexpectedEnd`] where it can.
    pub(super) fn new(text: &str, at: usize, problem: Problem) -> Self {
        let at = at.min(text.len());
        let rest = text.get(at..).unwrap_or("");
        let problem = match rest.chars().next() {
            None => at_end(problem),
            Some(next) => at_character(next, rest, problem),
        };
        let at = match problem {
            // A literal that is cut begins before the end.
            Problem::UnexpectedEnd(_) => text.len(),
            _ => at,
        };
        Self { span: Span::new(at, at + length(rest, problem)), problem, opened: None }
    }

    /// The same error with the bracket at byte `opened` as the one that is still open, where that tells a reader something.
    pub(super) fn opened_at(mut self, opened: Option<usize>) -> Self {
        if self.is_truncation() || matches!(self.problem, Problem::MismatchedBracket { .. }) {
            self.opened = opened.map(|start| Span::new(start, start + 1));
        }
        self
    }
}

impl Problem {
    /// What stands at the start of `rest`, where a value had to come.
    pub(super) fn value(rest: &str) -> Self {
        if rest.is_empty() {
            return Problem::UnexpectedEnd("a value");
        }
        if let Some(expected) = cut_literal(rest) {
            return Problem::UnexpectedEnd(expected);
        }
        if let Some(problem) = quote(rest) {
            return problem;
        }
        match word(rest) {
            "" => {}
            "NaN" | "Infinity" => return Problem::NotANumber,
            "undefined" => return Problem::Undefined,
            "True" | "False" | "None" => return Problem::PythonLiteral,
            word if is_literal(&word.to_ascii_lowercase()) => return Problem::WrongCase,
            _ => return Problem::UnquotedValue,
        }
        match rest.as_bytes() {
            [b'+', ..] => Problem::LeadingPlus,
            [b'.', b'0'..=b'9', ..] => Problem::MissingDigit,
            _ => Problem::ExpectedValue,
        }
    }

    /// What stands at the start of `rest`, where a key had to come.
    pub(super) fn key(rest: &str, after_comma: bool) -> Self {
        if rest.is_empty() {
            return Problem::UnexpectedEnd(if after_comma {
                "a key in double quotes"
            } else {
                "a key in double quotes, or }"
            });
        }
        if let Some(problem) = quote(rest) {
            problem
        } else if word(rest).is_empty() {
            Problem::ExpectedKey { after_comma }
        } else {
            Problem::UnquotedKey
        }
    }

    /// What stands at the start of `rest`, where a comma or the closing bracket had to come. `before` is the byte before it.
    pub(super) fn separator(rest: &str, before: Option<u8>, in_object: bool) -> Self {
        let expected = if in_object { '}' } else { ']' };
        match rest.chars().next() {
            Some(found @ ('}' | ']')) => Problem::MismatchedBracket { expected, found },
            Some(next) if before == Some(b'"') && is_word(next) => Problem::UnescapedQuote,
            _ => Problem::MissingComma { in_object },
        }
    }
}

/// The problem at the end of the text.
fn at_end(problem: Problem) -> Problem {
    match problem {
        Problem::MissingColon => Problem::UnexpectedEnd("a colon"),
        Problem::MissingComma { in_object: true } => Problem::UnexpectedEnd("a comma or }"),
        Problem::MissingComma { in_object: false } => Problem::UnexpectedEnd("a comma or ]"),
        Problem::MissingDigit => Problem::UnexpectedEnd("a digit"),
        other => other,
    }
}

/// The problem at the character `next`: some characters are the cause wherever they stand.
fn at_character(next: char, rest: &str, problem: Problem) -> Problem {
    let structural = matches!(
        problem,
        Problem::ExpectedValue
            | Problem::ExpectedKey { .. }
            | Problem::MissingColon
            | Problem::MissingComma { .. }
            | Problem::TrailingContent
    );
    match next {
        _ if !structural => problem,
        '\u{feff}' => Problem::ByteOrderMark,
        '#' => Problem::Comment,
        '/' if rest.starts_with("//") || rest.starts_with("/*") => Problem::Comment,
        _ if is_invisible(next) => Problem::StrayCharacter(next),
        _ => problem,
    }
}

/// Characters that a reader does not see, or takes for a space. None of them is JSON whitespace.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        // Soft hyphen, zero-width characters, bidirectional marks and the word joiner.
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}')
}

fn quote(rest: &str) -> Option<Problem> {
    match rest.chars().next()? {
        '\'' | '`' => Some(Problem::SingleQuotes),
        '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => Some(Problem::CurlyQuotes),
        '\\' if rest.starts_with("\\\"") => Some(Problem::EscapedQuote),
        _ => None,
    }
}

/// What a text that stops inside `true`, `false` or `null` lacks.
fn cut_literal(rest: &str) -> Option<&'static str> {
    [("true", "the rest of true"), ("false", "the rest of false"), ("null", "the rest of null")]
        .into_iter()
        .find(|(literal, _)| literal.starts_with(rest))
        .map(|(_, expected)| expected)
}

fn is_literal(word: &str) -> bool {
    matches!(word, "true" | "false" | "null")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// The letters, digits, `_` and `$` at the start of `rest`, after a sign.
fn word(rest: &str) -> &str {
    let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or("")
}

/// How many bytes at the start of `rest` the problem is about.
fn length(rest: &str, problem: Problem) -> usize {
    let characters = |count| rest.chars().take(count).map(char::len_utf8).sum::<usize>();
    let line = || rest.find(['\n', '\r']).unwrap_or(rest.len());
    let len = match problem {
        Problem::UnexpectedEnd(_) | Problem::EmptyText => 0,
        Problem::Comment if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
        Problem::Comment => line(),
        Problem::ObjectToString => rest.find(']').map_or(rest.len(), |end| end + 1),
        Problem::NotANumber
        | Problem::UnquotedKey
        | Problem::UnquotedValue
        | Problem::Undefined
        | Problem::PythonLiteral
        | Problem::WrongCase
        | Problem::HexNumber => {
            let sign = usize::from(rest.starts_with('-'));
            sign + word(rest.get(sign..).unwrap_or("")).len()
        }
        Problem::UnknownEscape
        | Problem::HexEscape
        | Problem::SingleQuoteEscape
        | Problem::ShortUnicodeEscape
        | Problem::EscapedQuote => characters(2),
        _ => characters(1),
    };
    let mut len = len.min(LONGEST.max(characters(1)));
    while !rest.is_char_boundary(len) {
        len -= 1;
    }
    len
}
