//! A line of the frame log, as it is written. `docs/frame-log.md` says what each key means.

use std::borrow::Cow;

use serde::Serialize;

use crate::capture::{Direction, End, Timestamp};

/// Version of the format that the header names.
const VERSION: u8 = 1;

/// What a line says; absent parts are not written.
#[derive(Debug, Default, Serialize)]
pub(super) struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ts: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) socket: Option<String>,
    pub(super) event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) problem: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tool: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redacted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) protocols: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) opcode: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) elided: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unparsed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unchecked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clean: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sockets: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<String>,
}

impl Line<'_> {
    /// The first line of a log: what follows stands in order.
    pub(super) fn header(redacted: bool) -> Self {
        Self {
            event: "frame-log",
            version: Some(VERSION),
            tool: Some(concat!("guestlint ", env!("CARGO_PKG_VERSION"))),
            redacted: redacted.then_some(true),
            ..Self::default()
        }
    }

    /// A line of a socket.
    pub(super) fn of(event: &'static str, time: Option<Timestamp>) -> Self {
        Self { ts: time.and_then(Timestamp::written), event, ..Self::default() }
    }

    /// The end of a socket. `reason` is what to write for the reason.
    pub(super) fn close(kind: &End, time: Option<Timestamp>, reason: Option<String>) -> Self {
        let line = Self::of("close", time);
        match kind {
            End::Refused { status } => Self { status: *status, ..Self::of("refused", time) },
            End::Closed { code, by, .. } => Self {
                code: Some(*code),
                reason: Some(reason.unwrap_or_default()),
                clean: Some(true),
                by: by.map(Direction::as_str),
                // Readers take no other number for a close code.
                end: (*code < 1000 || *code == 1006).then_some("closed"),
                ..line
            },
            End::Dropped { reported } => {
                Self { code: reported.then_some(1006), reason: reported.then(String::new), clean: Some(false), ..line }
            }
            End::Unknown | End::Open => Self { end: Some("unknown"), ..line },
        }
    }
}

/// The word for a frame's direction.
pub(super) fn frame_event(direction: Direction) -> &'static str {
    match direction {
        Direction::Client => "send",
        Direction::Server => "recv",
        Direction::Unknown => "frame",
    }
}
