//! permessage-deflate (RFC 7692): what the handshake agreed on, and one direction's stream.

#[cfg(test)]
mod tests;

use flate2::{Decompress, FlushDecompress, Status};

/// Most bytes that one message may inflate to.
const MOST: usize = 64 << 20;
/// Bytes that are made room for at once.
const STEP: usize = 1 << 14;

/// What both sides agreed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deflate {
    /// Messages may be compressed.
    pub agreed: bool,
    pub client_forgets: bool,
    pub server_forgets: bool,
}

impl Deflate {
    /// Reads a response's `Sec-WebSocket-Extensions`.
    pub fn of(extensions: &str) -> Self {
        let mut deflate = Self::default();
        for extension in extensions.split(',') {
            let mut words = extension.split(';').map(str::trim);
            if words.next() != Some("permessage-deflate") {
                continue;
            }
            deflate.agreed = true;
            for parameter in words {
                deflate.client_forgets |= parameter == "client_no_context_takeover";
                deflate.server_forgets |= parameter == "server_no_context_takeover";
            }
        }
        deflate
    }
}

/// The compressed messages of one direction.
#[derive(Debug)]
pub struct Inflater {
    stream: Decompress,
    /// Each message is compressed by itself.
    forgets: bool,
    /// A message could not be inflated, so those that build on it cannot either.
    lost: bool,
}

impl Inflater {
    pub fn new(forgets: bool) -> Self {
        Self { stream: Decompress::new(false), forgets, lost: false }
    }

    /// A message of this direction is missing.
    pub fn lose(&mut self) {
        self.lost = !self.forgets;
        self.stream.reset(false);
    }

    /// The content of a message; `None` where it cannot be told.
    pub fn message(&mut self, compressed: &[u8]) -> Option<Vec<u8>> {
        if self.lost {
            return None;
        }
        let mut out = Vec::new();
        // Senders leave the end of the last block out (RFC 7692, 7.2.1).
        let whole = self.part(compressed, &mut out) && self.part(&[0, 0, 0xff, 0xff], &mut out);
        if !whole {
            self.lose();
            return None;
        }
        if self.forgets {
            self.stream.reset(false);
        }
        Some(out)
    }

    fn part(&mut self, mut input: &[u8], out: &mut Vec<u8>) -> bool {
        loop {
            if out.len() > MOST {
                return false;
            }
            out.reserve(STEP);
            let (read, written) = (self.stream.total_in(), self.stream.total_out());
            let status = self.stream.decompress_vec(input, out, FlushDecompress::Sync);
            let taken = usize::try_from(self.stream.total_in() - read).unwrap_or(input.len());
            input = input.get(taken..).unwrap_or_default();
            match status {
                // A final block: what follows, if anything, begins anew.
                Ok(Status::StreamEnd) => {
                    self.stream.reset(false);
                    if input.is_empty() {
                        return true;
                    }
                }
                Ok(_) if input.is_empty() && out.len() < out.capacity() => return true,
                // Nothing moves any more.
                Ok(_) if taken == 0 && self.stream.total_out() == written => {
                    return input.is_empty();
                }
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }
}
