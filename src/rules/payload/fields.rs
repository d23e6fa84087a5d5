//! The fields of a message: GL201, GL202, GL204 and GL213 (values stand in `values`). One fault, one finding: the most specific
//! rule wins, and what follows from a fault is not told again.

use crate::finding::{EntryId, Finding, Fix};
use crate::protocol::manifest::{Message, Misplaced, UnknownFields};
use crate::protocol::{MessageSchema, near};
use crate::rule::*;
use crate::rules::claims::{Claims, Fault};
use crate::rules::fix;
use crate::rules::judge::Subject;
use crate::source::Location;
use crate::text::json::{Member, Node, pointer};
use crate::text::span::Span;
use crate::text::words::shorten;

use super::schema::{Fault as SchemaFault, FaultKind};

/// The faults of one message, by what becomes of them.
struct Sorted {
    missing: Vec<SchemaFault>,
    unknown: Vec<String>,
    values: Vec<SchemaFault>,
}

impl Subject<'_, '_> {
    /// Findings on the fields of a message, of which its schema has these faults.
    pub(super) fn fields(
        &self,
        message: &Message,
        schema: &MessageSchema,
        from_client: bool,
        faults: Vec<SchemaFault>,
        claims: &mut Claims,
    ) -> Vec<Finding> {
        let sorted = sort(faults);
        let mut findings = Vec::new();
        if from_client {
            findings.extend(self.misplaced_members(message, &sorted, claims));
        }
        for fault in &sorted.missing {
            if claims.is_free(&fault.pointer) {
                findings.push(self.missing(message, schema, fault, &sorted.unknown, claims));
            }
        }
        if from_client {
            findings.extend(self.misplaced(message, claims));
            findings.extend(self.unknown(message, schema, &sorted.unknown, claims));
        }
        let values = sorted.values.iter().filter_map(|fault| self.value(message, fault, from_client));
        let values: Vec<Finding> = values.collect();
        claims.values(&values);
        findings.extend(values);
        if from_client {
            findings.extend(self.placeholders(schema, claims));
        }
        findings
    }

