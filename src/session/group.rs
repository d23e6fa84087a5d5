//! Which guest session a socket belongs to: several sockets may share one.

use crate::protocol::Protocol;
use crate::text::fnv::Fnv;
use crate::text::json::Node;

/// How many bits of a hash name a group: enough to tell the sessions of a run apart, too few to find a token from.
const BITS: u32 = 48;

/// The group of the sockets that have the same value where the manifest's `guestSession` points; `None` where there is none.
/// It is the same in every run, and does not show the value, which is a secret.
pub(super) fn of(protocol: &Protocol, payload: Node<'_>) -> Option<String> {
    let pointer = protocol.manifest.guest_session.as_deref()?;
    let value = payload.pointer(pointer)?.as_str()?;
    if value.is_empty() {
        return None;
    }
    let mut hash = Fnv::new();
    hash.part(protocol.name().as_bytes());
    hash.part(value.as_bytes());
    Some(format!("{:012x}", hash.0 >> (u128::BITS - BITS)))
}
