//! Holds a parsed file against the list of keys: what is no key, and what has a wrong value.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::protocol::near;
use crate::protocol::regions::{self, HostKind};
use crate::rule;
use crate::text::span::Span;

use super::globs::Globs;
use super::keys::{Key, KeyOf, Kind};
use super::value;

/// A key, or the name of a rule, that there is none of (GL801). It is left out.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Where it stands.
    pub span: Span,
    /// What there is none of.
    pub message: String,
    /// What may have been meant.
    pub help: String,
}

/// A value that makes the file unusable.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
}

/// Everything that is wrong with a file, in the order of its text.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) unknown: Vec<Unknown>,
    pub(super) wrong: Vec<Wrong>,
}

/// Holds `root` against `keys`.
pub(super) fn check(root: &DeTable<'_>, keys: &'static [Key]) -> Faults {
    let mut faults = Faults::default();
    faults.table(root, keys, "", Span::at(0));
    faults.unknown.sort_by_key(|unknown| unknown.span);
    faults.wrong.sort_by_key(|wrong| wrong.span);
    faults
}

/// The span of something in the file.
pub(super) fn span<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end)
}

impl Faults {
    /// `at` is the dotted path of the table, empty for the file itself; `heading` is where it begins.
    fn table(&mut self, table: &DeTable<'_>, keys: &'static [Key], at: &str, heading: Span) {
        for (name, value) in table {
            match keys.iter().find(|key| key.name == name.get_ref().as_ref()) {
                Some(key) => self.value(value, &key.kind, &joined(at, key.name)),
                None => self.unknown_key(span(name), name.get_ref(), keys, at),
            }
        }
        for key in keys.iter().filter(|key| key.required) {
            if !table.iter().any(|(name, _)| name.get_ref().as_ref() == key.name) {
                self.wrong.push(Wrong {
                    span: heading,
                    message: format!("`{at}` has no `{}`", key.name),
                    label: format!("needs {}", key.name),
                    help: Some(format!("add `{} = …`: {}", key.name, key.kind.phrase())),
                });
            }
        }
    }

