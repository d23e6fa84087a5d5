//! How much of each protocol the inputs exercise: a table, then what is missing.

use crate::outcome::{Count, Item, Part, ProtocolCoverage, Side, What};
use crate::text::escape::escape;

use super::style::{Paint, Style, hang};

/// Most lines of a part, and most gaps of a line, that are listed where the reader did not ask for all.
const LISTED: usize = 5;
/// Columns of the first column, and of each other one.
const NAME: usize = 13;
const CELL: usize = 18;

/// The coverage of every protocol; `verbose` lists everything that is missing.
pub(super) fn coverage(results: &[ProtocolCoverage], verbose: bool, style: Style) -> String {
    let protocols = results.iter().map(|result| protocol(result, verbose, style));
    protocols.collect::<Vec<_>>().join("\n")
}

fn protocol(result: &ProtocolCoverage, verbose: bool, style: Style) -> String {
    let all = result.all();
    let heading =
        format!("Coverage of {}: {} % ({} of {})", escape(&result.protocol), all.shown(), all.covered, all.total);
    let mut out = format!("{}\n\n", style.paint(Paint::Bold, &heading));
    out.push_str(&table(result));
    let gaps = result.gaps();
    let mut cut = false;
    for side in Side::ALL {
        let parts = Part::ALL.map(|part| {
            let gaps = gaps.iter().copied();
            let gaps = gaps.filter(|(item, _)| item.side == side && item.part() == part);
            (part, gaps.collect::<Vec<_>>())
        });
        if parts.iter().all(|(_, gaps)| gaps.is_empty()) {
            continue;
        }
        out.push_str(&format!("\nnot exercised, {}\n", side.as_str()));
        for (part, gaps) in parts {
            cut |= list(&mut out, part, &gaps, verbose, style);
        }
    }
    if cut {
        out.push_str("\n-v lists everything that is missing.\n");
    }
    out
}

fn table(result: &ProtocolCoverage) -> String {
    let row = |name: &str, cells: [Count; 3]| {
        let cells = cells.map(cell);
        let line = format!("  {name:<NAME$}{:<CELL$}{:<CELL$}{}", cells[0], cells[1], cells[2]);
        format!("{}\n", line.trim_end())
    };
    let mut out = format!("  {:<NAME$}{:<CELL$}{:<CELL$}both\n", "", "client", "server");
    for part in Part::ALL {
        let [client, server] = Side::ALL.map(|side| result.part(part, Some(side)));
        out.push_str(&row(part.as_str(), [client, server, result.part(part, None)]));
    }
    let [client, server] = Side::ALL.map(|side| result.side(side));
    out.push_str(&row("all", [client, server, result.all()]));
    out
}

/// `3/4  75.0 %`
fn cell(count: Count) -> String {
    if count.total == 0 {
        return "-".to_owned();
    }
    let of = format!("{}/{}", count.covered, count.total);
    format!("{of:<8}{:>5} %", count.shown())
}

/// The gaps of a part, those of one message or one field together.
fn list(out: &mut String, part: Part, gaps: &[(&Item, usize)], verbose: bool, style: Style) -> bool {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (item, within) in gaps {
        let of = heading(item);
        let text = gap(item, *within, style);
        let alike = part != Part::Transitions;
        match groups.iter_mut().find(|(name, _)| alike && *name == of) {
            Some((_, texts)) => texts.push(text),
            None => groups.push((of, vec![text])),
        }
    }
    let most = if verbose { usize::MAX } else { LISTED };
    let mut cut = groups.len() > most;
    let left: usize = groups.iter().skip(most).map(|(_, texts)| texts.len()).sum();
    let mut lines = Vec::new();
    for (of, mut texts) in groups.into_iter().take(most) {
        let more = texts.len().saturating_sub(most);
        texts.truncate(most);
        if more > 0 {
            cut = true;
            texts.push(format!("{more} more"));
        }
        let of = if of.is_empty() { of } else { format!("{of}: ") };
        lines.push(format!("{of}{}", texts.join(", ")));
    }
    if left > 0 {
        lines.push(format!("{} and {left} more", style.ellipsis()));
    }
    let mut lead = format!("  {:<NAME$}", part.as_str());
    for line in lines {
        hang(out, &lead, &lead, &line, style.width);
        lead = format!("  {:<NAME$}", "");
    }
    cut
}

/// What a gap is listed under.
fn heading(item: &Item) -> String {
    let message = escape(item.message.as_deref().unwrap_or_default());
    match &item.what {
        What::Field(_) => message.into_owned(),
        What::Value(field, _) => format!("{message} {}", escape(&field.shown)),
        What::Message | What::Transition { .. } => String::new(),
    }
}

fn gap(item: &Item, within: usize, style: Style) -> String {
    let text = match &item.what {
        What::Message => item.message.clone().unwrap_or_default(),
        What::Field(field) => field.shown.clone(),
        What::Value(_, value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        What::Transition { course, .. } => course.join(style.pick(" → ", " -> ")),
    };
    let text = escape(&text);
    match within {
        0 => text.into_owned(),
        more => format!("{text} (+{more})"),
    }
}
