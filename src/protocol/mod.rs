//! Protocols as data: manifests, message schemas, endpoints and sequence rules.

mod constraint;
mod embedded;
pub mod endpoint;
pub mod limits;
pub mod manifest;
pub mod near;
pub mod regions;
pub mod schemas;
pub mod sequence;
pub mod url;

use crate::capture::Direction;
use crate::error::Error;
use crate::text::json::Node;

use manifest::{Alias, Manifest, Message, Pattern, Sender};
use regions::HostKind;
use sequence::Sequence;

pub use constraint::Bound;
pub use embedded::{MANIFEST_SCHEMA, embedded, find};
pub use endpoint::{EndpointTemplate, HostPattern};
pub use schemas::MessageSchema;

/// A protocol, ready to judge by.
#[derive(Debug)]
pub struct Protocol {
    /// What its manifest says.
    pub manifest: Manifest,
    /// Its sequence rules, compiled.
    pub sequence: Sequence,
    /// Its endpoints, taken apart.
    pub endpoints: Vec<EndpointTemplate>,
    /// Hosts on which any path is this protocol's.
    pub hosts: Vec<HostPattern>,
    schemas: Vec<MessageSchema>,
    constraints: Vec<constraint::Compiled>,
}

/// What a discriminator's value names.
#[derive(Clone, Copy, Debug)]
pub enum Named<'p> {
    /// A message.
    Message(&'p Message),
    /// A message under another name that its sender uses.
    Alias(&'p Message, &'p Alias),
    /// A message that only the other side sends.
    WrongDirection(&'p Message),
    /// Nothing of this protocol.
    Unknown,
}

impl Protocol {
    /// A protocol from the text of its manifest and its schemas by file name.
    ///
    /// # Errors
    /// The manifest or a schema does not parse, names something that is not there, or contradicts itself.
    pub fn from_parts(manifest: &str, schema: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let manifest: Manifest = serde_json::from_str(manifest)
            .map_err(|error| Error::new(format!("the manifest is not valid: {error}")))?;
        let fail = |message: String| Error::new(format!("protocol {}: {message}", manifest.name));
        let schemas = manifest
            .messages
            .iter()
            .map(|message| {
                let text = schema(&message.schema).ok_or_else(|| fail(format!("{} is missing", message.schema)))?;
                MessageSchema::new(text).map_err(|error| fail(format!("{}: {error}", message.schema)))
            })
            .collect::<Result<_, _>>()?;
        let sequence = Sequence::compile(&manifest.sequence).map_err(|error| fail(error.to_string()))?;
        if let Some(name) = repeated_limit(&manifest) {
            return Err(fail(format!("two limits have the name `{name}`")));
        }
        let constraints = constraint::compile(&manifest).map_err(&fail)?;
        let endpoints = manifest
            .endpoints
            .iter()
            .map(|endpoint| {
                EndpointTemplate::parse(&endpoint.url)
                    .map(|template| EndpointTemplate { query: endpoint.query.clone(), ..template })
                    .ok_or_else(|| fail(format!("{} is no endpoint template", endpoint.url)))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            sequence,
            endpoints,
            hosts: manifest.hosts.iter().map(|host| HostPattern::parse(&host.host)).collect(),
            schemas,
            constraints,
            manifest,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// The message of this name.
    pub fn message(&self, name: &str) -> Option<&Message> {
        self.manifest.messages.iter().find(|message| message.name == name)
    }

    /// The schema of a message of this protocol.
    pub fn schema(&self, message: &Message) -> Option<&MessageSchema> {
        let index = self.manifest.messages.iter().position(|other| other.name == message.name)?;
        self.schemas.get(index)
    }

    /// What the discriminator's value `name` names, sent by `direction` (for [`Direction::Unknown`] either side).
    pub fn named(&self, name: &str, direction: Direction) -> Named<'_> {
        let message = self.message(name);
        if let Some(message) = message.filter(|message| sends(direction, message.direction)) {
            return Named::Message(message);
        }
        let aliased = self.manifest.messages.iter().find_map(|message| {
            let alias = message.aliases.iter().find(|alias| alias.name == name)?;
            (direction != Direction::Unknown && sends(direction, message.direction)).then_some((message, alias))
        });
        match (aliased, message) {
            (Some((message, alias)), _) => Named::Alias(message, alias),
            (None, Some(message)) => Named::WrongDirection(message),
            (None, None) => Named::Unknown,
        }
    }

    /// The JSON Pointers under which a payload from `direction` names its message, in the order in which they count. Either
    /// side's for [`Direction::Unknown`].
    pub fn discriminators(&self, direction: Direction) -> impl Iterator<Item = &str> {
        let discriminator = &self.manifest.discriminator;
        let client = discriminator.field.as_slice();
        let server = match discriminator.server.as_slice() {
            [] => client,
            own => own,
        };
        let (first, then): (&[String], &[String]) = match direction {
            Direction::Client => (client, &[]),
            Direction::Server => (server, &[]),
            Direction::Unknown => (client, server),
        };
        first.iter().chain(then).map(String::as_str)
    }

    /// The value in `payload` that names its message, with its JSON Pointer.
    pub fn name_of<'p, 'd>(&'p self, payload: Node<'d>, direction: Direction) -> Option<(&'p str, Node<'d>)> {
        self.discriminators(direction).find_map(|pointer| Some((pointer, payload.pointer(pointer)?)))
    }

    /// The message name nearest to `name`, if one is near: another case, or a few letters.
    pub fn nearest_message(&self, name: &str) -> Option<&str> {
        near::nearest(name, self.manifest.messages.iter().map(|message| message.name.as_str()))
    }

    /// Any path on this host is this protocol's.
    pub fn has_host(&self, host: &str, kind: &HostKind<'_>) -> bool {
        self.hosts.iter().any(|own| own.fits(host, kind))
    }

    /// It is spoken on hosts of the regions.
    pub fn is_regional(&self) -> bool {
        let endpoints = self.endpoints.iter().map(|endpoint| &endpoint.host);
        endpoints.chain(&self.hosts).any(|host| matches!(host, HostPattern::Region(_)))
    }

    /// Only the server sends on its sockets.
    pub fn is_receive_only(&self) -> bool {
        self.manifest.discriminator.field.is_none()
    }

    /// The message that a bare payload without a discriminator is known to be by its fields.
    pub fn recognised_body(&self, payload: Node<'_>) -> Option<&Message> {
        self.manifest.messages.iter().find(|message| {
            let mut fields = message.recognised_by.iter();
            fields.any(|field| payload.pointer(field).is_some())
        })
    }

    /// Whether the value at this JSON Pointer is meant to be a token: its schema says so by `writeOnly`.
    pub fn is_token_field(&self, pointer: &str) -> bool {
        self.schemas.iter().any(|schema| {
            let part = schema.at(pointer);
            part.and_then(|part| part.get("writeOnly")).is_some_and(|value| value == true)
        })
    }

    /// Whether a JSON object resembles a message of this protocol.
    pub fn resembles(&self, payload: Node<'_>) -> bool {
        self.resemblance(payload) > Resemblance::Body
    }

    /// How much a JSON object resembles a message of this protocol.
    pub fn resemblance(&self, payload: Node<'_>) -> Resemblance {
        let name = self.name_of(payload, Direction::Unknown);
        let name = name.and_then(|(_, value)| value.as_str());
        if let Some(message) = name.and_then(|name| self.message(name)) {
            let schema = self.schema(message).and_then(MessageSchema::validator);
            return match schema {
                Some(schema) if schema.is_valid(payload) => Resemblance::Valid,
                _ => Resemblance::Named,
            };
        }
        if self.recognised_body(payload).is_some() {
            return Resemblance::Named;
        }
        let dialects = || self.manifest.dialects.iter();
        let misnamed = || {
            dialects().any(|dialect| {
                let value = payload.get(&dialect.field).and_then(|value| value.as_str());
                let message = value.and_then(|name| self.message(name));
                message.is_some_and(|message| message.distinctive)
            })
        };
        let fields = &self.manifest.distinctive_fields;
        if name.is_some_and(|name| self.nearest_message(name).is_some())
            || misnamed()
            || fields.iter().any(|field| payload.get(field).is_some())
        {
            return Resemblance::Near;
        }
        match () {
            () if self.is_misspelt(payload) => Resemblance::Near,
            () if self.has_body(payload) => Resemblance::Body,
            () => Resemblance::None,
        }
    }

    /// Whether the key that names the message is misspelt: `Action`, `actions`.
    fn is_misspelt(&self, payload: Node<'_>) -> bool {
        self.discriminators(Direction::Unknown).any(|pointer| {
            let field = pointer.strip_prefix('/').unwrap_or(pointer);
            let keys = payload.members().map(|member| member.key());
            let value = near::nearest(field, keys).and_then(|key| payload.get(key)).and_then(Node::as_str);
            value.is_some_and(|name| self.message(name).is_some())
        })
    }

    /// Whether everything that one of the client's messages needs is there, but for its name, and that is more than one member.
    fn has_body(&self, payload: Node<'_>) -> bool {
        let client = self.manifest.messages.iter().filter(|message| message.direction != Sender::Server);
        let mut needs = client.filter_map(|message| Some(self.schema(message)?.required()));
        needs.any(|required| {
            let is_name = |key: &str| self.discriminators(Direction::Unknown).any(|pointer| pointer[1..] == *key);
            let rest: Vec<&str> = required.into_iter().filter(|key| !is_name(key)).collect();
            rest.len() > 1 && rest.iter().all(|key| payload.get(key).is_some())
        })
    }
}

/// How much a payload resembles a protocol's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resemblance {
    /// Not at all.
    None,
    /// Everything that a message needs but for its name. Other programs' files may have that, too.
    Body,
    /// A name that is near, a name under another discriminator, or a field that only this protocol has.
    Near,
    /// It has the name of a message.
    Named,
    /// It is a valid message.
    Valid,
}

/// A name that two limits have, or a limit and a rate.
fn repeated_limit(manifest: &Manifest) -> Option<&str> {
    let rates = manifest.sequence.iter();
    let rates = rates.filter(|rule| rule.pattern == Pattern::Rate);
    let sizes = manifest.limits.iter().map(|limit| &limit.name);
    let mut names: Vec<&String> = sizes.chain(rates.map(|rule| &rule.id)).collect();
    names.sort_unstable();
    let pairs = names.windows(2).filter(|pair| pair[0] == pair[1]);
    pairs.map(|pair| pair[0].as_str()).next()
}

/// Whether `direction` may send a message of `sender`.
fn sends(direction: Direction, sender: Sender) -> bool {
    match direction {
        Direction::Client => matches!(sender, Sender::Client | Sender::Both),
        Direction::Server => matches!(sender, Sender::Server | Sender::Both),
        Direction::Unknown => true,
    }
}

#[cfg(test)]
mod tests;
