//! What a session has told of its deployment so far.

use crate::organisation::{Context, Deployment};
use crate::protocol::Protocol;
use crate::protocol::manifest::Message;
use crate::source::Location;
use crate::text::json::Node;

use super::sign_in::Guest;

/// What a session, or a payload by itself, has told of its deployment so far.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// In lower case.
    pub(super) id: Option<String>,
    /// The socket's host.
    pub(super) host: Option<String>,
    /// The page's Origin and its place.
    pub(super) origin: Option<(String, Location)>,
    /// Features that the session has shown to be on, by the keys of a deployment's fields.
    pub(super) shown: Vec<String>,
    /// Who the guest is.
    pub(super) guest: Guest,
}

/// What a message tells of its session's deployment.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The id that it names, in lower case.
    pub(super) id: Option<String>,
    /// Who the guest is by it.
    pub(super) guest: Option<Guest>,
}

/// How the handshake of a socket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// The server took it.
    Taken,
    /// The server refused it, with this status where it is known.
    Refused(Option<u16>),
    /// Nobody knows.
    Unknown,
}

impl Standing {
    /// The session is of the deployment of this id.
    pub(super) fn take(&mut self, id: &str) {
        self.id = Some(id.to_ascii_lowercase());
    }

    /// Notes what a client's message tells.
    pub fn hear(&mut self, told: Told) {
        if told.id.is_some() {
            self.id = told.id;
        }
        if let Some(guest) = told.guest {
            self.guest = guest;
        }
    }

    /// What is known of the deployment, if it is one of those that are known.
    pub fn deployment<'c>(&self, context: &'c Context) -> Option<&'c Deployment> {
        context.deployments.entries.get(self.id.as_ref()?)
    }

    /// Notes what a server's message shows of the deployment.
    pub fn note(&mut self, protocol: &Protocol, message: &Message, payload: Node<'_>) {
        let places = protocol.manifest.deployment.as_ref();
        for used in places.into_iter().flat_map(|places| &places.features) {
            let mut announced = used.announced.iter();
            let is_shown =
                announced.any(|place| place.message == message.name && !payload.matching(&place.field).is_empty());
            if is_shown && !self.shown.contains(&used.feature) {
                self.shown.push(used.feature.clone());
            }
        }
    }
}
