//! XML for the formats that are made of it: elements, attributes and text, indented.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An element.
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Content,
}

enum Content {
    None,
    Elements(Vec<Element>),
    Text(String),
}

impl Element {
    /// An element without content.
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Content::None }
    }

    /// With an attribute behind the others.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With elements in it, be there any or none.
    pub(super) fn holding(self, elements: Vec<Element>) -> Self {
        Self { content: Content::Elements(elements), ..self }
    }

    /// With text in it.
    pub(super) fn saying(self, text: impl Into<String>) -> Self {
        Self { content: Content::Text(text.into()), ..self }
    }

    fn write<W: Write>(&self, to: &mut Writer<W>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, &*holdable(value)));
        }
        let content = match &self.content {
            Content::None => return to.write_event(Event::Empty(start)),
            content => content,
        };
        to.write_event(Event::Start(start))?;
        match content {
            Content::None => {}
            Content::Elements(elements) => elements.iter().try_for_each(|element| element.write(to))?,
            Content::Text(text) => {
                to.write_event(Event::Text(BytesText::from_escaped(partial_escape(&*holdable(text)))))?;
            }
        }
        to.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// Writes the document with this root.
pub(super) fn document(out: &mut impl Write, root: &Element) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    root.write(&mut writer)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// The text without what XML 1.0 cannot hold, however it is escaped (production 2, `Char`): shown as `\u{ffff}`.
fn holdable(text: &str) -> Cow<'_, str> {
    let holds = |character: char| {
        matches!(character, '\t' | '\n' | '\r')
            || !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    if text.chars().all(holds) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if holds(character) {
            out.push(character);
        } else {
            out.push_str(&character.escape_unicode().to_string());
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
