//! websocat: its log on standard error (`-v`), and the frames that its `log:` overlay prints, escaped as Rust does.

use crate::capture::kit::{part, unescaped};
use crate::capture::{Data, Direction, End, Located, Problem};
use crate::text::json::{CAPTURE_DEPTH, parse};
use crate::text::span::Span;

const REMEDY: &str = "the overlay read the message in pieces: put `log:` on the side of the socket's messages";

/// `[INFO  websocat::ws_peer] …`
pub fn is_own(line: &str) -> bool {
    line.starts_with('[') && line.get(..40).unwrap_or(line).contains(" websocat::")
}

/// `READ 35 "…"`, `WRITE 21 "…"`
pub fn is_overlay(line: &str) -> bool {
    overlay(line).is_some()
}

/// The end that a line of websocat's own tells of. That a Close frame came is told without its code, so no code is claimed.
pub fn end(line: &str) -> Option<End> {
    if line.ends_with("] incoming None") {
        return Some(End::Dropped { reported: false });
    }
    line.ends_with("Received WebSocket close message").then_some(End::Unknown)
}

/// That the log holds no frames, at the line that shows it.
pub fn no_frames(span: Span) -> Problem {
    Problem::NoFrames {
        span,
        sockets: 1,
        tool: "websocat -v".to_owned(),
        help: "record what passes, too: `websocat log:stdio: wss://…` prints both directions on standard error"
            .to_owned(),
    }
}

struct Overlay {
    direction: Direction,
    bytes: usize,
    /// The content between the quotes.
    content: Span,
}

fn overlay(line: &str) -> Option<Overlay> {
    let (direction, rest) = match line.strip_prefix("READ ") {
        Some(rest) => (Direction::Client, rest),
        None => (Direction::Server, line.strip_prefix("WRITE ")?),
    };
    let (number, literal) = rest.split_once(' ')?;
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let start = line.len() - 1 - inner.len();
    Some(Overlay { direction, bytes: number.parse().ok()?, content: Span::new(start, start + inner.len()) })
}

/// The messages of a line of the overlay: one a line of what it passed on.
pub fn messages<'s>(screen: &Located<'s>, line: Span) -> Option<(Direction, Vec<Data<'s>>)> {
    let found = overlay(line.slice(&screen.text))?;
    let content = unescaped(screen, found.content.shifted(line.start), numbered);
    let whole = content.text.len() == found.bytes;
    let mut messages = Vec::new();
    let mut start = 0;
    for message in content.text.split_inclusive('\n') {
        let text = message.trim_end_matches(['\n', '\r']);
        let shown = part(&content, Span::new(start, start + text.len()));
        start += message.len();
        if text.is_empty() {
            continue;
        }
        let begun = !message.ends_with('\n') && parse(text, CAPTURE_DEPTH).is_err_and(|error| error.is_truncation());
        messages.push(if whole && !begun { Data::Text(shown) } else { Data::Elided { shown, remedy: REMEDY } });
    }
    Some((found.direction, messages))
}

/// Rust's escapes of a character by its number.
fn numbered(text: &str) -> Option<(char, usize)> {
    if text.starts_with("\\0") {
        return Some(('\0', 2));
    }
    let digits = text.strip_prefix("\\u{")?;
    let digits = &digits[..digits.find('}')?];
    let code = u32::from_str_radix(digits, 16).ok()?;
    Some((char::from_u32(code)?, digits.len() + 4))
}
