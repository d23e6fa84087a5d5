//! Plain literals of JavaScript and Python as consoles and loggers print them, read as the JSON that they stand for:
//! `{type: 'connect', version: '2.0'}`, `{'type': 'connect', 'last': True, 'queue': None}`.

use crate::capture::Located;
use crate::text::json::{SourceMap, SourceMapBuilder};
use crate::text::span::Span;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// The JSON of the literal at `span` of `outer`, with its way back. None where the literal is not complete (`[Object]`, `…`), or
/// holds what JSON has no word for.
pub fn json<'s>(outer: &Located<'s>, span: Span) -> Option<Located<'s>> {
    let mut writer = Writer { rest: span.slice(&outer.text), text: String::new(), map: SourceMap::builder(span.start) };
    writer.value(0)?;
    writer.space();
    if !writer.rest.is_empty() {
        return None;
    }
    Some(Located { text: writer.text.into(), map: writer.map.finish().through(&outer.map) })
}

/// Whether the text at `span` is a complete plain literal.
pub fn is_plain(text: &str, span: Span) -> bool {
    let mut writer = Writer { rest: span.slice(text), text: String::new(), map: SourceMap::builder(0) };
    writer.value(0).is_some() && writer.rest.trim().is_empty()
}

struct Writer<'t> {
    rest: &'t str,
    text: String,
    map: SourceMapBuilder,
}

impl Writer<'_> {
    /// Takes the next `len` bytes over.
    fn copy(&mut self, len: usize) {
        let (head, rest) = self.rest.split_at(len);
        self.text.push_str(head);
        self.map.verbatim(len);
        self.rest = rest;
    }

    /// Writes `json` for the next `len` bytes.
    fn write(&mut self, json: &str, len: usize) {
        self.text.push_str(json);
        self.map.escape(json.len(), len);
        self.rest = &self.rest[len..];
    }

    fn space(&mut self) {
        let len = self.rest.len() - self.rest.trim_start().len();
        // White space that JSON does not have stands for a blank.
        let plain = self.rest[..len].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        if plain { self.copy(len) } else { self.write(" ", len) }
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        self.space();
        match self.rest.chars().next().filter(|_| depth < MAX_DEPTH)? {
            '{' => self.items('}', depth, Self::member),
            '[' => self.items(']', depth, |writer, depth| writer.value(depth)),
            quote @ ('"' | '\'' | '`') => self.string(quote),
            c if c == '-' || c.is_ascii_digit() => self.number(),
            _ => self.word(),
        }
    }

    /// The values between a bracket, which comes next, and `close`; a comma may stand behind the last one.
    fn items(&mut self, close: char, depth: usize, item: fn(&mut Self, usize) -> Option<()>) -> Option<()> {
        self.copy(1);
        loop {
            self.space();
            if self.rest.starts_with(close) {
                self.copy(1);
                return Some(());
            }
            item(self, depth + 1)?;
            self.space();
            let behind = self.rest.strip_prefix(',');
            match behind {
                Some(behind) if behind.trim_start().starts_with(close) => self.write("", 1),
                Some(_) => self.copy(1),
                None if self.rest.starts_with(close) => {}
                None => return None,
            }
        }
    }

    fn member(&mut self, depth: usize) -> Option<()> {
        match self.rest.chars().next()? {
            quote @ ('"' | '\'') => self.string(quote)?,
            _ => {
                let len = self.rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')))?;
                let starts = self.rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'));
                (len > 0 && starts).then_some(())?;
                self.write("\"", 0);
                self.copy(len);
                self.write("\"", 0);
            }
        }
        self.space();
        self.rest.starts_with(':').then(|| self.copy(1))?;
        self.value(depth)
    }

    fn string(&mut self, quote: char) -> Option<()> {
        self.write("\"", 1);
        loop {
            let c = self.rest.chars().next()?;
            match c {
                _ if c == quote => {
                    self.write("\"", 1);
                    return Some(());
                }
                '\\' => self.escape()?,
                '"' => self.write("\\\"", 1),
                c if c < ' ' => {
                    let json = format!("\\u{:04x}", u32::from(c));
                    self.write(&json, 1);
                }
                _ => {
                    let len = self.rest.find(|c: char| c == quote || matches!(c, '\\' | '"') || c < ' ')?;
                    self.copy(len);
                }
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.rest[1..].chars().next()? {
            'b' | 'f' | 'n' | 'r' | 't' | '\\' | '"' => self.copy(2),
            'u' if self.rest.get(2..6).is_some_and(is_hex) => self.copy(6),
            'x' => {
                let hex = self.rest.get(2..4).filter(|hex| is_hex(hex))?;
                let json = format!("\\u00{hex}");
                self.write(&json, 4);
            }
            c @ ('\'' | '`' | '/') => self.write(&c.to_string(), 2),
            _ => return None,
        }
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let len = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')));
        let len = len.unwrap_or(self.rest.len());
        serde_json::from_str::<serde_json::Number>(&self.rest[..len]).ok()?;
        self.copy(len);
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let len = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let json = match &self.rest[..len] {
            "true" | "True" => "true",
            "false" | "False" => "false",
            "null" | "None" | "nil" => "null",
            _ => return None,
        };
        self.write(json, len);
        Some(())
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;
