//! The formats that captures come in, one row each. Whatever lists them is made of these rows, or held against them by a test: the
//! names that `--format` takes, the readers, the help of `check`, how a format is recognised, what was looked for in an input that is none, the
//! README's table, and the names in the report's schema.

use crate::source::Source;

use super::{Located, Settings, Sink, cdp, frame_log, har, mitmproxy, netlog, payload, text, tshark};

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

/// What is to be known of a format by those who do not read it.
pub struct FormatRow {
    /// The format.
    pub format: Format,
    /// The name that `--format` takes and reports show.
    pub name: &'static str,
    /// What it is, for the README's table; formats that share a line there share the words.
    pub about: &'static str,
    /// Such inputs, for the help of `check`; none where another row's words cover them.
    pub files: Option<&'static str>,
    /// One such input, for the message about one that is nothing known; none where another row's words cover it.
    pub one: Option<&'static str>,
    /// The part that reads it, for the message about a crash.
    pub reader: &'static str,
    /// An input of it is a capture of sockets, even if none of them is ours.
    pub(crate) of_sockets: bool,
    /// A payload stands in it as JSON of its own or in a string of JSON, so that the bytes are known that a fix must write.
    pub(crate) exact: bool,
    /// Lines and records are read one by one: bytes that are no text spoil theirs, not the input.
    pub(crate) by_line: bool,
    /// By what it is recognised.
    pub(super) mark: Mark,
    read: for<'s> fn(&'s Source, &Settings, &mut dyn Sink<'s>),
}

