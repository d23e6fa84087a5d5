//! Who follows the sockets of an input, by what the run is asked for.

use crate::protocol::Protocol;
use crate::run::Options;
use crate::session::{Courser, Listener, Recorder};
use crate::source::Source;

/// Those that follow a socket of `source` for as long as it may speak `protocol`.
pub(super) fn of<'a>(source: &'a Source, options: &Options, protocol: &Protocol) -> Vec<Box<dyn Listener + 'a>> {
    let mut listeners: Vec<Box<dyn Listener + 'a>> = Vec::new();
    if options.keep_courses || options.against.is_some() {
        listeners.push(Box::new(Courser::new(source, options.against.clone())));
    }
    if let Some(most) = options.timeline {
        listeners.push(Box::new(Recorder::new(source, most)));
    }
    if let Some(watch) = options.coverage.as_ref().and_then(|hook| hook.watch(protocol)) {
        listeners.push(Box::new(watch));
    }
    listeners
}
