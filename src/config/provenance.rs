//! What is in force for a file, and where each value came from.

use std::path::Path;

use crate::organisation::{Said, deployment, queue};
use crate::protocol::limits::LimitValue;
use crate::rule::{self, RULES};
use crate::source::Location;
use crate::text::span::Span;

use super::model::{Files, joined};
use super::{At, Config, Level, Scope};

/// Where a value came from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// It stands in the configuration.
    File(Location),
    /// An option of the command line says so.
    Option(&'static str),
}

impl Origin {
    /// `guestlint.toml:3:1`, `--region`, `default`
    pub fn told(&self) -> String {
        match self {
            Origin::Default => "default".to_owned(),
            Origin::Option(name) => (*name).to_owned(),
            Origin::File(at) => format!("{}:{}:{}", at.name.display(), at.line, at.column),
        }
    }
}

/// A value that is in force.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The key, dotted.
    pub key: String,
    /// The value, for a reader.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// What options say, which win over the configuration.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// `--protocol`
    pub protocol: Option<String>,
    /// `--region`
    pub region: Option<String>,
    /// `--fail-on`
    pub fail_on: Option<String>,
}

/// What is in force for the file at `path`, or in general.
pub fn in_force(config: Option<&Config>, path: Option<&Path>, chosen: &Chosen) -> Vec<Setting> {
    let scope = config.map(|config| config.scope(path)).unwrap_or_default();
    let mut list = List { config, settings: Vec::new() };
    list.single_values(&scope, chosen);
    list.severities(&scope);
    list.context();
    list.accepted(&scope, path.is_none());
    list.settings
}

struct List<'c> {
    config: Option<&'c Config>,
    settings: Vec<Setting>,
}

impl List<'_> {
    fn add(&mut self, key: impl Into<String>, value: impl Into<String>, origin: Origin) {
        self.settings.push(Setting { key: key.into(), value: value.into(), origin });
    }

    fn at(&self, span: Span) -> Origin {
        self.config.map_or(Origin::Default, |config| Origin::File(config.locate(span)))
    }

    /// A value: by an option, by the configuration, or the default.
    fn value(&mut self, key: &str, option: (&'static str, Option<&String>), file: Option<&At<String>>, default: &str) {
        let (value, origin) = match (option, file) {
            ((name, Some(value)), _) => (value.clone(), Origin::Option(name)),
            (_, Some(file)) => (file.value.clone(), self.at(file.span)),
            _ => (default.to_owned(), Origin::Default),
        };
        self.add(key, value, origin);
    }

    /// Each of the values that the configuration sets, as `told` has it.
    fn each<'v, T: 'v>(&mut self, key: &str, values: impl IntoIterator<Item = &'v At<T>>, told: fn(&T) -> String) {
        for value in values {
            let origin = self.at(value.span);
            self.add(key, told(&value.value), origin);
        }
    }

    fn single_values(&mut self, scope: &Scope, chosen: &Chosen) {
        let model = self.config.map(Config::model);
        let general = model.and_then(|model| model.protocol.as_ref());
        let protocol = scope.protocol.as_ref().or(general);
        self.value("protocol", ("--protocol", chosen.protocol.as_ref()), protocol, "recognised");
        let region = model.and_then(|model| model.region.as_ref());
        self.value("region", ("--region", chosen.region.as_ref()), region, "any");
        let fail_on = model.and_then(|model| model.fail_on.as_ref());
        self.value("fail-on", ("--fail-on", chosen.fail_on.as_ref()), fail_on, "error");
        if let Some(model) = model {
            self.each("baseline", &model.baseline, String::clone);
            self.each("min-coverage", &model.min_coverage, |minimum| format!("{minimum} %"));
            self.each("protocol-dirs", &model.protocol_dirs, String::clone);
            self.each("hosts", &model.hosts, String::clone);
        }
        if model.is_none_or(|model| model.include.globs.is_empty()) {
            self.add("include", "files that look like a payload or a capture", Origin::Default);
        }
        if let Some(model) = model {
            self.each("include", &model.include.globs, String::clone);
            self.each("exclude", &model.exclude.globs, String::clone);
        }
    }

    fn severities(&mut self, scope: &Scope) {
        for (code, level) in &scope.severity {
            let Some(rule) = rule::by_code(code) else {
                continue;
            };
            let origin = self.at(level.span);
            self.add(format!("severity.{code}"), format!("{} ({})", word(level.value), rule.name), origin);
        }
        let others = RULES.len() - scope.severity.len();
        self.add("severity", format!("each rule's own ({others} rules)"), Origin::Default);
    }

    fn context(&mut self) {
        let Some(model) = self.config.map(Config::model) else {
            return;
        };
        for (protocol, limits) in &model.limits {
            for (name, value) in limits {
                let origin = self.at(name.span);
                self.add(format!("limits.{}.{}", protocol.value, name.value), limit(*value), origin);
            }
        }
        for one in &model.queues {
            self.entity("queues", (&one.id, &one.name), &one.facts.told(queue::FIELDS), &one.at);
        }
        self.each("queues-complete", &model.queues_complete, bool::to_string);
        for one in &model.deployments {
            self.entity("deployments", (&one.id, &one.name), &one.facts.told(deployment::FIELDS), &one.at);
        }
        self.each("deployments-complete", &model.deployments_complete, bool::to_string);
        for target in &model.preflight {
            let origin = self.at(target.name.span);
            self.add(format!("preflight.{}", target.name.value), target.told(), origin);
        }
    }

    /// What is said of a queue or a deployment.
    fn entity(&mut self, key: &str, (id, name): (&str, &Option<String>), told: &[String], at: &Said) {
        let told: Vec<&str> = name.iter().chain(told).map(String::as_str).collect();
        self.add(format!("{key}.{id}"), told.join("; "), Origin::File(at.location()));
    }

    /// What is ignored and expected in the file; `all`: in any.
    fn accepted(&mut self, scope: &Scope, all: bool) {
        let Some(model) = self.config.map(Config::model) else {
            return;
        };
        for (index, entry) in model.ignores.iter().enumerate() {
            if all || scope.ignores.contains(&index) {
                let codes = entry.rules.iter().map(|rule| (rule.value.code, rule.span));
                self.entry("ignore", codes, &entry.files, entry.reason.as_deref());
            }
        }
        for (index, entry) in model.expects.iter().enumerate() {
            if all || scope.expects.contains(&index) {
                let codes = entry.findings.iter().map(|rule| (rule.value.code, rule.span));
                self.entry("expect", codes, &entry.files, None);
            }
        }
    }

    fn entry<'r>(
        &mut self,
        key: &str,
        codes: impl Iterator<Item = (&'r str, Span)>,
        files: &Files,
        reason: Option<&str>,
    ) {
        let reason = reason.map_or(String::new(), |reason| format!(": {reason}"));
        for (code, span) in codes {
            let origin = self.at(span);
            self.add(key, format!("{code} in {}{reason}", joined(&files.globs)), origin);
        }
    }
}

fn word(level: Level) -> &'static str {
    level.map_or("off", |severity| severity.as_str())
}

fn limit(value: LimitValue) -> String {
    match value {
        LimitValue::Number(number) => number.to_string(),
        LimitValue::Rate { count, seconds } => format!("{count} in {seconds} s"),
    }
}
