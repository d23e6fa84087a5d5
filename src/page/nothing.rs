//! That nothing was checked, in a sentence: it is never green, and a user must see at once what stood there instead.

use crate::outcome::Summary;
use crate::text::escape::escape;

use super::human::summary::count;

/// What was looked for, what was found instead, and what to do (`listed`: the ignored
/// sockets are listed already); `None` where something was checked. Escaped.
pub fn nothing_checked(summary: &Summary, listed: bool) -> Option<String> {
    if summary.checked_something() {
        return None;
    }
    let mut found = Vec::new();
    if summary.sessions > 0 {
        found.push(format!("{} without a frame", count(summary.sessions, "session")));
    }
    if summary.ignored_sessions > 0 {
        found.push(sockets(summary));
    } else if summary.files > 0 && summary.sessions == 0 {
        found.push(format!("{} without any", count(summary.files, "file")));
    }
    if summary.skipped > 0 {
        let other = if summary.files > 0 { "other file" } else { "file" };
        found.push(format!("{}, skipped", count(summary.skipped, other)));
    }
    let found = match found.as_slice() {
        [] => "no file that may hold one".to_owned(),
        found => format!("only {}", found.join(", and ")),
    };
    let advice = if summary.ignored_sessions > 0 {
        let list = if listed { "" } else { ", and -v lists them" };
        format!(
            " The chat's own socket is not in the recording: begin it before the chat connects (open DevTools, then reload \
             the page). --protocol NAME judges such sockets all the same{list}."
        )
    } else if summary.skipped > 0 {
        " A file that is named on the command line is always read.".to_owned()
    } else {
        String::new()
    };
    Some(format!(
        "Nothing was checked: looked for payloads and for sockets of a known protocol, and found {found}.{advice}"
    ))
}

/// `3 sockets of other services (a.example is …; 2 of no known protocol)`
fn sockets(summary: &Summary) -> String {
    let mut parts: Vec<_> = summary.services.iter().map(|s| escape(s)).collect();
    let unknown = summary.unknown_sockets;
    let all = count(summary.ignored_sessions, "socket");
    if parts.is_empty() {
        return format!("{all} of no known protocol");
    }
    if unknown > 0 {
        parts.push(format!("{unknown} of no known protocol").into());
    }
    format!("{all} of other services ({})", parts.join("; "))
}

#[cfg(test)]
mod tests;
