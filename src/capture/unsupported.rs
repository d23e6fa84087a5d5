//! Captures that are known but not read, and what to do instead.

use crate::source::Source;
use crate::span::Span;

use super::walk::{Cursor, Step};

const PCAP: &str = "this is a packet capture, which is not read: record a HAR in the browser or with mitmproxy, or give the application's log";

/// The advice for binary captures, by the first bytes of the file; `None` for other bytes.
pub fn unsupported_bytes(bytes: &[u8]) -> Option<&'static str> {
    const PCAP_MAGIC: [[u8; 4]; 5] = [
        [0xd4, 0xc3, 0xb2, 0xa1],
        [0xa1, 0xb2, 0xc3, 0xd4],
        [0x4d, 0x3c, 0xb2, 0xa1],
        [0xa1, 0xb2, 0x3c, 0x4d],
        [0x0a, 0x0d, 0x0d, 0x0a],
    ];
    if PCAP_MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(PCAP);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(
            "this is a zip archive (a Playwright trace, a HAR archive or a Fiddler session?): unpack it and give the .har file in it, or record a HAR with its content embedded",
        );
    }
    is_flow(bytes).then_some(
        "this is a mitmproxy flow file: convert it with `mitmdump -nr FILE --set hardump=out.har` and give out.har",
    )
}

/// A mitmproxy flow: the length of a dictionary, then the length of its first key and the key; there is no magic.
fn is_flow(bytes: &[u8]) -> bool {
    let Some((_, inner)) = length(bytes) else {
        return false;
    };
    let Some((key, rest)) = length(inner) else {
        return false;
    };
    matches!(rest.get(key), Some(b';' | b','))
        && rest[..key]
            .iter()
            .all(|b| b.is_ascii_lowercase() || *b == b'_')
}

/// A decimal length with its colon, and what follows.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes
        .iter()
        .take(12)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let number = std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?;
    (bytes.get(digits) == Some(&b':')).then(|| (number, &bytes[digits + 1..]))
}

/// The advice for captures that are text, by their shape; `None` for an input that is read, or not known at all.
pub fn unsupported(source: &Source) -> Option<&'static str> {
    let head = source.slice(Span::new(0, 64));
    if let Some(advice) = unsupported_bytes(head.as_bytes()) {
        return Some(advice);
    }
    if is_mozlog(&source.slice(Span::new(0, 4096))) {
        return Some(MOZLOG);
    }
    let mut cursor = Cursor::new(source, 0);
    if cursor.enter(b'[') && !matches!(cursor.item(), Step::Next(())) {
        return None;
    }
    by_members(cursor)
}

/// Members that tell a format by themselves, among the first of the first object.
fn by_members(mut cursor: Cursor<'_>) -> Option<&'static str> {
    const MEMBERS: usize = 8;
    if !cursor.enter(b'{') {
        return None;
    }
    for _ in 0..MEMBERS {
        let Step::Next(member) = cursor.member() else {
            return None;
        };
        let value = cursor.head(4096);
        match member.key.as_str() {
            "constants" if value.starts_with('{') && value.contains("NetError") => {
                return Some(NETLOG);
            }
            "constants" if value.starts_with("{\"activeFieldTrialGroups\"") => return Some(NETLOG),
            "method" if value.starts_with("\"Network.") => return Some(CDP),
            "index" if value.starts_with("{\"_index\":\"packets-") => return Some(TSHARK),
            "_index" if value.starts_with("\"packets-") => return Some(TSHARK),
            _ => {}
        }
        cursor.skip()?;
    }
    None
}

/// Lines of Firefox's own log: `[Parent 4321: Main Thread]: D/nsWebSocket …`
fn is_mozlog(head: &str) -> bool {
    head.lines().any(|line| {
        let module = line.split("]: ").nth(1).unwrap_or_default();
        matches!(module.get(1..), Some(rest) if rest.starts_with("/nsWebSocket "))
    })
}

const MOZLOG: &str = "this is Firefox's own log (MOZ_LOG=nsWebSocket), which holds no payloads: record the chat in Chrome or Edge and export a HAR, or give the page's console log";
const NETLOG: &str = "this is a Chrome NetLog, which is not read: export a HAR from the Network panel instead, and give the console log beside it for the close code";
const CDP: &str = "these are Chrome DevTools Protocol events, which are not read: export a HAR from the Network panel instead";
const TSHARK: &str = "this is tshark's output, which is not read: record a HAR in the browser or with mitmproxy instead";
