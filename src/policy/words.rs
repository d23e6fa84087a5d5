//! GL8xx: the project's own settings, held against what a run came to.

use crate::config::{At, Config, Files, Unknown};
use crate::finding::{Finding, Related, Role};
use crate::rule::*;
use crate::source::Location;

/// A key or a name that there is none of (GL801).
pub(super) fn unknown(config: &Config, unknown: &Unknown) -> Finding {
    Finding::new(&GL801, config.locate(unknown.span), unknown.message.clone())
        .label("unknown")
        .help(unknown.help.clone())
}

/// An override that matches no file (GL802).
pub(super) fn unused_override(config: &Config, files: &Files) -> Finding {
    Finding::new(&GL802, first_glob(config, files), format!("the override for {} matches no file", quoted(files)))
        .label("matches nothing")
        .help(GLOBS)
}

/// An ignore that suppresses nothing (GL803): the files it is for match none, or this rule is not broken in them.
pub(super) fn unused_ignore(config: &Config, files: &Files, rule: &At<&'static Rule>, matched: bool) -> Finding {
    let (at, label, message, help) = if matched {
        (
            config.locate(rule.span),
            "suppresses nothing",
            format!("{} {} is not found in {}", rule.value.code, rule.value.name, quoted(files)),
            "the fault is gone: delete the entry, so that it does not hide the next one",
        )
    } else {
        (
            first_glob(config, files),
            "matches nothing",
            format!("the ignore for {} matches no file", quoted(files)),
            GLOBS,
        )
    };
    Finding::new(&GL803, at, message).label(label).help(help)
}

/// What is expected of files that are not there (GL804).
pub(super) fn expected_of_nothing(config: &Config, files: &Files) -> Finding {
    Finding::new(
        &GL804,
        first_glob(config, files),
        format!("no file matches {}, so what is expected of it does not occur", quoted(files)),
    )
    .label("matches nothing")
    .help(GLOBS)
}

/// A finding that was expected of `file` and did not occur (GL804); `said` is where it was.
pub(super) fn missing(rule: &Rule, file: &str, said: Location) -> Finding {
    Finding::new(
        &GL804,
        said,
        format!("{} {} was expected in {file} and did not occur", rule.code, rule.name),
    )
    .label("did not occur")
    .help("if the file was put right on purpose, delete the expectation; if not, it no longer shows the fault that it is kept for")
}

/// The name of no rule among expectations (GL804).
pub(super) fn expected_no_rule(name: &str, near: Option<&str>, said: Location) -> Finding {
    let help = match near {
        Some(near) => format!("did you mean {near}?"),
        None => "a line is the code or the name of a rule; `guestlint rules` lists them".to_owned(),
    };
    Finding::new(&GL804, said, format!("there is no rule `{name}` to be expected")).label("no rule").help(help)
}

/// A sidecar whose file is gone (GL804).
pub(super) fn expected_of_gone(file: &str, said: Location) -> Finding {
    Finding::new(&GL804, said, format!("findings are expected in {file}, which is not there"))
        .help("delete this file, or give it the name of the one that it belongs to")
}

/// Makes a finding one beyond those that were expected (GL805); `said` is where others were.
pub(super) fn unexpected(finding: &mut Finding, said: Option<Location>) {
    finding.message = format!("{} {} was not expected: {}", finding.rule.code, finding.rule.name, finding.message);
    (finding.rule, finding.severity) = (&GL805, GL805.severity);
    let stands = |location| Related {
        role: Role::Counterpart,
        message: "what is expected of this file stands".to_owned(),
        location,
    };
    finding.related.extend(said.map(stands));
}

const GLOBS: &str = "a glob counts from the folder of guestlint.toml; without a slash it matches names in any folder";

fn first_glob(config: &Config, files: &Files) -> Location {
    config.locate(files.globs.first().map(|glob| glob.span).unwrap_or_default())
}

/// The globs, as a reader knows them.
fn quoted(files: &Files) -> String {
    match files.globs.as_slice() {
        [] => "no glob".to_owned(),
        [only] => only.value.clone(),
        [first, rest @ ..] => format!("{} and {} more", first.value, rest.len()),
    }
}
