//! A session that is planned and has not happened yet: its payloads are stepped through the protocol in their order, with the
//! best answers that the server may give, so that a missing connect or a startChat that would go out too early is found before
//! any socket is opened.

mod answers;
mod named;
mod order;
mod play;
mod script;
mod steps;
mod target;

use std::path::PathBuf;

use crate::capture::Located;
use crate::organisation::Said;
use crate::run::Run;
use crate::source::content::Content;
use crate::source::paths::shown;
use crate::source::walk::{Entry, Walker};
use crate::source::{InputName, Source};
use crate::text::json::SourceMap;

/// What a client is going to do.
#[derive(Debug)]
pub struct Plan {
    /// The URL that it will open.
    pub endpoint: Option<PlannedUrl>,
    /// The origin of the page that opens it.
    pub origin: Option<PlannedUrl>,
    /// The payloads that it will send, in their order: files, logs of a planned session, and folders of such.
    pub payloads: Vec<PathBuf>,
}

/// The URL that a client will open, or the origin of its page.
#[derive(Debug)]
pub struct PlannedUrl {
    /// Where it is said.
    source: Source,
    url: Located<'static>,
}

impl PlannedUrl {
    /// A URL that is said somewhere.
    pub fn new(url: &str, at: &Said) -> Self {
        let (source, span) = at.apart();
        let map = if source.slice(span) == url {
            SourceMap::verbatim(span)
        } else {
            // It is written with escapes: all of it stands for all of it.
            let mut map = SourceMap::builder(span.start);
            map.escape(url.len(), span.len());
            map.finish()
        };
        Self { source, url: Located { text: url.to_owned().into(), map } }
    }
}

/// What came of a planned session.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// The protocol by which it was judged.
    pub protocol: Option<String>,
    /// The URL that is opened, as a log or the plan says it.
    pub url: Option<String>,
    /// How many payloads were read.
    pub payloads: usize,
    /// The messages that were sent, in order, by name.
    pub sent: Vec<String>,
    /// What the payloads name of the organisation.
    pub named: Named,
    /// How many answers of the server were supplied.
    pub answers: usize,
    /// Whether the payloads were put into an order: they came from a folder, and no numbers in their names give one.
    pub sorted: bool,
    /// What was not sent, and why: a sentence each.
    pub left_out: Vec<String>,
}

/// What the payloads of a plan name of the organisation, in their order.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Queues, by id or by name, as the protocol has it.
    pub queues: Vec<String>,
    /// Languages that chats are routed by.
    pub languages: Vec<String>,
    /// Ids of deployments.
    pub deployments: Vec<String>,
    /// The features that are used, each once, by the key of a deployment's field.
    pub features: Vec<String>,
}

impl Run<'_> {
    /// Judges a planned session.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn planned(&mut self, plan: Plan) -> std::io::Result<Walked> {
        let mut contents = Vec::new();
        let mut unordered = false;
        for path in &plan.payloads {
            unordered |= path.is_dir() && !script::is_numbered(path);
            let mut entries = Vec::new();
            Walker::default().walk(path, &mut |entry| entries.push(entry));
            for entry in entries {
                match entry {
                    Entry::File(found) => match Content::of_file(&found.path) {
                        Ok(content) => {
                            let name = InputName::File(shown(&found.path));
                            contents.push((name, content, found.named));
                        }
                        Err(error) => self.unreadable(&found.path, &error.to_string())?,
                    },
                    other => self.entry(other)?,
                }
            }
        }
        self.ledger.summary().files += contents.len() as u64;
        let mut script = self.how.script(plan.endpoint, contents, unordered);
        script.origin = plan.origin.map(|origin| {
            let part = script.decoded.source.append(origin.source);
            Located { map: origin.url.map.through(&SourceMap::verbatim(part)), ..origin.url }
        });
        let (account, walked) = self.how.walked(&script);
        for account in script.reports.into_iter().chain([account]) {
            self.deliver_other(account)?;
        }
        Ok(walked)
    }
}
