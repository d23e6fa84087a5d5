//! Frames as they are on the wire (RFC 6455, section 5), put together to messages.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::capture::Stamp;
use crate::text::span::Span;

use super::inflate::Inflater;

/// Most bytes that a message is kept of.
const MOST: u64 = 64 << 20;

/// Where some bytes of a direction stand in the capture, and when they passed.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    /// The place of the bytes.
    pub span: Span,
    /// The record that holds them.
    pub stamp: Stamp,
}

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Bytes(Vec<u8>),
    /// It is too large to keep, or its compression cannot be undone.
    Lost,
}

/// A whole message, or a control frame.
#[derive(Clone, Debug)]
pub struct Message {
    pub opcode: u8,
    pub body: Body,
    /// Where it begins.
    pub chunk: Chunk,
}

struct Header {
    last: bool,
    compressed: bool,
    opcode: u8,
    mask: Option<[u8; 4]>,
    len: u64,
    /// Bytes of the header itself.
    size: usize,
}

/// A message whose last frame has not come.
struct Partial {
    message: Message,
    compressed: bool,
}

/// The bytes of one direction.
pub struct Decoder {
    bytes: Vec<u8>,
    /// How many of `bytes` are done with.
    done: usize,
    /// Offset of the next byte in the direction's stream.
    base: u64,
    /// Where the pieces begin in the stream.
    chunks: VecDeque<(u64, Chunk)>,
    /// Bytes of a frame too large to keep that are still to come.
    ignore: u64,
    partial: Option<Partial>,
    inflater: Option<Inflater>,
    /// What came is no frame, so where the next one begins is not known.
    broken: bool,
}

impl Decoder {
    /// `deflate`: messages may be compressed, and whether each by itself.
    pub fn new(deflate: Option<bool>) -> Self {
        Self {
            bytes: Vec::new(),
            done: 0,
            base: 0,
            chunks: VecDeque::new(),
            ignore: 0,
            partial: None,
            inflater: deflate.map(Inflater::new),
            broken: false,
        }
    }

    /// Takes the next bytes, and hands out each message that they complete.
    pub fn feed(&mut self, bytes: &[u8], chunk: Chunk, each: &mut dyn FnMut(Message)) {
        if self.broken {
            return;
        }
        let end = self.base + self.left().len() as u64;
        self.chunks.push_back((end, chunk));
        self.bytes.extend_from_slice(bytes);
        self.frames(each);
        self.bytes.drain(..self.done);
        self.done = 0;
    }

    fn left(&self) -> &[u8] {
        self.bytes.get(self.done..).unwrap_or_default()
    }

    fn frames(&mut self, each: &mut dyn FnMut(Message)) {
        loop {
            self.drop_ignored();
            let Some(header) = header(self.left()) else {
                return;
            };
            if !header.is_sound(self.inflater.is_some()) {
                self.broken = true;
                self.done = self.bytes.len();
                return;
            }
            let chunk = self.chunk();
            let total = header.size as u64 + header.len;
            let payload = if header.len > MOST {
                self.ignore = total;
                None
            } else {
                // At most 64 MiB: it fits.
                let total = usize::try_from(total).unwrap_or(usize::MAX);
                let Some(payload) = self.left().get(header.size..total) else {
                    return;
                };
                let payload = unmasked(payload, header.mask);
                self.take(total);
                Some(payload)
            };
            if let Some(message) = self.frame(&header, payload, chunk) {
                each(message);
            }
        }
    }

    /// Is done with the next `len` bytes.
    fn take(&mut self, len: usize) {
        self.done += len;
        self.base += len as u64;
        while self.chunks.get(1).is_some_and(|(at, _)| *at <= self.base) {
            self.chunks.pop_front();
        }
    }

    fn drop_ignored(&mut self) {
        let left = self.left().len();
        let now = usize::try_from(self.ignore).map_or(left, |ignore| ignore.min(left));
        self.take(now);
        self.ignore -= now as u64;
    }

    /// The piece in which the next byte stands.
    fn chunk(&self) -> Chunk {
        let front = self.chunks.front().map(|(_, chunk)| *chunk);
        front.unwrap_or(Chunk { span: Span::at(0), stamp: Stamp { time: None, extent: Span::at(0) } })
    }

    /// Takes a frame, and returns the message that it completes.
    fn frame(&mut self, header: &Header, payload: Option<Vec<u8>>, chunk: Chunk) -> Option<Message> {
        let body = payload.map_or(Body::Lost, Body::Bytes);
        if header.opcode >= 8 {
            return Some(Message { opcode: header.opcode, body, chunk });
        }
        let partial = match (header.opcode, self.partial.take()) {
            (0, Some(mut partial)) => {
                partial.message.body = joined(partial.message.body, body);
                partial
            }
            (opcode, _) => Partial {
                message: Message {
                    opcode,
                    // The beginning of a message that is continued here did not come.
                    body: if opcode == 0 { Body::Lost } else { body },
                    chunk,
                },
                compressed: header.compressed,
            },
        };
        if !header.last {
            self.partial = Some(partial);
            return None;
        }
        Some(self.whole(partial))
    }

    fn whole(&mut self, partial: Partial) -> Message {
        let mut message = partial.message;
        if let (true, Some(inflater)) = (partial.compressed, &mut self.inflater) {
            message.body = match &message.body {
                Body::Bytes(bytes) => inflater.message(bytes).map_or(Body::Lost, Body::Bytes),
                Body::Lost => {
                    inflater.lose();
                    Body::Lost
                }
            };
        }
        message
    }
}

fn joined(first: Body, second: Body) -> Body {
    match (first, second) {
        (Body::Bytes(mut bytes), Body::Bytes(more)) if (bytes.len() + more.len()) as u64 <= MOST => {
            bytes.extend(more);
            Body::Bytes(bytes)
        }
        _ => Body::Lost,
    }
}

fn unmasked(payload: &[u8], mask: Option<[u8; 4]>) -> Vec<u8> {
    match mask {
        Some(mask) => payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect(),
        None => payload.to_vec(),
    }
}

impl Header {
    /// Whether it can begin a frame: known opcodes, bits that were agreed on, control frames that are short and whole.
    fn is_sound(&self, deflate: bool) -> bool {
        match self.opcode {
            0..=2 => !self.compressed || (deflate && self.opcode != 0),
            8..=10 => self.last && !self.compressed && self.len <= 125,
            _ => false,
        }
    }
}

/// The header that `bytes` begin with, if all of it is there. One with reserved bits that nobody uses counts as one with an unknown opcode.
fn header(bytes: &[u8]) -> Option<Header> {
    let (&[first, second], rest) = bytes.split_first_chunk::<2>()?;
    let (len, rest) = match second & 0x7f {
        126 => {
            let (len, rest) = rest.split_first_chunk::<2>()?;
            (u64::from(u16::from_be_bytes(*len)), rest)
        }
        127 => {
            let (len, rest) = rest.split_first_chunk::<8>()?;
            (u64::from_be_bytes(*len) & (u64::MAX >> 1), rest)
        }
        len => (u64::from(len), rest),
    };
    let (mask, rest) = if second & 0x80 == 0 {
        (None, rest)
    } else {
        let (mask, rest) = rest.split_first_chunk::<4>()?;
        (Some(*mask), rest)
    };
    Some(Header {
        last: first & 0x80 != 0,
        compressed: first & 0x40 != 0,
        opcode: if first & 0x30 == 0 { first & 0x0f } else { 0x0f },
        mask,
        len,
        size: bytes.len() - rest.len(),
    })
}