    pub(super) fn node(&self, pointer: &str) -> Option<Node<'_>> {
        self.document.root().pointer(pointer)
    }

    fn member(&self, pointer: &str) -> Option<Member<'_>> {
        let (parent, name) = split(pointer);
        self.node(parent)?.member(&name)
    }

    fn at_key(&self, pointer: &str) -> Option<Location> {
        Some(self.place.at(self.member(pointer)?.key_span()))
    }

    /// Where to point at for something that is not there: the key of the object that lacks it, or its brace in an array; for
    /// the message itself the value that names it.
    fn at_gap(&self, pointer: &str) -> Location {
        let (parent, _) = split(pointer);
        if let Some(member) = self.member(parent).filter(|_| !parent.is_empty()) {
            return self.place.at(member.key_span());
        }
        if let Some(item) = self.node(parent).filter(|_| !parent.is_empty()) {
            let start = item.span().start;
            return self.place.at(Span::new(start, start + 1));
        }
        let root = self.document.root();
        let named = self.protocol.name_of(root, self.direction);
        self.place.at(named.map_or(root.span(), |(_, value)| value.span()))
    }

    /// A required field that is absent: GL202, or the rule of the constraint that requires it; GL213 when it stands elsewhere.
    fn missing(
        &self,
        message: &Message,
        schema: &MessageSchema,
        fault: &SchemaFault,
        unknown: &[String],
        claims: &mut Claims,
    ) -> Finding {
        let pointer = fault.pointer.as_str();
        let bound = fault.constraint.and_then(|index| self.protocol.constraint(index));
        let rule = bound.map_or(&GL202, |bound| bound.rule);
        let marked = |finding| match &bound {
            Some(bound) => bound.mark(finding),
            None => finding,
        };
        claims.claim(Fault::Absence, pointer, rule);
        let gap = format!("{} has no {}", message.name, pointer::dotted(pointer));
        if let Some((index, entry)) = self.misplaced_source(message, pointer) {
            let told_by = if bound.is_some() { rule } else { &GL213 };
            claims.claim(Fault::Place, &entry.from, told_by);
            claims.claim(Fault::Absence, &entry.to, told_by);
            let at = self.at_key(&entry.from).unwrap_or_else(|| self.at_gap(pointer));
            let wrong = pointer::dotted(&entry.from);
            let finding = if bound.is_some() {
                marked(Finding::new(rule, at, format!("{gap}: `{wrong}` stands at the wrong place"))).pointer(pointer)
            } else {
                Finding::new(&GL213, at, format!("{gap}: it stands in {wrong}"))
                    .severity(Severity::Error)
                    .pointer(entry.from.clone())
                    .entry(EntryId::Misplaced(index))
            };
            return finding.label(belongs(&entry.to)).help(move_to(&entry.to)).fix(self.moved(entry));
        }
        let (parent, wanted) = split(pointer);
        let misspelt = unknown.iter().find(|other| {
            let (other_parent, other_name) = split(other);
            let is_near = || near::nearest(&other_name, std::iter::once(wanted.as_str())).is_some();
            other_parent == parent && claims.is_free(other) && is_near()
        });
        if let Some(other) = misspelt {
            claims.claim(Fault::Place, other, rule);
            let (_, other_name) = split(other);
            let at = self.at_key(other).unwrap_or_else(|| self.at_gap(pointer));
            return marked(Finding::new(rule, at, format!("{gap}, but `{}`", shorten(&other_name))))
                .label(format!("must be `{wanted}`"))
                .help(format!("rename it to `{wanted}`: names compare with case"))
                .pointer(pointer)
                .fix(self.renamed(other, &wanted));
        }
        let only = schema.at(pointer).and_then(|part| part.get("const"));
        let finding = Finding::new(rule, self.at_gap(pointer), gap)
            .label(format!("no `{wanted}`"))
            .help(add_help(schema, pointer))
            .pointer(pointer)
            .fix(only.and_then(|value| fix::add_constant(self.place, self.root(), pointer, value)));
        match bound {
            Some(bound) => bound.word(finding),
            None => finding,
        }
    }

    /// The fix that moves a misplaced field.
    fn moved(&self, entry: &Misplaced) -> Option<Fix> {
        let (from, key) = split(&entry.from);
        let (to, name) = split(&entry.to);
        let root = self.document.root();
        fix::relocate(self.place, root, from, &[&key], to, Some(&name))
    }

    /// The fix that renames the member at `pointer`.
    fn renamed(&self, pointer: &str, right: &str) -> Option<Fix> {
        let (parent, _) = split(pointer);
        fix::rename_key(self.place, self.node(parent)?, self.member(pointer)?, right)
    }

    /// The entry of the table of misplaced fields that explains why `pointer` is missing.
    fn misplaced_source(&self, message: &Message, missing: &str) -> Option<(usize, &Misplaced)> {
        let inside = |to: &str| to == missing || to.strip_prefix(missing).is_some_and(|rest| rest.starts_with('/'));
        let mut entries = self.protocol.manifest.misplaced.iter().enumerate();
        entries
            .find(|(_, entry)| entry.message == message.name && inside(&entry.to) && self.member(&entry.from).is_some())
    }

    /// Known fields at a wrong place whose right place is not required, or is filled (GL213).
    fn misplaced(&self, message: &Message, claims: &mut Claims) -> Vec<Finding> {
        let entries = self.protocol.manifest.misplaced.iter().enumerate();
        let mut findings = Vec::new();
        for (index, entry) in entries.filter(|(_, entry)| entry.message == message.name && !entry.only_if_missing) {
            let is_told = claims.by(Fault::Place, &entry.from).is_some();
            let Some(at) = self.at_key(&entry.from).filter(|_| !is_told) else {
                continue;
            };
            claims.claim(Fault::Place, &entry.from, &GL213);
            // What is told to be missing there has its own way to be filled.
            let is_filled = claims.by(Fault::Absence, &entry.to).is_some();
            let (parent, name) = split(&entry.from);
            let place = if parent.is_empty() {
                format!("at the top level of {}", message.name)
            } else {
                format!("in {}", pointer::dotted(parent))
            };
            let (severity, what) =
                if entry.ignored { (Severity::Error, "is ignored") } else { (Severity::Warning, "does not belong") };
            findings.push(
                Finding::new(&GL213, at, format!("`{name}` {what} {place}"))
                    .severity(severity)
                    .label(belongs(&entry.to))
                    .help(move_to(&entry.to))
                    .pointer(entry.from.clone())
                    .entry(EntryId::Misplaced(index))
                    .fix(self.moved(entry).filter(|_| !is_filled)),
            );
        }
        findings
    }

    /// Unknown members of an object whose members belong elsewhere (GL213): entries of the table that end in `/*`. One finding
    /// for all of them, and for the object that is missing because of it.
    fn misplaced_members(&self, message: &Message, sorted: &Sorted, claims: &mut Claims) -> Vec<Finding> {
        let entries = self.protocol.manifest.misplaced.iter().enumerate();
        let mut findings = Vec::new();
        for (index, entry) in entries.filter(|(_, entry)| entry.message == message.name) {
            let (Some(from), Some(to)) = (entry.from.strip_suffix("/*"), entry.to.strip_suffix("/*")) else {
                continue;
            };
            let unknown = sorted.unknown.iter().filter(|pointer| claims.is_free(pointer));
            let moved: Vec<&String> = unknown.filter(|pointer| split(pointer).0 == from).collect();
            let Some((first, at)) = moved.first().and_then(|first| Some((*first, self.at_key(first)?))) else {
                continue;
            };
            moved.iter().for_each(|pointer| claims.claim(Fault::Place, pointer, &GL213));
            let names: Vec<_> = moved.iter().map(|pointer| format!("`{}`", shorten(&split(pointer).1))).collect();
            let keys: Vec<_> = moved.iter().map(|pointer| split(pointer).1).collect();
            let keys: Vec<_> = keys.iter().map(String::as_str).collect();
            let root = self.document.root();
            let fix = fix::relocate(self.place, root, from, &keys, to, None);
            let verb = if names.len() == 1 { "does" } else { "do" };
            let lacked = sorted.missing.iter().any(|fault| fault.pointer == to);
            if lacked {
                claims.claim(Fault::Absence, to, &GL213);
            }
            let severity = if entry.ignored || lacked { Severity::Error } else { Severity::Warning };
            findings.push(
                Finding::new(
                    &GL213,
                    at,
                    format!("{} {verb} not belong directly in {}", names.join(", "), pointer::dotted(from)),
                )
                .severity(severity)
                .label(format!("belongs in {}", pointer::dotted(to)))
                .help(format!("move it to {}", pointer::dotted(to)))
                .pointer(first)
                .entry(EntryId::Misplaced(index))
                .fix(fix),
            );
        }
        findings
    }

    /// Fields that the schema does not know (GL204).
    fn unknown(
        &self,
        message: &Message,
        schema: &MessageSchema,
        unknown: &[String],
        claims: &mut Claims,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for pointer in unknown {
            if !claims.is_free(pointer) {
                continue;
            }
            let (parent, name) = split(pointer);
            let near = near::nearest(&name, schema.properties(parent));
            if message.unknown_fields == UnknownFields::None
                || (message.unknown_fields == UnknownFields::Near && near.is_none())
            {
                continue;
            }
            let Some(at) = self.at_key(pointer) else {
                continue;
            };
            claims.claim(Fault::Place, pointer, &GL204);
            let owner = if parent.is_empty() { message.name.clone() } else { pointer::dotted(parent) };
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => message.unknown_field_help.clone().unwrap_or_else(|| known_fields(schema, parent, &owner)),
            };
            findings.push(
                Finding::new(&GL204, at, format!("{owner} has no field `{}`", shorten(&name)))
                    .label("unknown field")
                    .help(help)
                    .pointer(pointer.clone())
                    .fix(near.and_then(|near| self.renamed(pointer, near))),
            );
        }
        findings
    }
}

