//! What a payload names of the organisation, where the protocol says that it stands.

use crate::protocol::Protocol;
use crate::text::json::{self, Node, PAYLOAD_DEPTH};

use super::Named;
use super::answers::{self, Kind};

impl Named {
    /// Adds what a payload names.
    pub(super) fn add(&mut self, text: &str, protocol: &Protocol) {
        let name = match answers::kind(text, protocol) {
            Kind::Client(name) | Kind::Rest(name) => name,
            Kind::Server(_) | Kind::Unknown => return,
        };
        let Ok(document) = json::parse(text, PAYLOAD_DEPTH) else {
            return;
        };
        let root = document.root();
        let value = |pointer: &str| root.pointer(pointer).and_then(Node::as_str);
        let manifest = &protocol.manifest;
        if let Some(routing) = manifest.routing.as_ref().filter(|routing| routing.message == name) {
            self.queues.extend(value(&routing.queue).map(str::to_owned));
            self.languages.extend(value(&routing.language).map(str::to_owned));
        }
        let Some(places) = &manifest.deployment else {
            return;
        };
        let fields = places.fields.iter().filter(|field| field.message == name);
        let ids = fields.filter_map(|field| value(&field.field));
        self.deployments.extend(ids.map(str::to_owned));
        for feature in &places.features {
            let known = self.features.contains(&feature.feature);
            if !known && answers::is_one_of(&feature.of, &name, text) {
                self.features.push(feature.feature.clone());
            }
        }
    }
}
