//! What a session remembers for its end and its diagnosis.

use crate::capture::{ClientError, Close, Data, Direction, Frame, Open, Timestamp};
use crate::protocol::manifest::Manifest;
use crate::protocol::sequence::{Said, Step, event_matches};
use crate::rules::sequence::Seen;
use crate::text::span::Span;

/// A few facts about a socket, whatever its length.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The URL, masked.
    pub(super) url: Option<String>,
    /// The guest session that it belongs to.
    pub(super) group: Option<String>,
    /// Frames so far.
    pub(crate) frames: u64,
    /// Frames of which the capture does not hold the whole payload.
    pub(crate) hidden: u64,
    /// Frames that are sound messages of the protocol.
    pub(crate) sound: u64,
    /// A client's frame resembled a message of the protocol, sound or not, or was hidden so that it may have been one.
    pub(crate) resembling: bool,
    /// Frames from the server.
    pub(crate) server_frames: u64,
    /// The last frame that the server sent, by number; 0 for none.
    pub(crate) last_server: u64,
    /// The last frame of the server that was no error.
    pub(crate) last_good: u64,
    good_before: u64,
    /// Frames before the socket's end: what was sent after it cannot have ended it.
    pub(crate) before_end: u64,
    /// The capture shows the handshake.
    pub(crate) opened: bool,
    /// The server took the handshake.
    pub(crate) taken: bool,
    /// The capture does not show what the client's last frame says.
    pub(crate) last_client_hidden: bool,
    /// The last frame of the client.
    pub(crate) last_client: Option<Seen>,
    /// What the client sent last is a message that could be identified.
    pub(crate) last_client_named: bool,
    /// The last frame of all is a server's error.
    pub(crate) ends_in_server_error: bool,
    /// The first half of the manifest's `established` was seen.
    pub(crate) chat_asked: bool,
    /// The chat is established: a lost socket is no longer the protocol's fault.
    pub(crate) established: bool,
    /// The time of the last event with one.
    pub(crate) last_time: Option<Timestamp>,
    /// The time of the first one.
    first_time: Option<Timestamp>,
    /// How it ended.
    pub(crate) end: Option<Close>,
    /// An error that the client noted.
    pub(crate) client_error: Option<String>,
    /// The record that the socket first appears in.
    pub(crate) first_extent: Option<Span>,
    /// The capture was cut: what seems to be last need not have been.
    pub(crate) cut: bool,
    /// The frames before the last record that could not be read, which may have answered them.
    pub(crate) missed: Option<u64>,
    /// A frame without a known sender was among them.
    pub(crate) unknown_direction: bool,
}

impl Facts {
    /// When the session began and ended, by the capture's clock.
    pub(super) fn times(&self) -> Option<(i64, i64)> {
        let end = self.end.as_ref().and_then(|close| close.time);
        let last = end.max(self.last_time).or(self.first_time)?;
        Some((self.first_time?.micros, last.micros))
    }

    pub(super) fn open(&mut self, open: &Open<'_>) {
        self.opened = true;
        self.taken |= open.status == Some(101);
        self.first_extent.get_or_insert(open.extent);
        self.last_time = open.time.or(self.last_time);
        self.first_time = self.first_time.or(open.time);
    }

    pub(super) fn frame(&mut self, frame: &Frame<'_>) {
        self.first_extent.get_or_insert(frame.extent);
        self.first_time = self.first_time.or(frame.time);
        self.frames += 1;
        if self.end.is_some() {
            return;
        }
        self.before_end = self.frames;
        self.ends_in_server_error = false;
        self.unknown_direction |= frame.direction == Direction::Unknown;
        if frame.direction == Direction::Server {
            self.server_frames += 1;
            self.last_server = self.frames;
            self.good_before = std::mem::replace(&mut self.last_good, self.frames);
        }
        if frame.direction == Direction::Client {
            self.last_client_hidden =
                matches!(frame.data, Data::Elided { .. } | Data::Unparsed { .. } | Data::Unchecked { .. });
        }
        self.last_time = frame.time.or(self.last_time);
    }

    pub(super) fn said(&mut self, manifest: &Manifest, step: &Step<'_>, seen: &Seen, direction: Direction) {
        if self.end.is_some() {
            return;
        }
        if direction == Direction::Client {
            self.last_client = Some(seen.clone());
            self.last_client_named = matches!(step, Step::Frame { said: Said::Message(_), .. });
        }
        if let Some(established) = &manifest.established {
            self.established |= self.chat_asked
                // An error establishes nothing.
                && !self.ends_in_server_error
                && event_matches(&established.then, step);
            self.chat_asked |= event_matches(&established.first, step);
        }
    }

    pub(super) fn server_error(&mut self) {
        if self.end.is_none() {
            self.ends_in_server_error = true;
            self.last_good = self.good_before;
        }
    }

    pub(super) fn client_error(&mut self, error: &ClientError) {
        self.client_error.get_or_insert_with(|| error.message.clone());
        self.last_time = error.time.or(self.last_time);
    }

    /// The client's last frame, when nothing came from the server after it.
    pub(crate) fn unanswered(&self) -> Option<&Seen> {
        self.last_client
            .as_ref()
            .filter(|seen| seen.frame > self.last_server)
            .filter(|seen| self.missed.is_none_or(|before| seen.frame > before))
    }

    /// Milliseconds from the client's last frame to the socket's end, where both have a time.
    pub(crate) fn wait_ms(&self) -> Option<f64> {
        let end = self.end.as_ref()?.time?;
        let sent = self.last_client.as_ref()?.time?;
        Some(end.millis_since(sent)).filter(|wait| *wait >= 0.0)
    }

    /// Milliseconds without traffic before the socket's end.
    pub(crate) fn idle_ms(&self) -> Option<f64> {
        let end = self.end.as_ref()?.time?;
        Some(end.millis_since(self.last_time?)).filter(|wait| *wait >= 0.0)
    }
}
