//! What a number means that somebody read off a console: a close code, the status of a handshake, a server's error.

use crate::protocol::Protocol;

use super::{end, handshake};

/// One meaning of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// What it is, and its name: `close code 1006 (Abnormal Closure)`.
    pub what: String,
    /// What it says, as a clause.
    pub meaning: String,
    /// What to do; empty where nobody can say.
    pub help: String,
}

/// Every meaning of `number`: of a close code, of a handshake's status, and of an error of each of these protocols.
pub fn meanings<'p>(number: u16, protocols: impl IntoIterator<Item = &'p Protocol>) -> Vec<Meaning> {
    let named = |name: &str| if name.is_empty() { String::new() } else { format!(" ({name})") };
    let close = end::code(number).filter(|_| number >= 1000).map(|explained| Meaning {
        what: format!("close code {number}{}", named(explained.name)),
        meaning: explained.meaning.to_owned(),
        help: explained.help.to_owned(),
    });
    let status = handshake::explain(number).filter(|_| number >= 400).map(|explained| Meaning {
        what: format!("status {number} of a WebSocket handshake"),
        meaning: explained.meaning.to_owned(),
        help: explained.help.to_owned(),
    });
    let mut errors = Vec::new();
    for protocol in protocols {
        let known = protocol.manifest.codes.iter().filter(|code| code.code == i64::from(number));
        errors.extend(known.map(|code| Meaning {
            what: format!("error {number} of {}{}", protocol.name(), named(&code.name)),
            meaning: code.meaning.clone(),
            help: code.help.clone(),
        }));
    }
    // A range that says only that it is private says less than a protocol that knows the number.
    let close = close.filter(|_| errors.is_empty());
    close.into_iter().chain(status).chain(errors).collect()
}

/// How to find out why, for somebody who has nothing but the number.
pub const RECORD: &str = "Record the whole chat: open DevTools (Network, WS) before it connects, reload the page, let it happen, and export a HAR. Then run: guestlint check session.har";