/// Where a misplaced field belongs; a member of the message itself has no other name for its place than the top level.
fn belongs(to: &str) -> String {
    match split(to) {
        ("", name) => format!("belongs at the top level, as {name}"),
        _ => format!("belongs in {}", pointer::dotted(to)),
    }
}

fn move_to(to: &str) -> String {
    match split(to) {
        ("", _) => "move it to the top level of the message".to_owned(),
        _ => format!("move it to {}", pointer::dotted(to)),
    }
}

fn sort(faults: Vec<SchemaFault>) -> Sorted {
    let mut sorted = Sorted { missing: Vec::new(), unknown: Vec::new(), values: Vec::new() };
    for fault in faults {
        match fault.kind {
            FaultKind::Missing => sorted.missing.push(fault),
            FaultKind::Unknown if fault.constraint.is_none() => sorted.unknown.push(fault.pointer),
            _ => sorted.values.push(fault),
        }
    }
    sorted
}

/// A pointer's parent and its last token, unescaped.
pub(super) fn split(pointer: &str) -> (&str, String) {
    let (parent, _) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let last = pointer::tokens(pointer).last().unwrap_or_default();
    (parent, last.into_owned())
}

/// How to fill a gap, from the schema: the only value allowed, or what the field is.
fn add_help(schema: &MessageSchema, pointer: &str) -> String {
    let (_, name) = split(pointer);
    let part = schema.at(pointer);
    if let Some(value) = part.and_then(|part| part.get("const")) {
        return format!("add \"{name}\": {value}");
    }
    let description = part.and_then(|part| part.get("description")).and_then(serde_json::Value::as_str);
    let what = description.and_then(|text| text.split(" Source:").next()).map(|text| text.trim_end_matches('.'));
    match what {
        Some(what) => format!("add \"{name}\": {}", lower_first(what)),
        None => format!("add \"{name}\""),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        // An abbreviation (BCP 47, UUID) keeps its capitals.
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

fn known_fields(schema: &MessageSchema, parent: &str, owner: &str) -> String {
    let names: Vec<_> = schema.properties(parent).map(|name| format!("`{name}`")).collect();
    format!("the fields of {owner} are {}", names.join(", "))
}