    fn unknown_key(&mut self, span: Span, name: &str, keys: &'static [Key], at: &str) {
        let names = || keys.iter().map(|key| key.name);
        let place = if at.is_empty() { String::new() } else { format!(" in `{at}`") };
        let help = match near::nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if at.is_empty() && super::keys_of_parts().any(|(_, part)| part == name) => {
                let part = super::keys_of_parts().find(|(_, part)| *part == name);
                let table = part.map_or("", |(table, _)| table);
                format!("`{name}` belongs in `{table}`: a key at the top stands before every [heading]")
            }
            None => format!("the keys are {}", names().collect::<Vec<_>>().join(", ")),
        };
        self.unknown.push(Unknown {
            span,
            message: format!("there is no setting `{}`{place}", crate::text::words::shorten(name)),
            help,
        });
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, kind: &'static Kind, at: &str) {
        match (kind, value.get_ref()) {
            (Kind::Flag, DeValue::Boolean(_)) | (Kind::Text | Kind::Path, DeValue::String(_)) => {}
            (Kind::OneOrMore(item), DeValue::Array(values)) | (Kind::List(item), DeValue::Array(values)) => {
                for value in values.iter() {
                    self.value(value, item, at);
                }
            }
            (Kind::OneOrMore(item), _) => self.value(value, item, at),
            (Kind::Table(keys), DeValue::Table(table)) => self.table(table, keys, at, span(value)),
            (Kind::Tables(keys), DeValue::Array(values)) => {
                for value in values.iter() {
                    match value.get_ref() {
                        DeValue::Table(table) => self.table(table, keys, at, span(value)),
                        _ => self.wrong_type(value, kind, at),
                    }
                }
            }
            (Kind::Each(named, kind), DeValue::Table(table)) => {
                for (name, value) in table {
                    if *named == KeyOf::Rule && !self.is_rule(name.get_ref(), span(name)) {
                        continue;
                    }
                    self.value(value, kind, &joined(at, name.get_ref()));
                }
            }
            (Kind::Rule, DeValue::String(name)) => {
                self.is_rule(name, span(value));
            }
            (Kind::Limit, _) if value::limit(value.get_ref()).is_some() => {}
            (Kind::Size, _) if value::size(value.get_ref()).is_some() => {}
            (Kind::Percentage, DeValue::Integer(_) | DeValue::Float(_)) => {
                if let Some(why) = value::percentage(value.get_ref()).err() {
                    self.wrong.push(Wrong {
                        span: span(value),
                        message: format!("`{at}`: {why}"),
                        label: label(kind),
                        help: None,
                    });
                }
            }
            (_, DeValue::String(text)) => self.word(text, span(value), kind, at),
            _ => self.wrong_type(value, kind, at),
        }
    }

    /// Whether there is a rule of this name; if not, it is told.
    fn is_rule(&mut self, name: &str, span: Span) -> bool {
        let found = rule::find(name).is_some();
        if !found {
            let names = rule::RULES.iter().flat_map(|rule| [rule.name, rule.code]);
            let help = match near::nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`guestlint rules` lists them".to_owned(),
            };
            self.unknown.push(Unknown {
                span,
                message: format!("there is no rule `{}`", crate::text::words::shorten(name)),
                help,
            });
        }
        found
    }

    /// A string where only some strings will do.
    fn word(&mut self, text: &str, span: Span, kind: &'static Kind, at: &str) {
        let problem = match kind {
            Kind::Word(words) => value::word(text, words),
            Kind::Region => region(text).map(|(what, help)| (what, Some(help))),
            Kind::Host => value::host(text),
            Kind::Glob => Globs::new([text]).err().map(|(_, why)| (format!("is no glob: {why}"), None)),
            Kind::Protocol => None,
            _ => Some(("is a string".to_owned(), None)),
        };
        if let Some((what, help)) = problem {
            let text = crate::text::words::shorten(text);
            let message = match kind {
                Kind::Word(_) | Kind::Region | Kind::Host | Kind::Glob => {
                    format!("`{at}`: \"{text}\" {what}")
                }
                _ => format!("`{at}` is a string and must be {}", kind.phrase()),
            };
            self.wrong.push(Wrong { span, message, label: label(kind), help });
        }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, kind: &'static Kind, at: &str) {
        let is = value::type_phrase(value.get_ref());
        self.wrong.push(Wrong {
            span: span(value),
            message: format!("`{at}` is {is} and must be {}", kind.phrase()),
            label: label(kind),
            help: None,
        });
    }
}

/// What is wrong with a region's domain, and what to write in its place.
pub fn region(text: &str) -> Option<(String, String)> {
    let known = regions::known();
    let host = text.to_ascii_lowercase();
    let (what, domain) = match known.classify(&host) {
        HostKind::Region { labels: "", .. } => return None,
        HostKind::Region { domain, .. } => ("is a host, not the domain of a region", Some(domain)),
        _ => ("is no known region's domain", known.nearest_domain(&host)),
    };
    let help = match domain {
        Some(domain) => format!("write \"{domain}\""),
        None => {
            "it is what the address ends in where the organisation's users log in: mypurecloud.com, euw2.pure.cloud …"
                .to_owned()
        }
    };
    Some((what.to_owned(), help))
}

fn label(kind: &Kind) -> String {
    match kind {
        Kind::Word(_) | Kind::Flag | Kind::Limit | Kind::Size | Kind::Percentage => {
            format!("must be {}", kind.phrase())
        }
        Kind::Region => "must be a region's domain".to_owned(),
        Kind::Host => "must be a host".to_owned(),
        Kind::Glob => "must be a glob".to_owned(),
        Kind::Tables(_) => "must be a [[heading]]".to_owned(),
        _ => "must be another type".to_owned(),
    }
}

fn joined(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{}", crate::text::words::shorten(name)) }
}
