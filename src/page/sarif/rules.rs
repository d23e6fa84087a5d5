//! What a SARIF report says of each rule: the rule's page.

use crate::rule::Rule;
use crate::text::object::{Json, object};

use super::message::{message, text};

/// The rule as a `reportingDescriptor`.
pub(super) fn descriptor(rule: &Rule) -> Json {
    let page = without_links(body(rule.page));
    object! {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": message(sentence(rule.summary)),
        "fullDescription": message(text(&first_paragraph(&page))),
        "help": object! { "text": Json::Raw(page.clone()), "markdown": Json::Raw(page) },
        "defaultConfiguration": object! { "level": rule.severity.as_str() },
        "properties": object! { "tags": vec![rule.family.title().to_lowercase()] },
    }
}

/// The clause with a capital letter, unless it begins with a name, and a full stop.
fn sentence(summary: &str) -> String {
    let mut characters = summary.chars();
    let first_word = summary.split(' ').next().unwrap_or_default();
    let is_name = first_word.chars().any(char::is_uppercase);
    let begun: String = match characters.next() {
        Some(first) if !is_name => first.to_uppercase().chain(characters).collect(),
        _ => summary.to_owned(),
    };
    format!("{begun}.")
}

/// The page below its heading, which repeats the id and the name.
fn body(page: &str) -> &str {
    let (_, rest) = page.split_once('\n').unwrap_or(("", page));
    rest.trim()
}

/// The first paragraph behind the line of the severity.
fn first_paragraph(page: &str) -> String {
    let paragraph = page.split("\n\n").find(|paragraph| !paragraph.starts_with("**"));
    paragraph.unwrap_or_default().trim().replace('\n', " ")
}

/// The Markdown with the text of its links to other files of the documentation: they lead nowhere from a report.
fn without_links(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once("](") {
        let target = behind.split_once(')').filter(|(target, _)| {
            target.contains(".md") && !target.contains("://") && !target.contains(char::is_whitespace)
        });
        let bracket = before.rfind('[');
        if let (Some((_, after)), Some(bracket)) = (target, bracket) {
            out.push_str(before.get(..bracket).unwrap_or_default());
            out.push_str(before.get(bracket + 1..).unwrap_or_default());
            rest = after;
        } else {
            out.push_str(before);
            out.push_str("](");
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
