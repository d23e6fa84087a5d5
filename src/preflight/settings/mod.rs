//! A client's settings: an `.env` file, JSON, YAML or TOML, of which the values under known names are read.

mod env;
mod json;
mod names;
mod toml;
mod yaml;

use std::path::Path;
use std::sync::Arc;

use crate::source::Source;
use crate::text::span::Span;

use super::claim::{Claim, Claims};

pub use names::{NAMES, Name};

/// A value of a settings file.
#[derive(Debug)]
struct Setting<'t> {
    /// The names of the tables that it stands in, and its own.
    path: Vec<String>,
    /// Its text.
    value: std::borrow::Cow<'t, str>,
    /// Where the value stands.
    span: Span,
}

/// A file that cannot be read as what it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// Where it goes wrong.
    pub(super) span: Span,
    /// How.
    pub(super) message: String,
}

/// What the settings say for `target`; where some are for one target and some for another, those of the others are left out.
pub(super) fn read(source: &Arc<Source>, path: &Path, target: Option<&str>) -> Result<Vec<Claim>, Unreadable> {
    let text = source.text();
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let settings = if name.starts_with(".env") || ends(&[".env"]) {
        env::read(text)
    } else if ends(&[".toml"]) {
        toml::read(text)?
    } else if ends(&[".yaml", ".yml"]) {
        yaml::read(text)?
    } else if ends(&[".json"]) || text.trim_start().starts_with('{') {
        json::read(text)?
    } else {
        env::read(text)
    };
    let mut claims = Claims::new(source, false);
    for setting in settings {
        let path: Vec<&str> = setting.path.iter().map(String::as_str).collect();
        if let Some(topic) = names::topic(&path, &setting.value, target) {
            claims.add(topic, &setting.value, setting.span);
        }
    }
    Ok(claims.found)
}
