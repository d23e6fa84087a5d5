//! Tables that log services export: a row of column names, then a record a row (RFC 4180).

use crate::capture::Located;
use crate::capture::Part;
use crate::capture::kit::Lines;
use crate::source::Source;
use crate::text::span::Span;

use super::{Rewriter, field};

/// Longest row, in bytes: a quote that is never closed does not make one of the whole file.
const MAX_ROW: usize = 1 << 20;
/// Longest row of column names.
const MAX_HEADER: usize = 8 << 10;

/// The columns of a table.
#[derive(Clone)]
pub struct Table {
    separator: u8,
    columns: Vec<String>,
    /// Where the rows begin.
    pub start: usize,
}

impl Table {
    /// The table that the input holds: it has a column of messages beside one of times, or one of payloads beside one of
    /// directions.
    pub fn of(source: &Source) -> Option<Self> {
        let head = source.slice(Span::new(0, MAX_HEADER));
        let text = head.trim_start_matches('\u{feff}');
        let line = text.lines().next()?;
        if line.contains(['{', '[', '<', '>']) || head.len() == line.len() {
            return None;
        }
        let separator = [b',', b'\t', b';'].into_iter().max_by_key(|separator| {
            let count = line.bytes().filter(|byte| byte == separator);
            (count.count(), *separator == b',')
        })?;
        let names: Vec<String> = cells(line, separator)
            .into_iter()
            .map(|cell| cell.slice(line).trim_matches(['"', ' ']).to_owned())
            .collect();
        let has = |wanted| names.iter().any(|name| field(name) == Some(wanted));
        let messages = names.iter().filter(|name| column(name) == "message");
        let messages = messages.count() == 1;
        let known = (has(Part::Time) && messages) || (has(Part::Direction) && has(Part::Payload));
        (known && names.len() > 1).then(|| Self {
            separator,
            columns: names.iter().map(|name| column(name).to_owned()).collect(),
            start: head.len() - text.len() + line.len(),
        })
    }

    /// Calls `each` with the place of every row.
    pub fn rows(&self, source: &Source, each: &mut dyn FnMut(Span)) {
        let mut begun: Option<(usize, bool)> = None;
        for line in Lines::within(source, Span::new(self.start, source.len())) {
            let quotes = memchr::memchr_iter(b'"', source.slice(line).as_bytes()).count();
            let (start, open) = begun.unwrap_or((line.start, false));
            let open = open != (quotes % 2 == 1);
            if open && line.end - start < MAX_ROW {
                begun = Some((start, open));
                continue;
            }
            begun = None;
            if line.end > start {
                each(Span::new(start, line.end));
            }
        }
        if let Some((start, _)) = begun {
            each(Span::new(start, source.len()));
        }
    }

    /// A row as an object, its cells as texts.
    pub fn record<'s>(&self, row: Located<'s>) -> Located<'s> {
        let text: &str = &row.text;
        let mut object = Rewriter::new(text);
        for (cell, name) in cells(text, self.separator).into_iter().zip(&self.columns) {
            let written = cell.slice(text);
            if written.is_empty() {
                continue;
            }
            object.separate();
            object.own(&format!("{}:\"", serde_json::Value::from(name.as_str())));
            let (inner, quoted) = match written.strip_prefix('"') {
                Some(inner) => (inner.strip_suffix('"').unwrap_or(inner), true),
                None => (written, false),
            };
            object.skip_to(cell.start + usize::from(quoted));
            literal(&mut object, inner, quoted);
            object.own("\"");
        }
        object.finish(&row)
    }
}

/// What a column is called: of the names of a message, one.
fn column(name: &str) -> &str {
    let known = ["message", "@message", "_raw", "log", "msg", "content", "line", "textPayload"];
    match known.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        true => "message",
        false => name,
    }
}

/// The places of a row's cells, their quotes included.
fn cells(row: &str, separator: u8) -> Vec<Span> {
    let (mut cells, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            byte if byte == separator && !quoted => {
                cells.push(Span::new(start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    cells.push(Span::new(start, row.len()));
    cells
}

/// Writes the content of a cell as that of a JSON string.
fn literal(object: &mut Rewriter<'_>, content: &str, quoted: bool) {
    let mut rest = content;
    while let Some(c) = rest.chars().next() {
        let plain = rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(rest.len());
        if plain > 0 {
            object.copy_next(plain);
            rest = &rest[plain..];
            continue;
        }
        let len = if quoted && rest.starts_with("\"\"") { 2 } else { c.len_utf8() };
        let escaped = match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c => format!("\\u{:04x}", u32::from(c)),
        };
        object.written(&escaped, len);
        rest = &rest[len..];
    }
}
