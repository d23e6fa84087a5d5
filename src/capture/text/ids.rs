//! Whether the lines of a log name their sockets.

use std::collections::BTreeMap;

use crate::capture::Direction;
use crate::capture::kit::chunks;
use crate::capture::kit::prose::{Line, MAX_BLOCK, PayloadReader, classify, screen_lines, socket};
use crate::source::Source;

use super::ansi;

/// More sockets than a log is believed to have.
const MAX_SOCKETS: usize = 10_000;

/// What is known of a name: the socket opened, the client sent, the server did.
#[derive(Default)]
struct Seen {
    opened: bool,
    client: bool,
    server: bool,
}

/// Whether the names tell sockets apart beyond doubt: every line about a socket bears one, and each of them opened, or spoke
/// and was spoken to. Numbers of threads or of requests do not look like that.
pub(super) fn are_evident(source: &Source) -> bool {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for chunk in chunks(source, MAX_BLOCK) {
        let screen = ansi::strip(chunk.text);
        let mut payloads = PayloadReader::default();
        let mut done = 0;
        for line in screen_lines(&screen.text) {
            if screen.map.offset(line.start) >= chunk.own_end {
                break;
            }
            if line.start < done {
                continue;
            }
            let found = classify(&screen.text, line, &mut payloads);
            if matches!(found, Line::Nothing | Line::Error { .. }) {
                continue;
            }
            let Some(name) = socket(line.slice(&screen.text)) else {
                return false;
            };
            if seen.len() >= MAX_SOCKETS {
                return false;
            }
            let socket = seen.entry(name.to_owned()).or_default();
            match found {
                Line::Frame { direction, piece, .. } => {
                    done = piece.span().end;
                    socket.client |= direction == Direction::Client;
                    socket.server |= direction == Direction::Server;
                }
                Line::Close { .. } => {}
                _ => socket.opened = true,
            }
        }
    }
    seen.len() > 1 && seen.values().all(|socket| socket.opened || (socket.client && socket.server))
}
