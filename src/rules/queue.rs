//! GL501 to GL503: a message against what the project says of the queue that it is for. What nobody said anything of is right.

use crate::finding::{EntryId, Finding, Role};
use crate::organisation::queue::LANGUAGES;
use crate::organisation::{Context, Queue, Said};
use crate::protocol::manifest::{LanguageOf, QueueBy, Routing};
use crate::protocol::near;
use crate::rule::*;
use crate::source::Location;
use crate::text::json::{Node, pointer};
use crate::text::words::shorten;

use super::claims::{Claims, Fault};
use super::judge::{Judged, Subject};
use super::place::Place;
use super::{fix, names};

/// Adds what is wrong with the queue of a payload, its language and its attributes. A fault that another rule has told already
/// is not told again.
pub(super) fn check<'p>(subject: &Subject<'_, 'p>, judged: &mut Judged<'p>, claims: &mut Claims) {
    let (Some(message), Some(routing)) = (judged.message, &subject.protocol.manifest.routing) else {
        return;
    };
    let context = subject.context;
    offer_language(subject, judged, claims, routing);
    if !judged.sound || message.name != routing.message {
        return;
    }
    let judge = Judge { place: subject.place, root: subject.root(), routing };
    let mut found = match routing.queue_by {
        QueueBy::Id => judge.by_id(judged, claims, context),
        QueueBy::Name => judge
            .node(&routing.queue, claims)
            .and_then(|node| names::queue(subject.place, node, routing, context))
            .into_iter()
            .collect(),
    };
    if routing.language_of == LanguageOf::Organisation {
        let node = judge.node(&routing.language, claims);
        found.extend(node.and_then(|node| names::language(subject.place, node, routing, context)));
    }
    claims.values(&found);
    found.iter_mut().for_each(|finding| finding.entry = Some(EntryId::Routing));
    judged.findings.append(&mut found);
}

