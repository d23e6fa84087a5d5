//! What a configuration says, once it is known to be sound.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::organisation::fields::{Field, Type};
use crate::organisation::{Deployment, Fact, Facts, Queue, Said, Value, deployment, queue};
use crate::outcome::Minimum;
use crate::protocol::limits::{LimitOverrides, LimitValue};
use crate::rule::{self, Rule, Severity};
use crate::source::Source;
use crate::text::span::Span;

use super::check::span;
use super::globs::Globs;
use super::keys::PREFLIGHT;
use super::value;

/// A value and where it stands in the file.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// The severity that a rule's findings are given; none switches it off.
pub type Level = Option<Severity>;

/// Severities by rule.
pub type Severities = Vec<(&'static Rule, At<Level>)>;

/// The whole file.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// `protocol`
    pub protocol: Option<At<String>>,
    /// `protocol-dirs`
    pub protocol_dirs: Vec<At<String>>,
    /// `region`
    pub region: Option<At<String>>,
    /// `hosts`
    pub hosts: Vec<At<String>>,
    /// `include`
    pub include: Files,
    /// `exclude`
    pub exclude: Files,
    /// `fail-on`
    pub fail_on: Option<At<String>>,
    /// `baseline`
    pub baseline: Option<At<String>>,
    /// `min-coverage`
    pub min_coverage: Option<At<Minimum>>,
    /// `severity`
    pub severity: Severities,
    /// `overrides`
    pub overrides: Vec<Override>,
    /// `limits`, with the place of each protocol's name
    pub limits: Vec<Limits>,
    /// `queues`
    pub queues: Vec<Queue>,
    /// `queues-complete`
    pub queues_complete: Option<At<bool>>,
    /// `deployments`
    pub deployments: Vec<Deployment>,
    /// `preflight`
    pub preflight: Vec<Preflight>,
    /// `deployments-complete`
    pub deployments_complete: Option<At<bool>>,
    /// `ignore`
    pub ignores: Vec<Ignore>,
    /// `expect`
    pub expects: Vec<Expect>,
}

/// Globs, as they are written and ready to be matched.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// As they are written.
    pub globs: Vec<At<String>>,
    /// Ready to be matched.
    pub matcher: Globs,
}

/// `[limits.<protocol>]`: the protocol, and its limits by name.
pub type Limits = (At<String>, Vec<(At<String>, LimitValue)>);

/// `[[overrides]]`
#[derive(Clone, Debug)]
pub struct Override {
    /// The files that it is for.
    pub files: Files,
    /// Its severities.
    pub severity: Severities,
    /// Its protocol.
    pub protocol: Option<At<String>>,
}

/// `[preflight.<name>]`
#[derive(Clone, Debug)]
pub struct Preflight {
    /// Its name.
    pub name: At<String>,
    /// What it says, in the order of its keys.
    values: Vec<(&'static str, Vec<At<String>>)>,
}

impl Preflight {
    /// What a key of it says; a list where it may say several things.
    pub fn all(&self, key: &str) -> &[At<String>] {
        self.values.iter().find(|(known, _)| *known == key).map_or(&[], |(_, values)| values)
    }

    /// What a key of it says that has one value.
    pub fn one(&self, key: &str) -> Option<&At<String>> {
        self.all(key).first()
    }

    /// What it says, in a phrase.
    pub fn told(&self) -> String {
        let values = self.values.iter().filter(|(_, values)| !values.is_empty());
        let told: Vec<_> = values.map(|(key, values)| format!("{key} {}", joined(values))).collect();
        told.join("; ")
    }
}

/// Texts, with commas between them.
pub(super) fn joined(texts: &[At<String>]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| text.value.as_str()).collect();
    texts.join(", ")
}

/// `[[ignore]]`
#[derive(Clone, Debug)]
pub struct Ignore {
    /// The files that it is for.
    pub files: Files,
    /// The rules that it ignores.
    pub rules: Vec<At<&'static Rule>>,
    /// Why.
    pub reason: Option<String>,
}