/// By what an input shows its format.
pub(super) enum Mark {
    /// Its first bytes. Such an input mixes text with other bytes, whose places are to stay.
    Bytes(fn(&[u8]) -> bool),
    /// The members of its outermost object, or of the first item of its outermost array.
    Outline(fn(&Source) -> bool),
    /// Its first record.
    First(fn(&Located<'_>) -> bool),
    /// Each of its first records.
    Each(fn(&Located<'_>) -> bool),
    /// One of its first records: others may stand before it.
    Any(fn(&Located<'_>) -> bool),
    /// Nothing of its own: it is what an input without marks looks like most.
    Likeness,
}

/// Every format, in the order in which help lists them, which is that of [`Format`].
pub static FORMATS: &[FormatRow] = &[
    FormatRow {
        format: Format::Payload,
        name: "payload",
        about: "one message, an array of messages, or one a line",
        files: Some("payload files (an object, an array of payloads, one a line)"),
        one: Some("a JSON payload"),
        reader: "the reader of payload files",
        of_sockets: false,
        exact: true,
        by_line: false,
        mark: Mark::Likeness,
        read: |source, _, sink| payload::read(source, sink),
    },
    FormatRow {
        format: Format::FrameLog,
        name: "frame-log",
        about: "an object for each open, frame and close: guestlint's own [frame log](docs/frame-log.md), or an application's log in NDJSON or JSON, also as Docker, CloudWatch, Elasticsearch, Datadog and Splunk export it (JSON, CSV)",
        files: Some("frame logs and application logs in NDJSON or JSON"),
        one: Some("a frame log (NDJSON or JSON)"),
        reader: "the reader of frame logs",
        of_sockets: false,
        exact: true,
        by_line: true,
        mark: Mark::Likeness,
        read: frame_log::read,
    },
    FormatRow {
        format: Format::Har,
        name: "har",
        about: "HTTP Archives that hold WebSocket frames: Chrome, Edge, Playwright, mitmproxy, HTTP Toolkit; also in a zip, with the files that Playwright puts beside them",
        files: Some("HAR files with WebSocket frames and zip archives with such files"),
        one: Some("a HAR file or a zip archive with one"),
        reader: "the reader of HAR files",
        of_sockets: true,
        exact: true,
        by_line: false,
        mark: Mark::Outline(har::is_archive),
        read: |source, _, sink| har::read(source, sink),
    },
    FormatRow {
        format: Format::HarMessages,
        name: "har-messages",
        about: "the messages of one socket (`_webSocketMessages`), copied out of a HAR",
        files: None,
        one: None,
        reader: "the reader of a HAR's messages",
        of_sockets: false,
        exact: true,
        by_line: false,
        mark: Mark::Each(har::is_message),
        read: |source, _, sink| har::read_messages(source, sink),
    },
    FormatRow {
        format: Format::PlaywrightTrace,
        name: "playwright-trace",
        about: "the network file of a Playwright trace; give `trace.zip` as it is",
        files: Some("Playwright traces"),
        one: None,
        reader: "the reader of Playwright traces",
        of_sockets: true,
        exact: true,
        by_line: false,
        mark: Mark::First(har::is_snapshot),
        read: |source, _, sink| har::read_trace(source, sink),
    },
    FormatRow {
        format: Format::Cdp,
        name: "cdp",
        about: "Chrome DevTools Protocol events (Puppeteer, Playwright, Cypress), one a line or as an array, and ChromeDriver's performance log",
        files: Some("DevTools Protocol events"),
        one: Some("DevTools Protocol events"),
        reader: "the reader of DevTools Protocol events",
        of_sockets: true,
        exact: true,
        by_line: false,
        mark: Mark::Any(cdp::is_event),
        read: |source, _, sink| cdp::read(source, sink),
    },
    FormatRow {
        format: Format::Text,
        name: "text",
        about: "the console of a browser or a terminal, or a log in lines, with JSON in it: wscat, websocat, Python's websockets",
        files: Some("console or application logs in text"),
        one: Some("text with WebSocket frames"),
        reader: "the reader of text logs",
        of_sockets: false,
        // Lines are cut and quoted as it pleases each console.
        exact: false,
        by_line: true,
        mark: Mark::Likeness,
        read: text::read,
    },
    FormatRow {
        format: Format::TsharkJson,
        name: "tshark-json",
        about: TSHARK,
        files: Some("packets as tshark prints them"),
        one: Some("tshark's JSON"),
        reader: "the reader of tshark's output",
        of_sockets: true,
        // This one and those below write bytes, or their length beside them.
        exact: false,
        by_line: false,
        mark: Mark::Outline(tshark::is_json),
        read: |source, _, sink| tshark::read_json(source, sink),
    },
    FormatRow {
        format: Format::TsharkEk,
        name: "tshark-ek",
        about: TSHARK,
        files: None,
        one: None,
        reader: "the reader of tshark's output",
        of_sockets: true,
        exact: false,
        by_line: false,
        mark: Mark::Outline(tshark::is_ek),
        read: |source, _, sink| tshark::read_ek(source, sink),
    },
    FormatRow {
        format: Format::MitmproxyFlow,
        name: "mitmproxy-flow",
        about: "flows that mitmproxy saved (`mitmdump -w`)",
        files: Some("flows that mitmproxy saved"),
        one: Some("a mitmproxy flow"),
        reader: "the reader of mitmproxy's flows",
        of_sockets: true,
        exact: false,
        by_line: false,
        mark: Mark::Bytes(mitmproxy::is_flow),
        read: |source, _, sink| mitmproxy::read(source, sink),
    },
    FormatRow {
        format: Format::NetLog,
        name: "netlog",
        about: "Chrome's NetLog, recorded with raw bytes",
        files: Some("Chrome's NetLogs"),
        one: Some("a NetLog"),
        reader: "the reader of NetLogs",
        of_sockets: true,
        exact: false,
        by_line: false,
        mark: Mark::Outline(netlog::is_netlog),
        read: |source, _, sink| netlog::read(source, sink),
    },
];

const TSHARK: &str = "packets as `tshark -T json` and `-T ek` print them; given a packet capture itself, guestlint says which `tshark` command to run";

impl Format {
    /// What is to be known of it.
    pub fn row(self) -> &'static FormatRow {
        &FORMATS[self as usize]
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.iter().find(|row| row.name == name).map(|row| row.format)
    }

    /// The name that `--format` takes and reports show.
    pub fn as_str(self) -> &'static str {
        self.row().name
    }

    /// Whether an input of it mixes text with other bytes, whose places are to stay.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self.row().mark, Mark::Bytes(_))
    }
}

/// Everything that is read, for the help of `check`.
pub fn files() -> String {
    listed(FORMATS.iter().filter_map(|row| row.files).collect(), "and")
}

/// What [`recognise`](super::recognise) looks for, for the message about an input that it does not know.
pub fn tried() -> String {
    // Text is what is left when nothing else fits: it is looked for last.
    let (last, others): (Vec<_>, Vec<_>) = FORMATS.iter().partition(|row| row.format == Format::Text);
    listed(others.into_iter().chain(last).filter_map(|row| row.one).collect(), "or")
}

fn listed(words: Vec<&str>, and: &str) -> String {
    match words.split_last() {
        Some((last, others)) => format!("{}, {and} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Reads an input of a known format and hands everything in it to `sink`.
pub fn read<'s>(source: &'s Source, format: Format, settings: &Settings, sink: &mut dyn Sink<'s>) {
    (format.row().read)(source, settings, sink);
}
