//! The formats that captures come in.

use crate::source::Source;

use super::{Settings, Sink, cdp, frame_log, har, mitmproxy, netlog, payload, text, tshark};

/// The format of an input, recognised by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One payload, an array of payloads, or a payload a line.
    Payload,
    /// The canonical frame log, an application's NDJSON or JSON log like it, or a log service's export of one (JSON, CSV).
    FrameLog,
    /// HTTP Archive.
    Har,
    /// The messages of one socket, copied out of an HTTP Archive.
    HarMessages,
    /// The network file of a Playwright trace: an entry of an HTTP Archive a line.
    PlaywrightTrace,
    /// Events of the Chrome DevTools Protocol, or ChromeDriver's performance log of them.
    Cdp,
    /// Lines of text with JSON in them: a console, an application's log, wscat on a terminal.
    Text,
    /// What `tshark -T json` prints of a packet capture.
    TsharkJson,
    /// What `tshark -T ek` prints of a packet capture.
    TsharkEk,
    /// A file of flows that mitmproxy saved.
    MitmproxyFlow,
    /// Chrome's log of its network stack.
    NetLog,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 11] = [
        Format::Payload,
        Format::FrameLog,
        Format::Har,
        Format::HarMessages,
        Format::PlaywrightTrace,
        Format::Cdp,
        Format::Text,
        Format::TsharkJson,
        Format::TsharkEk,
        Format::MitmproxyFlow,
        Format::NetLog,
    ];

    /// The name that `--format` takes and reports show.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Payload => "payload",
            Format::FrameLog => "frame-log",
            Format::Har => "har",
            Format::HarMessages => "har-messages",
            Format::PlaywrightTrace => "playwright-trace",
            Format::Cdp => "cdp",
            Format::Text => "text",
            Format::TsharkJson => "tshark-json",
            Format::TsharkEk => "tshark-ek",
            Format::MitmproxyFlow => "mitmproxy-flow",
            Format::NetLog => "netlog",
        }
    }

    /// Whether an input of this format is a capture of sockets, even if none of them is ours.
    pub(crate) fn is_of_sockets(self) -> bool {
        !matches!(self, Format::Payload | Format::FrameLog | Format::Text | Format::HarMessages)
    }
}

/// Reads an input of a known format and hands everything in it to `sink`.
pub fn read<'s>(source: &'s Source, format: Format, settings: &Settings, sink: &mut dyn Sink<'s>) {
    match format {
        Format::Payload => payload::read(source, sink),
        Format::FrameLog => frame_log::read(source, settings, sink),
        Format::Har => har::read(source, sink),
        Format::HarMessages => har::read_messages(source, sink),
        Format::PlaywrightTrace => har::read_trace(source, sink),
        Format::Cdp => cdp::read(source, sink),
        Format::Text => text::read(source, settings, sink),
        Format::TsharkJson => tshark::read_json(source, sink),
        Format::TsharkEk => tshark::read_ek(source, sink),
        Format::MitmproxyFlow => mitmproxy::read(source, sink),
        Format::NetLog => netlog::read(source, sink),
    }
}
