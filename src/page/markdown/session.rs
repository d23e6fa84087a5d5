//! Why a session ended as it did, in prose.

use std::collections::HashSet;

use crate::outcome::{Account, Diagnosis, Session};
use crate::page::human::Repeats;
use crate::page::human::session::likely;
use crate::page::human::summary::count;
use crate::page::{HumanOptions, place};

use super::text::{code, paragraph, prose};

/// A section for each session that ended badly or departs from a good one, and for each reconnect loop.
pub(super) fn sections(account: &Account, options: &HumanOptions) -> Vec<String> {
    let repeats = Repeats::of(account, &account.by_session().0);
    let mut sections = Vec::new();
    let mut like_the_first = HashSet::new();
    for (index, session) in account.sessions.iter().enumerate() {
        let repeat = repeats.get(session.id.as_str());
        if !options.verbose && repeat.is_some_and(|repeat| repeat.like_the_first) {
            like_the_first.insert(session.id.as_str());
        } else if session.diagnosis.is_some() || session.departure.is_some() {
            sections.push(section(account, session, index + 1));
        }
    }
    for found in &account.loops {
        let ids = found.sessions.iter();
        let left_out = ids.filter(|id| like_the_first.contains(id.as_str())).count();
        let mut told = format!("\n**Reconnect loop.** {}", prose(&found.told()));
        if left_out > 0 {
            let sessions = count(left_out as u64, "session");
            told.push_str(&format!(" {sessions} like the first not shown."));
        }
        told.push('\n');
        sections.push(told);
    }
    sections
}

fn section(account: &Account, session: &Session, number: usize) -> String {
    let mut about = vec![code(&session.file)];
    if account.sessions.len() > 1 {
        about.push(format!("session {number} of {}", account.sessions.len()));
    }
    about.extend(session.protocol.as_deref().map(prose));
    about.push(count(session.frames, "frame"));
    about.extend(session.url.as_deref().map(code));
    let title = match &session.diagnosis {
        Some(_) => "Why the socket ended",
        None => "Where the session departs from the good one",
    };
    let mut out = format!("\n### {title}\n\n{}\n", about.join(" · "));
    if let Some(diagnosis) = &session.diagnosis {
        out.push_str(&told(account, diagnosis));
    }
    if let Some(departure) = &session.departure {
        let frame = departure.frame.map(|frame| format!(" at frame {frame}"));
        let at = departure.at.as_ref().map(place::full);
        out.push_str(&format!(
            "\nDeparts from {}{}: {}{}\n",
            code(&departure.good),
            frame.unwrap_or_default(),
            prose(&departure.why),
            at.map(|at| format!(" ({})", code(&at))).unwrap_or_default()
        ));
    }
    out
}

fn told(account: &Account, diagnosis: &Diagnosis) -> String {
    let mut out = format!("\n**{}**\n", prose(&diagnosis.headline));
    if !diagnosis.causes.is_empty() {
        out.push('\n');
    }
    for (rank, cause) in diagnosis.causes.iter().enumerate() {
        let finding = account.findings().find(|f| f.id == cause.finding);
        let at = finding.map(|finding| format!(" at {}", code(&place::full(&finding.location))));
        let message = finding.map(|finding| format!(": {}", prose(&finding.message)));
        out.push_str(&format!(
            "{}. **{} ({}):** {} {}{}{}. {}.\n",
            rank + 1,
            capital(likely(rank, cause.confidence)),
            cause.confidence.as_str(),
            cause.rule.code,
            cause.rule.name,
            at.unwrap_or_default(),
            message.unwrap_or_default(),
            capital(&prose(&cause.why)),
        ));
        let help = finding.and_then(|finding| finding.help.as_deref());
        if let Some(help) = help {
            out.push_str(&format!("   {}.\n", paragraph(&capital(help))));
        }
    }
    if !diagnosis.check_next.is_empty() {
        out.push_str("\nTo check next, because the capture cannot show it:\n\n");
        for item in &diagnosis.check_next {
            out.push_str(&format!("- {}\n", paragraph(item)));
        }
    }
    out
}

/// The text with a capital letter first, as a sentence.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}
