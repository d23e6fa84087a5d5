//! What is in force for a file, and where each value came from.

use std::path::Path;

use crate::protocol::limits::LimitValue;
use crate::rule;
use crate::rule::RULES;
use crate::source::Location;
use crate::text::span::Span;

use super::model::{Deployment, Files, Preflight, Queue};
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
    list.files_of_walks();
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

    fn single_values(&mut self, scope: &Scope, chosen: &Chosen) {
        let model = self.config.map(Config::model);
        let general = model.and_then(|model| model.protocol.as_ref());
        let protocol = scope.protocol.as_ref().or(general);
        self.value("protocol", ("--protocol", chosen.protocol.as_ref()), protocol, "recognised");
        let region = model.and_then(|model| model.region.as_ref());
        self.value("region", ("--region", chosen.region.as_ref()), region, "any");
        let fail_on = model.and_then(|model| model.fail_on.as_ref());
        self.value("fail-on", ("--fail-on", chosen.fail_on.as_ref()), fail_on, "error");
        if let Some(baseline) = model.and_then(|model| model.baseline.as_ref()) {
            let origin = self.at(baseline.span);
            self.add("baseline", baseline.value.clone(), origin);
        }
        if let Some(minimum) = model.and_then(|model| model.min_coverage.as_ref()) {
            let origin = self.at(minimum.span);
            self.add("min-coverage", format!("{} %", minimum.value), origin);
        }
        for dir in model.map(|model| model.protocol_dirs.clone()).unwrap_or_default() {
            let origin = self.at(dir.span);
            self.add("protocol-dirs", dir.value, origin);
        }
        for host in model.map(|model| model.hosts.clone()).unwrap_or_default() {
            let origin = self.at(host.span);
            self.add("hosts", host.value, origin);
        }
    }

    fn files_of_walks(&mut self) {
        let Some(model) = self.config.map(Config::model) else {
            self.add("include", "files that look like a payload or a capture", Origin::Default);
            return;
        };
        if model.include.globs.is_empty() {
            self.add("include", "files that look like a payload or a capture", Origin::Default);
        }
        for (key, files) in [("include", &model.include), ("exclude", &model.exclude)] {
            for glob in &files.globs {
                let origin = self.at(glob.span);
                self.add(key, glob.value.clone(), origin);
            }
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
        for queue in &model.queues {
            let origin = self.at(queue.id.span);
            self.add(format!("queues.{}", queue.id.value), told_queue(queue), origin);
        }
        if let Some(complete) = &model.queues_complete {
            let origin = self.at(complete.span);
            self.add("queues-complete", complete.value.to_string(), origin);
        }
        for deployment in &model.deployments {
            let origin = self.at(deployment.id.span);
            self.add(format!("deployments.{}", deployment.id.value), told_deployment(deployment), origin);
        }
        if let Some(complete) = &model.deployments_complete {
            let origin = self.at(complete.span);
            self.add("deployments-complete", complete.value.to_string(), origin);
        }
        for target in &model.preflight {
            let origin = self.at(target.name.span);
            let key = format!("preflight.{}", target.name.value);
            self.add(key, told_target(target), origin);
        }
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
        let globs: Vec<_> = files.globs.iter().map(|glob| glob.value.as_str()).collect();
        let reason = reason.map_or(String::new(), |reason| format!(": {reason}"));
        for (code, span) in codes {
            let origin = self.at(span);
            self.add(key, format!("{code} in {}{reason}", globs.join(", ")), origin);
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

/// What a target uses, in a phrase.
fn told_target(target: &Preflight) -> String {
    let one = |name: &str, value: &Option<At<String>>| value.as_ref().map(|value| format!("{name} {}", value.value));
    let many = |name: &str, values: &[At<String>]| {
        let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
        (!values.is_empty()).then(|| format!("{name} {}", values.join(", ")))
    };
    let parts = [
        one("endpoint", &target.endpoint),
        one("protocol", &target.protocol),
        one("region", &target.region),
        one("origin", &target.origin),
        many("payloads", &target.payloads),
        many("pages", &target.pages),
        many("settings", &target.settings),
        many("exports", &target.exports),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("; ")
}

fn told_queue(queue: &Queue) -> String {
    let mut parts: Vec<String> = queue.name.iter().cloned().collect();
    if let Some(languages) = &queue.languages {
        parts.push(format!("languages {}", languages.value.join(", ")));
    }
    if !queue.required_attributes.is_empty() {
        parts.push(format!("requires {}", joined(&queue.required_attributes)));
    }
    parts.join("; ")
}

fn told_deployment(deployment: &Deployment) -> String {
    let mut parts: Vec<String> = deployment.name.iter().cloned().collect();
    parts.extend(deployment.status.iter().map(|status| status.value.clone()));
    if deployment.allow_all_domains.as_ref().is_some_and(|flag| flag.value) {
        parts.push("every domain".to_owned());
    }
    if let Some(domains) = &deployment.allowed_domains {
        parts.push(format!("domains {}", joined(&domains.value)));
    }
    if deployment.authentication_required.as_ref().is_some_and(|flag| flag.value) {
        parts.push("signed-in guests only".to_owned());
    }
    let flags = [
        ("sign-in after the start", &deployment.session_upgrade),
        ("typing", &deployment.typing),
        ("auto-start", &deployment.auto_start),
        ("clear", &deployment.clear),
        ("read-only on disconnect", &deployment.read_only_on_disconnect),
        ("attachments", &deployment.attachments),
    ];
    for (name, flag) in flags {
        let on = flag.as_ref().map(|flag| if flag.value { "on" } else { "off" });
        parts.extend(on.map(|on| format!("{name} {on}")));
    }
    if let Some(types) = &deployment.file_types {
        parts.push(format!("files {}", types.value.join(", ")));
    }
    if let Some(size) = &deployment.max_file_kb {
        parts.push(format!("files to {} KB", size.value));
    }
    if let Some(languages) = &deployment.languages {
        parts.push(format!("languages {}", languages.value.join(", ")));
    }
    parts.join("; ")
}

fn joined(values: &[At<String>]) -> String {
    let values: Vec<_> = values.iter().map(|value| value.value.as_str()).collect();
    values.join(", ")
}
