//! What is known of the organisation that a client talks to: its queues, its languages, its deployments. It is said by
//! `guestlint.toml` or by an export of the platform; rules hold URLs and payloads against it, and point back to where it is said.
//!
//! Everything is optional: what nobody said is unknown, and a rule that would need it stays silent.

pub mod exports;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::source::{Location, Source};
use crate::text::span::Span;

pub use crate::protocol::manifest::DeploymentKind;

/// A place where something is said of the organisation. It is worked out only when a finding points there: a listing may hold
/// tens of thousands of entities.
#[derive(Clone, Debug)]
pub struct Said {
    source: Rc<Source>,
    span: Span,
    /// What may be shown around it; its line without.
    extent: Option<Span>,
}

impl Said {
    /// `span` of `source`.
    pub fn new(source: &Rc<Source>, span: Span) -> Self {
        Self { source: Rc::clone(source), span, extent: None }
    }

    /// `span` of `source`, around which no more than `extent` is shown: in an export that stands on one line the rest of the
    /// line is about others.
    pub fn within(source: &Rc<Source>, span: Span, extent: Span) -> Self {
        Self { source: Rc::clone(source), span, extent: Some(extent) }
    }

    /// The same text as an input of its own, and the place in it.
    pub fn apart(&self) -> (Source, Span) {
        let name = self.source.name().clone();
        let masker = *self.source.masker();
        (Source::from_text(name, self.source.text(), masker), self.span)
    }

    /// The place, for a reader: the first line of it, with that line around it.
    pub fn location(&self) -> Location {
        match self.extent {
            Some(extent) => self.source.locate(self.span, extent),
            None => self.source.locate_line(self.span),
        }
    }

    /// Who says it: the name of the file.
    pub fn by(&self) -> &str {
        self.source.name().display()
    }
}

/// A value, and where it is said.
#[derive(Clone, Debug)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it is said.
    pub at: Said,
}

/// The entities of one kind.
#[derive(Clone, Debug)]
pub struct Known<T> {
    /// By id, or by name where the kind has no other; in lower case.
    pub entries: BTreeMap<String, T>,
    /// There are no others: set by a complete listing or by the configuration. Where it is not set, an id that is absent may
    /// exist all the same.
    pub complete: Option<Complete>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), complete: None }
    }
}

/// What says that a list is all there is.
#[derive(Clone, Debug)]
pub struct Complete {
    /// The place, for a finding's counterpart.
    pub at: Said,
}

/// A queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its id, as it is written.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it is said that there is one.
    pub at: Said,
    /// The languages that it offers; any without. Only a configuration says so: the platform has no language on a queue.
    pub languages: Option<Fact<Vec<String>>>,
    /// What the routing data must have for it. Only a configuration says so.
    pub required: Vec<Fact<String>>,
}

impl Queue {
    /// `the queue Web Chat EU`, or its id.
    pub fn title(&self) -> String {
        format!("the queue {}", self.name.as_ref().unwrap_or(&self.id))
    }
}

/// A language of the organisation's routing: a free name such as `English - Written`, no language tag.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its name, as it is written.
    pub name: String,
    /// `active`, `inactive`, `deleted`.
    pub state: Option<Fact<String>>,
    /// Where it is said that there is one.
    pub at: Said,
}

/// A skill of the organisation's routing: it has a name and a state, as a language has.
pub type Skill = Language;

/// A deployment.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Its id, as it is written.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Which chat it is for, where that is known: a configuration does not say it.
    pub kind: Option<DeploymentKind>,
    /// Where it is said that there is one.
    pub at: Said,
    /// Its state, by the platform's word (`Active`, `Inactive` …); a chat deployment that is `disabled` is `Inactive`.
    pub status: Option<Fact<String>>,
    /// Pages of any domain may open the chat.
    pub allow_all_domains: Option<Fact<bool>>,
    /// The domains whose pages may, where they are known.
    pub allowed_domains: Option<Fact<Vec<Fact<String>>>>,
    /// Only signed-in guests may chat.
    pub authentication_required: Option<Fact<bool>>,
    /// A guest may begin anonymously and sign in later, even where it is required.
    pub session_upgrade: Option<Fact<bool>>,
    /// What its configuration allows.
    pub features: Features,
    /// The version of a configuration that it holds on to, where an export says so.
    pub configuration: Option<Pinned>,
}

impl Deployment {
    /// A deployment of which nothing is known but its id.
    pub fn new(id: String, at: Said) -> Self {
        Self {
            id,
            name: None,
            kind: None,
            at,
            status: None,
            allow_all_domains: None,
            allowed_domains: None,
            authentication_required: None,
            session_upgrade: None,
            features: Features::default(),
            configuration: None,
        }
    }

    /// `the deployment Shop EU`, or its id.
    pub fn title(&self) -> String {
        format!("the deployment {}", self.name.as_ref().unwrap_or(&self.id))
    }
}

/// What a deployment's configuration allows in a conversation.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// A guest's typing is shown.
    pub typing: Option<Fact<bool>>,
    /// A conversation starts without a message: a presence `Join`.
    pub auto_start: Option<Fact<bool>>,
    /// A guest may clear the conversation.
    pub clear: Option<Fact<bool>>,
    /// A conversation that an agent ended can only be read from then on.
    pub read_only_on_disconnect: Option<Fact<bool>>,
    /// A guest may send files.
    pub attachments: Option<Fact<bool>>,
    /// The media types of the files that a guest may send.
    pub file_types: Option<Fact<Vec<String>>>,
    /// The largest file, in kilobytes of 1,024 bytes.
    pub max_file_kb: Option<Fact<u64>>,
    /// The languages of the messenger's own texts, such as `en-us`: to be compared with no language of routing.
    pub languages: Option<Fact<Vec<String>>>,
}

/// The version of a configuration that a deployment holds on to: publishing a newer one does not move it.
#[derive(Clone, Debug)]
pub struct Pinned {
    /// The configuration's id.
    pub id: Option<String>,
    /// Its version: a number, or `DRAFT`.
    pub version: Option<Fact<String>>,
    /// The newest version of the configuration that an export shows.
    pub newest: Option<Fact<u64>>,
}

/// What exports show without an id: Terraform's own export strips ids, a plan does not know those of what is to be made, and
/// `config.json` and `domains.json` do not say whose they are. Held against names, never against ids. The `id` of an entry
/// is empty.
#[derive(Clone, Debug, Default)]
pub struct WithoutId {
    /// Queues, with their names.
    pub queues: Vec<Queue>,
    /// Deployments; those of `config.json` and `domains.json` have no name either.
    pub deployments: Vec<Deployment>,
}
