//! The rules' pages as HTML, from the Markdown that `guestlint explain` prints.

use std::fmt::Write;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::rule::Rule;

/// A template for each page, which the script shows beside a finding.
pub(super) fn templates(rules: &[&Rule]) -> String {
    let mut out = String::new();
    for rule in rules {
        let page = page(rule.page);
        // Writing to a string does not fail.
        let _ = writeln!(out, "<template id=\"rule-{}\">\n{page}</template>", rule.code);
    }
    out
}

/// A page without its heading, which the finding shows already. HTML in it is shown as text. Links to other pages of the
/// documentation lead nowhere from here, so their text stays alone; those to the web stay.
fn page(markdown: &str) -> String {
    let mut in_heading = false;
    let mut kept = Vec::new();
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| {
        match &event {
            Event::Start(Tag::Heading { level, .. }) => in_heading = *level as u8 == 1,
            Event::End(TagEnd::Heading(_)) if std::mem::take(&mut in_heading) => return None,
            _ => {}
        }
        if in_heading {
            return None;
        }
        match event {
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                kept.push(is_web(dest_url));
                is_web(dest_url).then_some(event)
            }
            Event::End(TagEnd::Link) => kept.pop().unwrap_or(false).then_some(event),
            // A picture would be fetched.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
            other => Some(other),
        }
    });
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events);
    out
}

fn is_web(url: &CowStr<'_>) -> bool {
    url.starts_with("https://")
}

#[cfg(test)]
mod tests;
