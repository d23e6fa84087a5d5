//! TOML, of which every string is a setting.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::span::Span;

use super::{Setting, Unreadable};

/// The settings of a document.
///
/// # Errors
/// It is no TOML.
pub(super) fn read(text: &str) -> Result<Vec<Setting<'_>>, Unreadable> {
    let table = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        Unreadable { span: Span::new(range.start, range.end), message: error.message().trim().replace('\n', "; ") }
    })?;
    let mut settings = Vec::new();
    add_table(table.get_ref(), &mut Vec::new(), &mut settings);
    Ok(settings)
}

fn add_table(table: &DeTable<'_>, path: &mut Vec<String>, settings: &mut Vec<Setting<'_>>) {
    for (name, value) in table.iter() {
        path.push(name.get_ref().to_string());
        add(value, path, settings);
        path.pop();
    }
}

fn add(value: &Spanned<DeValue<'_>>, path: &mut Vec<String>, settings: &mut Vec<Setting<'_>>) {
    match value.get_ref() {
        DeValue::String(text) => settings.push(Setting {
            path: path.clone(),
            value: text.to_string().into(),
            span: Span::new(value.span().start, value.span().end),
        }),
        DeValue::Array(items) => items.iter().for_each(|item| add(item, path, settings)),
        DeValue::Table(table) => add_table(table, path, settings),
        _ => {}
    }
}
