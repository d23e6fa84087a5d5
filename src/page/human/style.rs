//! What a terminal can show: colours, symbols, and how text is broken into lines.

use std::io::{self, Write};

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::rule::Severity;

use super::HumanOptions;

/// An ANSI colour or attribute.
#[derive(Clone, Copy)]
pub(in crate::page) enum Paint {
    Bold,
    Dim,
    Red,
    Yellow,
    Cyan,
    Green,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Paint::Bold => "1",
            Paint::Dim => "2",
            Paint::Red => "1;31",
            Paint::Yellow => "1;33",
            Paint::Cyan => "1;36",
            Paint::Green => "1;32",
        }
    }

    /// The colour of a severity.
    pub(in crate::page) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Paint::Red,
            Severity::Warning => Paint::Yellow,
            Severity::Note => Paint::Cyan,
        }
    }
}

/// The terminal, as far as a report cares.
#[derive(Clone, Copy, Debug)]
pub(in crate::page) struct Style {
    pub(in crate::page) width: usize,
    color: bool,
    unicode: bool,
}

impl Style {
    pub(in crate::page) fn new(options: &HumanOptions) -> Self {
        Self {
            // Narrower than this, nothing can be laid out; a terminal that says 0 does not know.
            width: options.width.max(30),
            color: options.color,
            unicode: options.unicode,
        }
    }

    pub(in crate::page) fn paint(self, paint: Paint, text: &str) -> String {
        if self.color { format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()) } else { text.to_owned() }
    }

    /// The first, or where the terminal shows nothing but ASCII the second.
    pub(in crate::page) fn pick<T>(self, unicode: T, ascii: T) -> T {
        if self.unicode { unicode } else { ascii }
    }

    /// The mark of a thing that went wrong.
    pub(in crate::page) fn cross(self) -> &'static str {
        self.pick("✗", "x")
    }

    /// What stands between the parts of a heading.
    pub(in crate::page) fn dot(self) -> &'static str {
        self.pick(" · ", " - ")
    }

    /// What stands for text that was cut.
    pub(in crate::page) fn ellipsis(self) -> &'static str {
        self.pick("…", "...")
    }

    pub(in crate::page) fn theme(self) -> GraphicalTheme {
        let mut characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        characters.error = self.cross().to_owned();
        characters.advice = self.pick("•", "-").to_owned();
        GraphicalTheme { characters, styles: if self.color { ThemeStyles::ansi() } else { ThemeStyles::none() } }
    }
}

/// Writes blocks of lines, with a blank line between two.
#[derive(Debug)]
pub(in crate::page) struct Blocks<W> {
    out: W,
    wrote: bool,
}

impl<W: Write> Blocks<W> {
    pub(in crate::page) fn new(out: W) -> Self {
        Self { out, wrote: false }
    }

    pub(in crate::page) fn block(&mut self, text: &str) -> io::Result<()> {
        if std::mem::replace(&mut self.wrote, true) {
            self.out.write_all(b"\n")?;
        }
        self.out.write_all(text.as_bytes())
    }

    pub(in crate::page) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// `text`, cut to `width` columns.
pub(in crate::page) fn clip(text: &str, width: usize, style: Style) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(style.ellipsis().width());
    let mut used = 0;
    let fits = |character: &char| {
        used += character.width().unwrap_or(0);
        used <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept + style.ellipsis()
}

/// `text` in lines of at most `width` columns, broken at spaces; a word that is longer is broken.
pub(in crate::page) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.width();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if length <= width {
            line.push_str(word);
            used += length;
        } else {
            used = push_broken(&mut lines, word, width);
        }
    }
    lines
}

/// Appends a word that is longer than a line; how much of the last line it takes.
fn push_broken(lines: &mut Vec<String>, word: &str, width: usize) -> usize {
    let mut used = 0;
    for character in word.chars() {
        let columns = character.width().unwrap_or(0);
        if used + columns > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(character);
        }
        used += columns;
    }
    used
}

/// Appends `text` to `out`, wrapped to `width` columns in all; the first line after `first`, the others after as many spaces.
pub(in crate::page) fn hang(out: &mut String, first: &str, first_painted: &str, text: &str, width: usize) {
    let indent = first.width();
    for (index, line) in wrap(text, width.saturating_sub(indent)).iter().enumerate() {
        if index == 0 {
            out.push_str(first_painted);
        } else {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests;
