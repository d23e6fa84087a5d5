//! XML for the formats that are made of it: elements, attributes and text, indented.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML document on its way to `W`.
pub(super) struct Xml<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> Xml<W> {
    /// Begins the document.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { writer })
    }

    /// An element with content, which `close` ends.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        let text = holdable(text);
        let text = BytesText::from_escaped(partial_escape(&*text));
        self.writer.write_event(Event::Text(text))?;
        self.close(name)
    }

    /// Ends the document.
    pub(super) fn finish(self) -> io::Result<W> {
        let mut out = self.writer.into_inner();
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(out)
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*holdable(value)));
    }
    start
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
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_what_xml_cannot_hold_is_shown() {
        let mut xml = Xml::new(Vec::new()).unwrap();
        let hostile = "a]]><b c=\"d\">&'\u{1b}\u{ffff}\u{fffe}\u{7f}é";
        xml.open("root", &[("name", hostile)]).unwrap();
        xml.text("text", &[], hostile).unwrap();
        xml.empty("empty", &[]).unwrap();
        xml.close("root").unwrap();
        let text = String::from_utf8(xml.finish().unwrap()).unwrap();
        insta::assert_snapshot!(text);
    }
}
