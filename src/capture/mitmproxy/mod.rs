//! Flows that mitmproxy saved (`mitmdump -w FILE`, or "Save" in mitmweb): a tnetstring dictionary a flow.
//!
//! The file mixes text with other bytes. It is decoded so that a place in the text is the place in the file, and a byte of a
//! message that is no text reads as a question mark.

mod flow;
mod tnet;

use crate::source::Source;
use crate::text::span::Span;

use super::{Problem, Sink};

use flow::Flow;
use tnet::{Stop, Tnet};

/// The layout that this reader knows.
const VERSION: f64 = 21.0;

/// Whether `bytes` begin like a flow: the length of a dictionary, then the length of its first key and the key. There is no magic.
pub fn is_flow(bytes: &[u8]) -> bool {
    let Some((_, inner)) = length(bytes) else {
        return false;
    };
    let Some((key, rest)) = length(inner) else {
        return false;
    };
    key > 0
        && matches!(rest.get(key), Some(b';' | b','))
        && rest[..key].iter().all(|b| b.is_ascii_lowercase() || *b == b'_')
}

/// A decimal length with its colon, and what follows.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
    let number = std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?;
    (bytes.get(digits) == Some(&b':')).then(|| (number, &bytes[digits + 1..]))
}

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let tnet = Tnet::new(source);
    let (mut at, mut sockets, mut version_told) = (0, 0, false);
    loop {
        let item = match tnet.item(at, source.len()) {
            Ok(item) if item.kind == b'}' => item,
            Err(Stop::End) => return,
            Err(Stop::Cut) if at > 0 || is_flow(source.slice(Span::new(0, 64)).as_bytes()) => {
                let message = "the file ends in the middle of a flow; the complete flows before it were read";
                return sink.problem(Problem::cut(source.len(), message));
            }
            Ok(_) | Err(_) => return broken(at, sink),
        };
        at = item.span.end;
        let flow = Flow::of(source, item);
        if !version_told
            && let Some((version, span)) = flow.version()
            && version != VERSION
        {
            version_told = true;
            sink.problem(Problem::OtherVersion {
                span,
                message: format!(
                    "these flows are of mitmproxy's file version {version}, and this reader knows version {VERSION}"
                ),
            });
        }
        if flow.emit(sockets, sink) {
            sockets += 1;
        }
    }
}

fn broken(at: usize, sink: &mut dyn Sink<'_>) {
    let span = Span::at(at);
    sink.problem(if at == 0 {
        Problem::OtherFormat { span, message: "the input is no file of mitmproxy's flows" }
    } else {
        Problem::Malformed {
            span,
            extent: span,
            message: "what stands here is no flow".to_owned(),
            help: "save the flows again; the rest of the file was not read".to_owned(),
        }
    });
}