/// `[[expect]]`
#[derive(Clone, Debug)]
pub struct Expect {
    /// The files that it is for.
    pub files: Files,
    /// What must be found in each.
    pub findings: Vec<At<&'static Rule>>,
}

/// Reads a table that holds no wrong value; what there is no key for is passed by.
pub(super) fn read(root: &DeTable<'_>, source: &Arc<Source>) -> Model {
    let root = Table(root);
    Model {
        protocol: root.text("protocol"),
        protocol_dirs: root.texts("protocol-dirs"),
        region: root.text("region"),
        hosts: root.texts("hosts"),
        include: root.files("include"),
        exclude: root.files("exclude"),
        fail_on: root.text("fail-on"),
        baseline: root.text("baseline"),
        min_coverage: root.percentage("min-coverage"),
        severity: root.severities(),
        overrides: root.tables("overrides").map(read_override).collect(),
        limits: root.entries("limits").map(read_limits).collect(),
        queues: root.entries("queues").map(|entry| read_queue(entry, source)).collect(),
        queues_complete: root.flag("queues-complete"),
        deployments: root.entries("deployments").map(|entry| read_deployment(entry, source)).collect(),
        preflight: root.entries("preflight").map(read_preflight).collect(),
        deployments_complete: root.flag("deployments-complete"),
        ignores: root.tables("ignore").map(read_ignore).collect(),
        expects: root.tables("expect").map(read_expect).collect(),
    }
}

impl Model {
    /// The limits that are set, by protocol.
    pub fn limit_overrides(&self) -> BTreeMap<String, LimitOverrides> {
        let of = |limits: &[(At<String>, LimitValue)]| {
            let limits = limits.iter().map(|(name, value)| (name.value.clone(), *value));
            LimitOverrides(limits.collect())
        };
        let limits = self.limits.iter();
        limits.map(|(name, limits)| (name.value.clone(), of(limits))).collect()
    }
}

fn read_override(table: Table<'_>) -> Override {
    Override { files: table.files("files"), severity: table.severities(), protocol: table.text("protocol") }
}

