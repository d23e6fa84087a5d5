//! JSON, of which every string is a setting.

use crate::text::json::{self, CAPTURE_DEPTH, Node};

use super::{Setting, Unreadable};

/// The settings of a document.
///
/// # Errors
/// It is no JSON.
pub(super) fn read(text: &str) -> Result<Vec<Setting<'_>>, Unreadable> {
    let document = json::parse(text, CAPTURE_DEPTH)
        .map_err(|error| Unreadable { span: error.span, message: format!("{error}; {}", error.help()) })?;
    let mut settings = Vec::new();
    add(document.root(), &mut Vec::new(), &mut settings);
    Ok(settings)
}

fn add(node: Node<'_>, path: &mut Vec<String>, settings: &mut Vec<Setting<'_>>) {
    if let Some(value) = node.as_str() {
        settings.push(Setting { path: path.clone(), value: value.to_owned().into(), span: node.span() });
    }
    for member in node.members() {
        path.push(member.key().to_owned());
        add(member.value(), path, settings);
        path.pop();
    }
    for item in node.items() {
        add(item, path, settings);
    }
}
