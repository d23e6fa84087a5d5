//! Who follows the sockets of an input, by what the run is asked for.

use crate::protocol::Protocol;
use crate::session::{Courser, Listener, Recorder};
use crate::source::Source;

use super::How;

/// Those that follow a socket of `source` for as long as it may speak `protocol`.
pub(super) fn of<'a>(source: &'a Source, how: &How<'_>, protocol: &Protocol) -> Vec<Box<dyn Listener + 'a>> {
    let mut listeners: Vec<Box<dyn Listener + 'a>> = Vec::new();
    if how.keep_courses || how.against.is_some() {
        listeners.push(Box::new(Courser::new(source, how.against.clone())));
    }
    if let Some(most) = how.timeline {
        listeners.push(Box::new(Recorder::new(source, most)));
    }
    if let Some(watch) = how.coverage.as_ref().and_then(|hook| hook.watch(protocol)) {
        listeners.push(Box::new(watch));
    }
    listeners
}
