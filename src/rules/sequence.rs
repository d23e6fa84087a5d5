//! GL3xx: findings from what the sequence engine says was broken.

use crate::capture::Timestamp;
use crate::finding::{Finding, Role};
use crate::protocol::manifest::SequenceRule;
use crate::protocol::sequence::Violation;
use crate::source::{Location, Source};
use crate::span::Span;
use crate::words;

use super::registry::GL312;
use super::text::shorten;

/// What the engine remembers a frame by: enough to point at it later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its number in the session, from 1; 0 for an event of the socket itself.
    pub frame: u64,
    /// Where it stands in the source: the value that names its message, or the whole payload.
    pub span: Span,
    /// The record that it was read from.
    pub extent: Span,
    /// The message's name, or what stands for it: "a frame".
    pub name: String,
    /// When.
    pub time: Option<Timestamp>,
}

impl Seen {
    /// It, in a sentence: `startChat (frame 3)`, or `frame 3` where its name is not known.
    pub fn told(&self, known: bool) -> String {
        if known {
            format!("{} (frame {})", self.name, self.frame)
        } else {
            format!("frame {}", self.frame)
        }
    }
}

/// The finding for a broken rule of a manifest.
pub fn finding(source: &Source, violation: &Violation<Seen>, rule: &SequenceRule) -> Finding {
    let at = &violation.at;
    let fill = |text: &str| text.replace("{message}", &shorten(&at.name));
    let message = fill(&rule.message);
    let mut finding = Finding::new(violation.code, source.mark(at.span, at.extent), message)
        .help(fill(&rule.help));
    finding.message_type = Some(at.name.clone());
    if let Some(severity) = rule.severity {
        finding.severity = severity.into();
    }
    if let Some(first) = &violation.earlier {
        finding = finding.related(
            Role::Step,
            "first here",
            source.mark(first.span, first.extent),
        );
    }
    finding
}

/// A message that was sent sooner than the server's `retryAfter` allowed (GL312). `waited` is in milliseconds.
pub fn too_soon(name: &str, seconds: i64, waited: f64, at: Location) -> Finding {
    let waited = words::duration(waited);
    let mut finding = Finding::new(
        &GL312,
        at,
        format!("{} was sent {waited} after the server had asked to wait {seconds} s", shorten(name)),
    )
    .label("too soon")
    .help("wait for retryAfter seconds after such an error before sending again, and longer each time it comes back");
    finding.message_type = Some(name.to_owned());
    finding
}
