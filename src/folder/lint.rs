//! GL7xx: a protocol folder of a user's own.

use crate::finding::Finding;
use crate::folder::Folder;
use crate::protocol::MessageSchema;
use crate::protocol::manifest::{EventPattern, Manifest, Sender, SequenceRule};
use crate::rule::*;
use crate::rules::payload::schema_problems;
use crate::source::{Location, Source};
use crate::text::json::{self, Document, Kind, Node};
use crate::text::span::Span;

use super::patterns;

/// The findings on the manifest of a folder.
pub fn manifest(folder: &Folder) -> Vec<Finding> {
    let Ok(document) = json::parse(folder.manifest.text(), json::CAPTURE_DEPTH) else {
        return Vec::new();
    };
    let manifest = &folder.protocol.manifest;
    let check = ManifestCheck { source: &folder.manifest, document: &document, manifest };
    let mut findings = check.missing_schemas(folder);
    for (index, rule) in manifest.sequence.iter().enumerate() {
        findings.extend(check.rule(index, rule));
    }
    findings
}

struct ManifestCheck<'a> {
    source: &'a Source,
    document: &'a Document<'a>,
    manifest: &'a Manifest,
}

impl ManifestCheck<'_> {
    fn at(&self, pointer: &str) -> Location {
        let node = self.document.root().pointer(pointer);
        let span = node.map_or(Span::at(0), Node::span);
        at(self.source, span)
    }

    fn missing_schemas(&self, folder: &Folder) -> Vec<Finding> {
        let messages = self.manifest.messages.iter().enumerate();
        messages
            .filter(|(_, message)| !folder.schemas.iter().any(|(name, _)| *name == message.schema))
            .map(|(index, message)| {
                Finding::new(
                    &GL702,
                    self.at(&format!("/messages/{index}/schema")),
                    format!("the schema of `{}` is not in the folder", message.name),
                )
                .label("no such file")
                .help("add the file; until then the message is accepted unchecked")
                .pointer(format!("/messages/{index}/schema"))
            })
            .collect()
    }

    fn rule(&self, index: usize, rule: &SequenceRule) -> Vec<Finding> {
        let dead = |events: &[EventPattern]| !events.is_empty() && !events.iter().any(|event| self.can_occur(event));
        let at = format!("/sequence/{index}");
        if dead(&rule.of) || dead(&rule.scope.after) {
            let what = if dead(&rule.of) {
                "none of the events that it is about can occur"
            } else {
                "its scope can never begin"
            };
            return vec![
                Finding::new(
                    &GL701,
                    self.at(&format!("{at}/id")),
                    format!("the rule `{}` can never apply: {what}", rule.id),
                )
                .label("never applies")
                .help("compare the names and senders of its events with the messages of the manifest")
                .pointer(at),
            ];
        }
        let lists = [
            ("of", &rule.of),
            ("by", &rule.by),
            ("fresh", &rule.fresh),
            ("scope/after", &rule.scope.after),
            ("scope/before", &rule.scope.before),
            ("scope/until", &rule.scope.until),
        ];
        let lists = lists.map(|(list, events)| (list.to_owned(), events));
        let states = rule.states.iter().enumerate();
        let states = states.map(|(number, state)| (format!("states/{number}/on"), &state.on));
        let lists = lists.into_iter().chain(states);
        let events = lists.flat_map(|(list, events)| {
            let events = events.iter().enumerate();
            events.map(move |(number, event)| (format!("{list}/{number}"), event))
        });
        events
            .filter(|(_, event)| !self.can_occur(event))
            .map(|(place, _)| {
                let pointer = format!("{at}/{place}");
                Finding::new(
                    &GL704,
                    self.at(&pointer),
                    format!("the rule `{}` waits for an event that cannot occur", rule.id),
                )
                .label("never occurs")
                .help("no message of the manifest has this name and this sender")
                .pointer(pointer)
            })
            .collect()
    }

    /// Whether some message of the manifest is this event.
    fn can_occur(&self, event: &EventPattern) -> bool {
        if event.event.is_some() || (event.message.is_none() && event.not.is_empty()) {
            return true;
        }
        self.manifest.messages.iter().any(|message| {
            let named = event.message.as_deref().is_none_or(|name| name == message.name);
            let excluded = event.not.contains(&message.name);
            let sent = match event.direction {
                None | Some(Sender::Both) => true,
                Some(sender) => message.direction == sender || message.direction == Sender::Both,
            };
            named && !excluded && sent
        })
    }
}

