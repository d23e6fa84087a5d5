//! Targets: by the configuration, and by options.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{At, Config, Preflight};
use crate::organisation::{Region, Said};
use crate::run::planned::PlannedUrl;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::claim::of_value;

/// A value that an option or a configuration gives, and where it stands.
#[derive(Clone, Debug)]
pub struct Given {
    /// The value.
    pub value: String,
    /// Where.
    pub at: Said,
}

impl Given {
    /// The value of an option.
    pub fn by_option(option: &str, value: &str, masker: Masker) -> Self {
        let name = InputName::Argument(option.to_owned());
        let source = Arc::new(Source::from_text(name, value, masker));
        Self { value: value.to_owned(), at: Said::new(&source, Span::new(0, value.len())) }
    }

    /// The value as the URL of a plan.
    pub(super) fn planned(&self) -> PlannedUrl {
        PlannedUrl::new(&self.value, &self.at)
    }

    fn by_config(config: &Config, value: &At<String>) -> Self {
        Self { value: value.value.clone(), at: config.said(of_value(config.source().text(), value.span, &value.value)) }
    }
}

/// What a deploy will use, and where.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Its name.
    pub name: Option<String>,
    /// The protocol, where it is said.
    pub protocol: Option<String>,
    /// The URL of the socket.
    pub endpoint: Option<Given>,
    /// The origin of the page.
    pub origin: Option<Given>,
    /// The organisation's region, where it is another than the configured one.
    pub region: Option<Region>,
    /// The payloads in their order: files, folders, logs of a planned session.
    pub payloads: Vec<PathBuf>,
    /// Pages with the Messenger snippet.
    pub pages: Vec<PathBuf>,
    /// Files of settings.
    pub settings: Vec<PathBuf>,
    /// Exports of the platform.
    pub exports: Vec<PathBuf>,
}

impl Target {
    /// What the configuration says of a target.
    pub fn configured(config: &Config, entry: &Preflight) -> Self {
        let paths = |key: &str| entry.all(key).iter().map(|path| config.path(path)).collect();
        let given = |key: &str| entry.one(key).map(|value| Given::by_config(config, value));
        Self {
            name: Some(entry.name.value.clone()),
            protocol: entry.one("protocol").map(|name| name.value.clone()),
            endpoint: given("endpoint"),
            origin: given("origin"),
            region: entry.one("region").map(|region| Region {
                domain: region.value.to_ascii_lowercase(),
                at: Some(config.locate(region.span)),
            }),
            payloads: paths("payloads"),
            pages: paths("pages"),
            settings: paths("settings"),
            exports: paths("exports"),
        }
    }

    /// Everything that `other` gives wins; its files of one kind come in place of this one's.
    #[must_use]
    pub fn overridden_by(self, other: Target) -> Self {
        let files = |own: Vec<PathBuf>, others: Vec<PathBuf>| {
            if others.is_empty() { own } else { others }
        };
        Self {
            name: other.name.or(self.name),
            protocol: other.protocol.or(self.protocol),
            endpoint: other.endpoint.or(self.endpoint),
            origin: other.origin.or(self.origin),
            region: other.region.or(self.region),
            payloads: files(self.payloads, other.payloads),
            pages: files(self.pages, other.pages),
            settings: files(self.settings, other.settings),
            exports: files(self.exports, other.exports),
        }
    }

    /// It names nothing that a client uses.
    pub fn is_empty(&self) -> bool {
        self.endpoint.is_none() && self.payloads.is_empty() && self.pages.is_empty() && self.settings.is_empty()
    }
}