fn read_limits((name, table): (At<String>, Table<'_>)) -> Limits {
    let limits = table.0.iter().filter_map(|(name, value)| {
        let name = At { value: name.get_ref().to_string(), span: span(name) };
        Some((name, value::limit(value.get_ref())?))
    });
    (name, limits.collect())
}

fn read_queue((id, table): (At<String>, Table<'_>), source: &Arc<Source>) -> Queue {
    Queue {
        id: id.value,
        name: table.text("name").map(|name| name.value),
        at: Said::new(source, id.span),
        facts: table.facts(queue::FIELDS, source),
    }
}

fn read_deployment((id, table): (At<String>, Table<'_>), source: &Arc<Source>) -> Deployment {
    Deployment {
        name: table.text("name").map(|name| name.value),
        facts: table.facts(deployment::FIELDS, source),
        ..Deployment::new(id.value, Said::new(source, id.span))
    }
}

fn read_preflight((name, table): (At<String>, Table<'_>)) -> Preflight {
    Preflight { name, values: PREFLIGHT.iter().map(|key| (key.name, table.texts(key.name))).collect() }
}

fn read_ignore(table: Table<'_>) -> Ignore {
    Ignore {
        files: table.files("files"),
        rules: table.rules("rules"),
        reason: table.text("reason").map(|reason| reason.value),
    }
}

fn read_expect(table: Table<'_>) -> Expect {
    Expect { files: table.files("files"), findings: table.rules("findings") }
}

/// A table of the file.
#[derive(Clone, Copy)]
struct Table<'t>(&'t DeTable<'t>);

impl<'t> Table<'t> {
    fn value(self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let entry = self.0.iter().find(|(key, _)| key.get_ref().as_ref() == name);
        entry.map(|(_, value)| value)
    }

    fn text(self, name: &str) -> Option<At<String>> {
        text(self.value(name)?)
    }

    fn flag(self, name: &str) -> Option<At<bool>> {
        let value = self.value(name)?;
        let DeValue::Boolean(flag) = value.get_ref() else {
            return None;
        };
        Some(At { value: *flag, span: span(value) })
    }

    fn percentage(self, name: &str) -> Option<At<Minimum>> {
        let value = self.value(name)?;
        Some(At { value: value::percentage(value.get_ref()).ok()?, span: span(value) })
    }

    /// The texts of a list, or the one that stands in its place.
    fn texts(self, name: &str) -> Vec<At<String>> {
        match self.value(name) {
            Some(value) => match value.get_ref() {
                DeValue::Array(values) => values.iter().filter_map(text).collect(),
                _ => text(value).into_iter().collect(),
            },
            None => Vec::new(),
        }
    }

    /// What it says of the fields of a queue or a deployment.
    fn facts(self, fields: &[&'static Field], source: &Arc<Source>) -> Facts {
        let mut facts = Facts::default();
        for field in fields {
            facts.say(field, self.fact(field, source));
        }
        facts
    }

    fn fact(self, field: &Field, source: &Arc<Source>) -> Option<Value> {
        let at = Said::new(source, span(self.value(field.key)?));
        Some(match field.is {
            Type::Flag => Value::Flag(Fact { value: self.flag(field.key)?.value, at }),
            Type::Word(_) => Value::Word(Fact { value: self.text(field.key)?.value, at }),
            Type::Size => Value::Size(Fact { value: value::size(self.value(field.key)?.get_ref())?, at }),
            Type::Texts => {
                let texts = self.texts(field.key).into_iter();
                let texts = texts.map(|text| Fact { value: text.value, at: Said::new(source, text.span) });
                Value::Texts(Fact { value: texts.collect(), at })
            }
        })
    }

    fn files(self, name: &str) -> Files {
        let globs = self.texts(name);
        let matcher = Globs::new(globs.iter().map(|glob| glob.value.as_str())).unwrap_or_default();
        Files { globs, matcher }
    }

    fn rules(self, name: &str) -> Vec<At<&'static Rule>> {
        let named = self.texts(name).into_iter();
        let rules = named.filter_map(|named| Some(At { value: rule::find(&named.value)?, span: named.span }));
        rules.collect()
    }

    fn severities(self) -> Severities {
        let entries = self.value("severity").and_then(as_table);
        let entries = entries.into_iter().flat_map(|table| table.0.iter());
        let levels = entries.filter_map(|(name, value)| {
            let level = match text(value)?.value.as_str() {
                "error" => Some(Severity::Error),
                "warning" => Some(Severity::Warning),
                "note" => Some(Severity::Note),
                _ => None,
            };
            let at = Span::new(span(name).start, span(value).end);
            Some((rule::find(name.get_ref())?, At { value: level, span: at }))
        });
        levels.collect()
    }

    fn tables(self, name: &str) -> impl Iterator<Item = Table<'t>> {
        let list = match self.value(name).map(Spanned::get_ref) {
            Some(DeValue::Array(values)) => Some(values),
            _ => None,
        };
        list.into_iter().flat_map(|values| values.iter()).filter_map(as_table)
    }

    /// The tables in a table, each with its name.
    fn entries(self, name: &str) -> impl Iterator<Item = (At<String>, Table<'t>)> {
        let table = self.value(name).and_then(as_table);
        let entries = table.into_iter().flat_map(|table| table.0.iter());
        entries.filter_map(|(name, value)| {
            let name = At { value: name.get_ref().to_string(), span: span(name) };
            Some((name, as_table(value)?))
        })
    }
}

fn as_table<'t>(value: &'t Spanned<DeValue<'t>>) -> Option<Table<'t>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(Table(table)),
        _ => None,
    }
}

fn text(value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(At { value: text.to_string(), span: span(value) }),
        _ => None,
    }
}
