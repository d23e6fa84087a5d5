//! Captures that are known but not read, and what to do instead.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::source::{InputName, Source};
use crate::text::span::Span;

/// The advice for binary captures, by the first bytes of the file `name`; `None` for other bytes.
pub fn unsupported_bytes(bytes: &[u8], name: &InputName) -> Option<Cow<'static, str>> {
    const PCAP_MAGIC: [[u8; 4]; 5] = [
        [0xd4, 0xc3, 0xb2, 0xa1],
        [0xa1, 0xb2, 0xc3, 0xd4],
        [0x4d, 0x3c, 0xb2, 0xa1],
        [0xa1, 0xb2, 0x3c, 0x4d],
        [0x0a, 0x0d, 0x0d, 0x0a],
    ];
    let is_pcap = PCAP_MAGIC.iter().any(|magic| bytes.starts_with(magic));
    is_pcap.then(|| pcap(name).into())
}

/// How to turn a packet capture into something that is read.
fn pcap(name: &InputName) -> String {
    let file = match name {
        InputName::File(path) => path,
        InputName::Stdin | InputName::Argument(_) => "capture.pcap",
    };
    // The handshake tells the URL, and the packets that end a connection tell that no Close frame came before.
    let filter = "websocket or http or tcp.flags.fin == 1 or tcp.flags.reset == 1";
    format!(
        "this is a packet capture: let tshark (of Wireshark) print it, and give what it prints: `tshark -r {} -Y \"{filter}\" -T ek > {}`. For wss add `-o tls.keylog_file:keys.log`, with the keys that the client wrote (SSLKEYLOGFILE=keys.log) while the packets were captured",
        quoted(file),
        quoted(&format!("{file}.ndjson")),
    )
}

/// A file's name as one word of a shell's command line, which no program takes for an option.
fn quoted(name: &str) -> String {
    let name = if name.starts_with('-') { Cow::Owned(format!("./{name}")) } else { Cow::Borrowed(name) };
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+=,".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        return name.into_owned();
    }
    format!("'{}'", name.replace('\'', r"'\''"))
}

/// The advice on an input whose text is at hand; `None` for one that is read, or not known at all.
pub fn unsupported(source: &Source) -> Option<Cow<'static, str>> {
    let head = source.slice(Span::new(0, 64));
    if is_mozlog(&source.slice(Span::new(0, 4096))) {
        return Some(MOZLOG.into());
    }
    if is_charles(&source.slice(Span::new(0, 4096))) {
        return Some(CHARLES.into());
    }
    unsupported_bytes(head.as_bytes(), source.name())
}

/// Lines of Firefox's own log: `[Parent 4321: Main Thread]: D/nsWebSocket …`
fn is_mozlog(head: &str) -> bool {
    head.lines().any(|line| {
        let module = line.split("]: ").nth(1).unwrap_or_default();
        matches!(module.get(1..), Some(rest) if rest.starts_with("/nsWebSocket "))
    })
}

/// The first request of a Charles session as JSON (`.chlsj`).
fn is_charles(head: &str) -> bool {
    head.trim_start().starts_with('[')
        && ["\"protocolVersion\"", "\"actualPort\"", "\"tunnel\""].iter().all(|key| head.contains(key))
}

const CHARLES: &str = "this is a Charles session, which is not read: export it as a HAR (File, Export Session, HTTP Archive), or record one with Chrome or Edge (Network panel)";
const MOZLOG: &str = "this is Firefox's own log (MOZ_LOG=nsWebSocket), which holds no payloads: record the chat in Chrome or Edge and export a HAR, or give the page's console log";