/// Gives the finding on a missing language the fix that adds it, where the queue offers one language alone.
fn offer_language(subject: &Subject<'_, '_>, judged: &mut Judged<'_>, claims: &Claims, routing: &Routing) {
    let root = subject.root();
    let queue = root.pointer(&routing.queue).and_then(|id| {
        let id = id.as_str()?.to_ascii_lowercase();
        subject.context.queues.entries.get(&id)
    });
    let offered = queue.and_then(|queue| queue.facts.texts(&LANGUAGES));
    let Some([only]) = offered.map(|offered| offered.value.as_slice()) else {
        return;
    };
    // The language is missing by itself, or with the object that holds it.
    let is_lack = |finding: &&mut Finding| {
        let pointer = finding.pointer.as_deref().unwrap_or_default();
        let rest = routing.language.strip_prefix(pointer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            && claims.by(Fault::Absence, pointer) == Some(finding.rule)
    };
    if let Some(finding) = judged.findings.iter_mut().find(|finding| is_lack(finding) && finding.fix.is_none()) {
        finding.fix = fix::add_language(subject.place, root, &routing.language, &only.value);
    }
}

struct Judge<'a, 'd> {
    place: Place<'a>,
    root: Node<'d>,
    routing: &'a Routing,
}

impl<'d> Judge<'_, 'd> {
    /// The value at `field`, where nothing has been told of it yet.
    fn node(&self, field: &str, claims: &Claims) -> Option<Node<'d>> {
        self.root.pointer(field).filter(|_| claims.is_free(field))
    }

    /// Everything that is wrong with a queue that is named by its id.
    fn by_id(&self, judged: &mut Judged<'_>, claims: &mut Claims, context: &Context) -> Vec<Finding> {
        let mut found = Vec::new();
        let Some(id) = self.node(&self.routing.queue, claims) else {
            return found;
        };
        let Some(text) = id.as_str() else {
            return found;
        };
        if let Some(queue) = context.queues.entries.get(&text.to_ascii_lowercase()) {
            if self.routing.language_of == LanguageOf::Queue {
                found.extend(self.language(queue, claims));
            }
            for name in queue.required() {
                found.extend(self.attribute(queue, &name.value, &name.at, judged, claims));
            }
        } else {
            let complete = context.queues.complete.is_some();
            found.extend(complete.then(|| self.unknown(id, text, context)));
        }
        found
    }

    fn unknown(&self, id: Node<'_>, text: &str, context: &Context) -> Finding {
        let known = context.queues.entries.values();
        let near = known.clone().find(|queue| is_near(&queue.id, &lower(text)));
        let help = match (near, known.len()) {
            (Some(near), _) => format!("did you mean {}, {}?", near.id, near.title()),
            (None, 0) => "what lists all queues lists none".to_owned(),
            (None, 1..=5) => {
                let known = known.map(|queue| match &queue.name {
                    Some(name) => format!("{} ({name})", queue.id),
                    None => queue.id.clone(),
                });
                format!("the known queues are {}", known.collect::<Vec<_>>().join(", "))
            }
            (None, count) => format!("it is none of the {count} known queues"),
        };
        let finding =
            Finding::new(&GL501, self.place.at(id.span()), format!("there is no queue with the id {}", shorten(text)))
                .label("unknown queue")
                .help(help)
                .pointer(self.routing.queue.clone());
        match &context.queues.complete {
            Some(complete) => finding.related(Role::Counterpart, "all queues are listed here", complete.at.location()),
            None => finding,
        }
    }

    fn language(&self, queue: &Queue, claims: &Claims) -> Option<Finding> {
        let offered = queue.facts.words(&LANGUAGES)?;
        let node = self.root.pointer(&self.routing.language)?;
        let language = node.as_str()?;
        // Language tags compare without case (RFC 5646, 2.1.1).
        let is_offered = offered.value.iter().any(|one| one.eq_ignore_ascii_case(language));
        if is_offered || !claims.is_free(&self.routing.language) {
            return None;
        }
        let help = match offered.value.as_slice() {
            [] => "the configuration lists no language for this queue".to_owned(),
            [only] => format!("use {only}, or another queue"),
            all => format!("use one of {}, or another queue", all.join(", ")),
        };
        let finding = Finding::new(
            &GL502,
            self.place.at(node.span()),
            format!("{} does not offer the language {}", queue.title(), shorten(language)),
        )
        .label("not offered")
        .fix(match offered.value.as_slice() {
            [only] => fix::replace_string(self.place, node, only, false),
            _ => None,
        })
        .help(help)
        .pointer(self.routing.language.clone())
        .related(Role::Counterpart, "the queue's languages are configured", offered.at.location());
        Some(finding)
    }

    fn attribute(
        &self,
        queue: &Queue,
        name: &str,
        said: &Said,
        judged: &mut Judged<'_>,
        claims: &mut Claims,
    ) -> Option<Finding> {
        let holder = self.routing.attributes.as_deref()?;
        let attributes = self.root.pointer(holder).filter(|node| node.is_object())?;
        if attributes.member(name).is_some() {
            return None;
        }
        let field = format!("{}.{name}", pointer::dotted(holder));
        let title = queue.title();
        let mut fix = None;
        let (at, label, help) = if let Some((at, from)) = take_over(judged, claims, name) {
            let help = format!("move it to {field}: elsewhere it does not route");
            let from = from.rsplit_once('/').map_or("", |(parent, _)| parent);
            fix = fix::relocate(self.place, self.root, from, &[name], holder, None);
            (at, "at the wrong place".to_owned(), help)
        } else if let Some(near) = near::nearest(name, attributes.members().map(|member| member.key())) {
            let member = attributes.member(near);
            fix = member.and_then(|member| fix::rename_key(self.place, attributes, member, name));
            let at = member.map(|member| member.key_span());
            let at = at.map_or_else(|| self.place.whole(), |span| self.place.at(span));
            (at, format!("must be `{name}`"), format!("rename `{near}` to `{name}`: keys compare with case"))
        } else {
            let (parent, key) = holder.rsplit_once('/').unwrap_or(("", holder));
            let member = self.root.pointer(parent).and_then(|parent| parent.member(key));
            let at = member.map_or_else(|| self.place.whole(), |member| self.place.at(member.key_span()));
            (at, format!("needs {name}"), format!("add \"{name}\": … to {}", pointer::dotted(holder)))
        };
        let finding = Finding::new(&GL503, at, format!("{title} requires `{name}`, and {field} is missing"))
            .label(label)
            .help(help)
            .fix(fix)
            .pointer(pointer::join(holder, name))
            .related(Role::Counterpart, "the queue's required attributes are configured", said.location());
        Some(finding)
    }
}

/// Where an attribute stands that the message does not know at that place, and its pointer. What was told of that place is taken
/// back, since this says more.
fn take_over(judged: &mut Judged<'_>, claims: &mut Claims, name: &str) -> Option<(Location, String)> {
    let is_stray = |finding: &Finding| {
        let pointer = finding.pointer.as_deref().unwrap_or_default();
        let last = pointer::tokens(pointer).last();
        claims.by(Fault::Place, pointer) == Some(finding.rule) && last.is_some_and(|last| last == name)
    };
    let index = judged.findings.iter().position(is_stray)?;
    let told = judged.findings.remove(index);
    let pointer = told.pointer?;
    claims.claim(Fault::Place, &pointer, &GL503);
    Some((told.location, pointer))
}

/// Whether at most two characters differ. Of three parts of an id one is the same then: that is found fast among tens of
/// thousands of queues.
fn is_near(known: &str, text: &str) -> bool {
    let third = text.len().div_ceil(3).max(1);
    let parts = text.as_bytes().chunks(third);
    let known_lower = known.to_ascii_lowercase();
    let mut parts = parts.filter_map(|part| std::str::from_utf8(part).ok());
    parts.any(|part| known_lower.contains(part)) && strsim::osa_distance(&known_lower, text) <= 2
}

fn lower(text: &str) -> String {
    text.chars().take(64).flat_map(char::to_lowercase).collect()
}
