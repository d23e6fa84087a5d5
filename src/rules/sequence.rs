//! GL3xx: findings from what the sequence engine says was broken.

use crate::capture::Timestamp;
use crate::finding::{EntryId, Finding, Role};
use crate::protocol::limits::{LimitOverrides, Rate};
use crate::protocol::manifest::{LifecycleState, Pattern, SequenceRule};
use crate::protocol::sequence::{Detail, Violation};
use crate::rule::GL312;
use crate::source::{Location, Source};
use crate::text::span::Span;
use crate::text::words::{self, shorten};

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
        if known { format!("{} (frame {})", self.name, self.frame) } else { format!("frame {}", self.frame) }
    }
}

/// The finding for a broken rule of a manifest; `limits` are those that a user sets.
pub fn finding(source: &Source, violation: &Violation<Seen>, rule: &SequenceRule, limits: &LimitOverrides) -> Finding {
    let at = &violation.at;
    let state = state(violation.detail.as_ref(), rule);
    let words = Words {
        message: shorten(&at.name),
        id: violation.detail.as_ref().map(|detail| {
            let key = rule.field.as_deref().unwrap_or_default();
            let key = key.rsplit_once('/').map_or(key, |(_, key)| key);
            source.masker().value(key, detail.id())
        }),
        state: match &violation.detail {
            Some(Detail::Thing { state: None, .. }) => rule.never.as_deref(),
            _ => state.map(|state| state.says.as_str()),
        },
        rate: limits.rate(rule),
    };
    let message = words.fill(&rule.message);
    let help = state.and_then(|state| state.help.as_deref());
    let mut finding = Finding::new(violation.code, source.mark(at.span, at.extent), message)
        .help(words.fill(help.unwrap_or(&rule.help)));
    finding.message_type = Some(at.name.clone());
    finding.entry = Some(EntryId::Sequence(violation.rule));
    if rule.pattern == Pattern::Answered || rule.pattern == Pattern::Distinct {
        finding.pointer.clone_from(&rule.field);
    }
    if let Some(severity) = rule.severity {
        finding.severity = severity.into();
    }
    if let Some(first) = &violation.earlier {
        let what = match &violation.detail {
            Some(Detail::Thing { .. }) => "the last that is known of it",
            _ => "first here",
        };
        finding = finding.related(Role::Step, what, source.mark(first.span, first.extent));
    }
    finding
}

/// The state that a thing was in.
fn state<'r>(detail: Option<&Detail>, rule: &'r SequenceRule) -> Option<&'r LifecycleState> {
    match detail {
        Some(Detail::Thing { state, .. }) => rule.states.get((*state)?),
        _ => None,
    }
}

/// What the names in braces in a manifest's texts stand for.
#[derive(Debug, Default)]
pub struct Words<'w> {
    /// `{message}`: the name of the frame's message.
    pub message: String,
    /// `{id}`: the id that it is about, masked.
    pub id: Option<String>,
    /// `{state}`: what is to be said of a thing's state.
    pub state: Option<&'w str>,
    /// `{times}` and `{window}`: what is allowed.
    pub rate: Option<Rate>,
}

impl Words<'_> {
    /// The text with each name replaced by what it stands for. What came from the input is put in last, so that braces in it
    /// are left alone.
    pub fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if let Some(rate) = self.rate {
            text = text.replace("{times}", &rate.times()).replace("{window}", &rate.window());
        }
        if let Some(state) = self.state {
            text = text.replace("{state}", state);
        }
        let text = text.replace("{message}", &self.message);
        match &self.id {
            Some(id) => text.replace("{id}", id),
            None => text,
        }
    }
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
