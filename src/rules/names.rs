//! GL501 and GL502 where a message names the queue and the language by their names, as the organisation writes them.

use crate::finding::{Finding, Role};
use crate::organisation::{Context, Known, Language, Queue, Said};
use crate::protocol::manifest::Routing;
use crate::rule::*;
use crate::text::json::Node;
use crate::text::words::shorten;

use super::place::Place;

/// Most names that are listed in full.
const LISTED: usize = 5;
/// Longest name that is compared letter by letter.
const COMPARED: usize = 64;

/// The queue that `node` names.
pub(super) fn queue(place: Place<'_>, node: Node<'_>, routing: &Routing, context: &Context) -> Option<Finding> {
    let text = node.as_str()?;
    let known = &context.queues;
    let mut queues = known.entries.values();
    if queues.clone().any(|queue| queue.name.as_deref() == Some(text)) {
        return None;
    }
    let at = place.at(node.span());
    if let Some(queue) = queues.find(|queue| queue.id.eq_ignore_ascii_case(text)) {
        return Some(queue_by_id(place, node, queue).pointer(&routing.queue));
    }
    let complete = known.complete.as_ref()?;
    // A queue whose name nobody told may have this one.
    let names = known.entries.values().map(|queue| queue.name.as_deref());
    let names: Vec<&str> = names.collect::<Option<_>>()?;
    let list = List { names, what: "queue", said: &complete.at };
    Some(list.absent(&GL501, at, text, "there is no queue of the name").pointer(&routing.queue))
}

fn queue_by_id(place: Place<'_>, node: Node<'_>, queue: &Queue) -> Finding {
    let help = match &queue.name {
        Some(name) => format!("write its name, \"{}\"", shorten(name)),
        None => "write its name".to_owned(),
    };
    Finding::new(&GL501, place.at(node.span()), format!("this is the id of {}, where its name belongs", queue.title()))
        .label("must be the queue's name")
        .help(help)
        .related(Role::Counterpart, "the queue is listed here", queue.at.location())
}

/// The organisation's language that `node` names.
pub(super) fn language(place: Place<'_>, node: Node<'_>, routing: &Routing, context: &Context) -> Option<Finding> {
    let text = node.as_str()?;
    let known = &context.languages;
    let at = place.at(node.span());
    let found = known.entries.values().find(|one| one.name == text);
    let finding = match found {
        Some(language) => unusable(language).map(|(what, said)| {
            Finding::new(&GL502, at, format!("the language {} is {what}", shorten(text)))
                .label("not active")
                .help("use an active language of the organisation, or make this one active again")
                .related(Role::Counterpart, "its state is said here", said.location())
        }),
        None => {
            unknown_language(known, text).map(|list| list.absent(&GL502, at, text, "the organisation has no language"))
        }
    };
    finding.map(|finding| finding.pointer(&routing.language))
}

/// What a language is that no chat can be routed by.
fn unusable(language: &Language) -> Option<(&'static str, &Said)> {
    let state = language.state.as_ref()?;
    let what = match state.value.to_ascii_lowercase().as_str() {
        "inactive" => "inactive",
        "deleted" => "deleted",
        _ => return None,
    };
    Some((what, &state.at))
}

fn unknown_language<'c>(known: &'c Known<Language>, text: &str) -> Option<List<'c>> {
    let complete = known.complete.as_ref()?;
    let usable = known.entries.values().filter(|one| unusable(one).is_none());
    let names: Vec<_> = usable.map(|one| one.name.as_str()).collect();
    (!text.is_empty()).then_some(List { names, what: "language", said: &complete.at })
}

/// All names that there are.
struct List<'c> {
    names: Vec<&'c str>,
    what: &'static str,
    said: &'c Said,
}

impl List<'_> {
    /// The finding on a name that is not among them. Whether the platform compares them with case is not established, so one
    /// that differs only so is a warning.
    fn absent(&self, rule: &'static crate::rule::Rule, at: crate::source::Location, text: &str, what: &str) -> Finding {
        let folded = fold(text);
        let same = self.names.iter().find(|name| fold(name) == folded);
        let finding = Finding::new(rule, at, format!("{what} \"{}\"", shorten(text)));
        let finding = match same {
            Some(name) => finding.severity(Severity::Warning).label("written otherwise").help(format!(
                "write \"{}\": they differ only in case or spaces, and nobody promises that these do not count",
                shorten(name)
            )),
            None => finding.label(format!("unknown {}", self.what)).help(self.help(text, &folded)),
        };
        finding.related(
            Role::Counterpart,
            format!("the list of {}s is said to be complete", self.what),
            self.said.location(),
        )
    }

    fn help(&self, text: &str, folded: &str) -> String {
        let what = self.what;
        if let Some(name) = self.nearest(folded) {
            return format!("did you mean \"{}\"?", shorten(name));
        }
        let quoted = self.names.iter().map(|name| format!("\"{}\"", shorten(name)));
        let known = match self.names.len() {
            0 => format!("the list of {what}s is empty"),
            1 => quoted.map(|name| format!("the only {what} is {name}")).collect(),
            2..=LISTED => format!("the {what}s are {}", quoted.collect::<Vec<_>>().join(", ")),
            count => format!("it is none of the {count} {what}s that are known"),
        };
        let unlike = if is_id(text) {
            "an id"
        } else if is_tag(text) && !self.names.iter().any(|name| is_tag(name)) {
            "a tag"
        } else {
            return known;
        };
        format!("a {what} stands here by its name, not by {unlike}; {known}")
    }

    fn nearest(&self, folded: &str) -> Option<&str> {
        let most = match folded.chars().count() {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        let near = |name: &&&str| strsim::osa_distance(&fold(name), folded) <= most;
        self.names.iter().find(near).copied()
    }
}

/// Whether a text has the form of an id: 8-4-4-4-12 hexadecimal digits.
fn is_id(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// Whether a text has the form of a language tag with a region: `en-US`.
fn is_tag(text: &str) -> bool {
    let Some((language, region)) = text.split_once(['-', '_']) else {
        return false;
    };
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    letters(language) && letters(region) && (2..=3).contains(&language.len()) && region.len() == 2
}

/// A name without what readers overlook: case, and how much white space there is.
fn fold(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").chars().take(COMPARED).flat_map(char::to_lowercase).collect()
}