/// A place in a file of the folder, with its line around it.
fn at(source: &Source, span: Span) -> Location {
    source.locate(span, Span::new(0, source.text().len()))
}

/// The findings on one schema file of a folder.
pub fn schema(folder: &Folder, name: &str, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let start = Span::new(0, source.text().len().min(1));
    if !folder.protocol.manifest.messages.iter().any(|message| message.schema == name) {
        findings.push(
            Finding::new(&GL703, at(source, start), format!("no message of the manifest uses {name}"))
                .label("unused schema")
                .help("name it as the schema of a message, or delete the file"),
        );
    }
    let Ok(document) = json::parse(source.text(), json::CAPTURE_DEPTH) else {
        return findings;
    };
    findings.extend(failing_examples(source, &document));
    findings.extend(patterns_of(source, &document));
    findings
}

fn failing_examples(source: &Source, document: &Document<'_>) -> Vec<Finding> {
    let Ok(schema) = MessageSchema::new(source.text().to_owned()) else {
        return Vec::new();
    };
    let examples = document.root().get("examples");
    let examples = examples.into_iter().flat_map(Node::items).enumerate();
    examples
        .filter_map(|(index, example)| {
            let (inside, problem) = schema_problems(&schema, example).into_iter().next()?;
            let span = example.pointer(&inside).unwrap_or(example).span();
            Some(
                Finding::new(
                    &GL705,
                    at(source, span),
                    format!("example {} fails its own schema: {problem}", index + 1),
                )
                .label("fails the schema")
                .help("mend the example or the schema: an example is what readers copy")
                .pointer(format!("/examples/{index}{inside}")),
            )
        })
        .collect()
}

/// Members whose own members are names of the user's, or values: what is called `pattern` there is no regular expression.
const NOT_SCHEMAS: [&str; 6] = ["properties", "$defs", "definitions", "examples", "enum", "const"];

/// The findings on regular expressions in a schema.
pub(crate) fn patterns_of(source: &Source, document: &Document<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // (node, its members are keywords)
    let mut todo = vec![(document.root(), true)];
    while let Some((node, keywords)) = todo.pop() {
        todo.extend(node.items().map(|item| (item, true)));
        for member in node.members() {
            let value = member.value();
            if keywords && matches!(member.key(), "examples" | "enum" | "const" | "default") {
                continue;
            }
            if keywords && member.key() == "pattern" && value.kind() == Kind::String {
                findings.extend(pattern(source, value.as_str().unwrap_or_default(), value.span()));
            }
            if keywords && member.key() == "patternProperties" {
                for property in value.members() {
                    findings.extend(pattern(source, property.key(), property.key_span()));
                }
            }
            let names = keywords && (NOT_SCHEMAS.contains(&member.key()) || member.key() == "patternProperties");
            todo.push((value, !names));
        }
    }
    findings.sort_by_key(|finding| finding.location.offset);
    findings
}

fn pattern(source: &Source, text: &str, span: Span) -> Option<Finding> {
    let (syntax, help) = patterns::non_portable(text)?;
    Some(
        Finding::new(
            &GL706,
            at(source, span),
            format!("the pattern uses `{syntax}`, which ECMAScript and Rust read differently"),
        )
        .label("not portable")
        .help(help),
    )
}
