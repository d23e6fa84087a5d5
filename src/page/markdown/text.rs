//! Text for Markdown as GitHub and GitLab read it: nothing that comes from an input may become a link, a mention, a reference to
//! an issue, a picture, a formula or HTML.

use std::fmt::Write;

use crate::text::escape::escape;

/// Prose on one line, also in a cell of a table. What stands in backticks becomes code.
pub(super) fn prose(text: &str) -> String {
    let text = escape(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = &*text;
    while let Some((before, after)) = rest.split_once('`') {
        plain(&mut out, before);
        match after.split_once('`') {
            Some((inside, after)) if !inside.is_empty() => {
                push_code(&mut out, inside);
                rest = after;
            }
            _ => {
                out.push_str("&#96;");
                rest = after;
            }
        }
    }
    plain(&mut out, rest);
    out
}

/// Prose at the start of a line, where it must not begin a list, a heading or a quotation.
pub(super) fn paragraph(text: &str) -> String {
    let prose = prose(text);
    let number = prose.trim_start_matches(|c: char| c.is_ascii_digit());
    let begins_list = number.len() < prose.len() && number.starts_with(['.', ')']);
    match prose.chars().next() {
        Some(first) if begins_list || matches!(first, '+' | '-' | '=') => {
            let rest = prose.get(1..).unwrap_or_default();
            format!("&#{};{rest}", u32::from(first))
        }
        _ => prose,
    }
}

/// Code, such as a path.
pub(super) fn code(text: &str) -> String {
    let mut out = String::new();
    push_code(&mut out, &escape(text));
    out
}

fn push_code(out: &mut String, text: &str) {
    let trimmed = text.trim() == text && !text.is_empty();
    // A pipe ends a cell even in code, and two runs of backticks side by side are one.
    if trimmed && !text.contains(['`', '|', '\\']) && !out.ends_with('`') {
        let _ = write!(out, "`{text}`");
        return;
    }
    out.push_str("<code>");
    plain(out, text);
    out.push_str("</code>");
}

/// Text in which nothing means anything.
fn plain(out: &mut String, text: &str) {
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            // Mentions, issues, formulas, schemes and emoji are looked for in the page that Markdown was made into, where an
            // entity is the character itself. A tag parts it from what follows.
            '@' | '#' | '!' | '%' => apart(out, character),
            '$' => out.push_str("<span>&#36;</span>"),
            ':' if rest.peek().is_some_and(|next| may_follow(*next)) => apart(out, ':'),
            '.' if ends_with_www(out) => apart(out, '.'),
            '&' | '<' | '>' | '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' => {
                // Writing to a string does not fail.
                let _ = write!(out, "&#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
}

/// Whether a colon before this may end a scheme, or begin an emoji.
fn may_follow(next: char) -> bool {
    next.is_alphanumeric() || matches!(next, '/' | '+' | '-' | '_')
}

fn apart(out: &mut String, character: char) {
    let _ = write!(out, "<span>{character}</span>");
}

fn ends_with_www(out: &str) -> bool {
    let end = out.len().checked_sub(3).and_then(|start| out.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests;
