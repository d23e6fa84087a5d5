//! YAML, of which every scalar is a setting.

use saphyr_parser::{Event, Parser, Span as Marked};

use crate::text::span::Span;

use super::{Setting, Unreadable};

/// Deepest nesting that is read.
const DEPTH: usize = 64;
/// Most settings that are read: a settings file has a few.
const MOST: usize = 10_000;

/// A collection that is open.
enum Open {
    Sequence,
    /// A mapping, of which a key was read and its value is next.
    Mapping {
        key: Option<String>,
    },
}

/// The settings of a stream of documents. An alias repeats what stands elsewhere and is read there.
///
/// # Errors
/// It is no YAML.
pub(super) fn read(text: &str) -> Result<Vec<Setting<'_>>, Unreadable> {
    let index = Index::new(text);
    let mut settings = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, at) = event.map_err(|error| Unreadable {
            span: Span::at(index.byte(error.marker().index())),
            message: error.info().to_owned(),
        })?;
        match event {
            Event::Scalar(value, ..) => {
                if is_key(&open) {
                    if let Some(Open::Mapping { key }) = open.last_mut() {
                        *key = Some(value.into_owned());
                    }
                    continue;
                }
                if settings.len() < MOST {
                    settings.push(Setting {
                        path: path(&open),
                        span: index.span(at),
                        value: value.into_owned().into(),
                    });
                }
                done(&mut open);
            }
            Event::Alias(_) => done(&mut open),
            Event::SequenceStart(..) => open.push(Open::Sequence),
            Event::MappingStart(..) => open.push(Open::Mapping { key: None }),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                done(&mut open);
            }
            _ => {}
        }
        if open.len() > DEPTH {
            return Err(Unreadable {
                span: index.span(at),
                message: format!("it is nested deeper than {DEPTH} levels"),
            });
        }
    }
    Ok(settings)
}

fn is_key(open: &[Open]) -> bool {
    matches!(open.last(), Some(Open::Mapping { key: None }))
}

/// The value of the latest key is complete.
fn done(open: &mut [Open]) {
    if let Some(Open::Mapping { key }) = open.last_mut() {
        // A collection as a key has no name: its value is read all the same.
        *key = match key.take() {
            None => Some(String::new()),
            Some(_) => None,
        };
    }
}

fn path(open: &[Open]) -> Vec<String> {
    let keys = open.iter().filter_map(|open| match open {
        Open::Mapping { key } => key.clone(),
        Open::Sequence => None,
    });
    keys.collect()
}

/// From the parser's characters to bytes.
struct Index<'t> {
    text: &'t str,
    is_ascii: bool,
}

impl<'t> Index<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, is_ascii: text.is_ascii() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.is_ascii {
            return character.min(self.text.len());
        }
        let found = self.text.char_indices().nth(character);
        found.map_or(self.text.len(), |(at, _)| at)
    }

    fn span(&self, marked: Marked) -> Span {
        let start = self.byte(marked.start.index());
        Span::new(start, self.byte(marked.end.index()).max(start))
    }
}

#[cfg(test)]
mod tests;
