//! Values that are there and wrong: GL203, GL207, GL208 and GL209.

use crate::finding::Finding;
use crate::protocol::MessageSchema;
use crate::protocol::manifest::Message;
use crate::rule::*;
use crate::rules::claims::{Claims, Fault as Told};
use crate::rules::judge::Subject;
use crate::source::Location;
use crate::text::json::{Kind, Node, pointer};
use crate::text::words::shorten;

use super::fields::split;
use super::placeholder::is_placeholder;
use super::schema::{Fault, FaultKind, Wanted};

impl Subject<'_, '_> {
    /// A value that is there and wrong: GL203, GL207, GL208 or GL209.
    pub(super) fn value(&self, message: &Message, fault: &Fault, from_client: bool) -> Option<Finding> {
        let node = self.node(&fault.pointer)?;
        let at = self.place.at(node.span());
        let name = match pointer::dotted(&fault.pointer) {
            name if name.is_empty() => message.name.clone(),
            name => name,
        };
        if let Some(value) = node.as_str().filter(|value| from_client && is_placeholder(value)) {
            return Some(self.placeholder(&fault.pointer, value, at));
        }
        let bound = fault.constraint.and_then(|index| self.protocol.constraint(index));
        let rule = |rule| bound.map_or(rule, |bound| bound.rule);
        let finding = match &fault.kind {
            FaultKind::WrongType(wanted) => {
                let (is, must) = (node.kind().with_article(), &wanted.words);
                Finding::new(rule(&GL203), at, format!("{name} is {is} and must be {must}"))
                    .label(format!("must be {must}"))
                    .help(type_help(node, wanted))
            }
            FaultKind::Format(format) => {
                let (what, help) = format_words(format, node.as_str().unwrap_or_default());
                Finding::new(rule(&GL208), at, format!("{name} is no {what}")).label(format!("not a {what}")).help(help)
            }
            FaultKind::Count(allowed) => {
                let has = node.items().count() + node.members().count();
                let has = match has {
                    0 => "is empty".to_owned(),
                    _ => format!("has {has}"),
                };
                Finding::new(rule(&GL207), at, format!("{name} {has} and must have {allowed}"))
                    .label(format!("must have {allowed}"))
            }
            FaultKind::Value(allowed) => {
                let shown = self.show(&fault.pointer, node);
                Finding::new(rule(&GL207), at, format!("{name} is {shown} and must be {allowed}"))
                    .label(format!("must be {allowed}"))
            }
            FaultKind::Unknown => {
                Finding::new(rule(&GL204), at, format!("{name} must not be there")).label("must not be there")
            }
            FaultKind::Missing => return None,
        };
        let finding = finding.pointer(fault.pointer.clone());
        Some(match bound {
            Some(bound) => bound.word(finding),
            None => finding,
        })
    }

    fn show(&self, pointer: &str, node: Node<'_>) -> String {
        let (_, key) = split(pointer);
        match node.as_str() {
            Some(value) => self.place.source.masker().value(&key, value),
            None if node.is_object() => "this object".to_owned(),
            None => shorten(node.raw()),
        }
    }

    fn placeholder(&self, pointer: &str, value: &str, at: Location) -> Finding {
        Finding::new(&GL209, at, format!("{} is still the placeholder `{}`", pointer::dotted(pointer), shorten(value)))
            .label("placeholder")
            .help("put the real value in; if a template fills it, check that the template ran")
            .pointer(pointer)
    }

    /// Placeholders that happen to have the right form (the nil UUID), in fields that hold ids, tags and addresses.
    pub(super) fn placeholders(&self, schema: &MessageSchema, claims: &mut Claims) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut todo = vec![(String::new(), self.document.root())];
        while let Some((at, node)) = todo.pop() {
            for member in node.members() {
                let pointer = pointer::join(&at, member.key());
                let Some(part) = schema.at(&pointer) else {
                    continue;
                };
                let value = member.value();
                if value.is_object() {
                    todo.push((pointer, value));
                } else if part.get("format").is_some()
                    && claims.by(Told::Value, &pointer).is_none()
                    && let Some(text) = value.as_str().filter(|text| is_placeholder(text))
                {
                    claims.claim(Told::Value, &pointer, &GL209);
                    found.push(self.placeholder(&pointer, text, self.place.at(value.span())));
                }
            }
        }
        found
    }
}

/// How to write a value as the type that is wanted.
fn type_help(node: Node<'_>, wanted: &Wanted) -> String {
    let may_be = |kind| wanted.kinds.contains(&kind);
    match node.kind() {
        Kind::Null => "leave the field out when there is no value, or send one".to_owned(),
        Kind::Number | Kind::Bool if may_be(Kind::String) => {
            format!("write it in double quotes: \"{}\"", shorten(node.raw()))
        }
        Kind::String if may_be(Kind::Number) => "write the number without quotes".to_owned(),
        Kind::String if may_be(Kind::Bool) => "write true or false without quotes".to_owned(),
        Kind::String
            if may_be(Kind::Object) && node.as_str().is_some_and(|text| text.trim_start().starts_with('{')) =>
        {
            "put the object itself there, not its JSON text: it was encoded twice".to_owned()
        }
        _ => format!("send {}", wanted.words),
    }
}

/// A format in words, and how to write it.
fn format_words(format: &str, value: &str) -> (&'static str, String) {
    match format {
        "uuid" => {
            ("UUID", "a UUID is 32 hexadecimal digits in groups of 8-4-4-4-12: copy the id, not the name".to_owned())
        }
        "language-tag" => {
            let help = if value.contains('_') && value.len() < 36 {
                "language tags are written with a hyphen: en-US, not en_US".to_owned()
            } else {
                "a BCP 47 language tag is a code such as en-US, de or pt-BR, not a language's name".to_owned()
            };
            ("BCP 47 language tag", help)
        }
        "date-time" => ("RFC 3339 date and time", "write it as 2026-03-02T09:15:00Z".to_owned()),
        "uri" => ("URI", "write an absolute URI".to_owned()),
        "email" => ("e-mail address", "write it as name@example.com".to_owned()),
        _ => ("value in the required format", format!("the format is {format}")),
    }
}
