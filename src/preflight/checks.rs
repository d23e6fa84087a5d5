//! The rows of a verdict: which rules belong to each, what it needs, and how to get what is missing.

mod organisation;

use crate::organisation::Context;
use crate::outcome::{Check, CheckResult};
use crate::protocol::Protocol;
use crate::rule::{Row, Severity};
use crate::run::Told;
use crate::run::planned::Walked;
use crate::text::mask::Masker;

use super::claim::Claim;
use super::{Given, Target, sides};

/// Everything that the rows are made of.
pub(super) struct Facts<'f> {
    pub(super) target: &'f Target,
    pub(super) claims: &'f [Claim],
    pub(super) endpoint: Option<&'f Given>,
    pub(super) origin: Option<&'f Given>,
    pub(super) walked: &'f Walked,
    /// The protocol that the client speaks.
    pub(super) protocol: Option<&'f Protocol>,
    pub(super) context: &'f Context,
    /// The findings on the client's own files, and on exports.
    pub(super) of_files: Vec<Told>,
    /// The findings on the endpoint and the payloads.
    pub(super) of_plan: Vec<Told>,
    pub(super) masker: Masker,
}

/// What a row was checked with.
enum Ready {
    Checked {
        subject: Option<String>,
        against: Vec<String>,
    },
    Missing {
        why: String,
        how: Vec<String>,
    },
    /// The protocol has no such thing.
    None,
}

impl Ready {
    fn missing(why: impl Into<String>, how: &[&str]) -> Self {
        Ready::Missing { why: why.into(), how: how.iter().map(|how| (*how).to_owned()).collect() }
    }

    fn checked(subject: impl Into<String>, against: Vec<String>) -> Self {
        Ready::Checked { subject: Some(subject.into()), against }
    }
}

/// What a row was checked with.
type Readied = fn(&Facts<'_>) -> Ready;

/// The rows in the order in which they are shown, each with its name.
const ROWS: &[(Row, &str, Readied)] = &[
    (Row::Region, "region", region),
    (Row::Endpoint, "endpoint", endpoint),
    (Row::Deployment, "deployment", organisation::deployment),
    (Row::Origin, "origin", organisation::origin),
    (Row::SignIn, "sign-in", organisation::sign_in),
    (Row::Features, "features", organisation::features),
    (Row::Queue, "queue", organisation::queue),
    (Row::Language, "language", organisation::language),
    (Row::Attributes, "attributes", organisation::attributes),
    (Row::Payloads, "payloads", payloads),
    (Row::Sequence, "sequence", sequence),
    (Row::Inputs, "inputs", |_| Ready::None),
];

/// The rows of a target.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Check> {
    let checks = ROWS.iter().map(|(row, name, ready)| {
        let of_files = facts.of_files.iter().filter(|told| of_file(told.rule.traits.row) == *row);
        let of_plan = facts.of_plan.iter().filter(|told| told.rule.traits.row == *row);
        check(name, ready(facts), of_files.chain(of_plan).collect())
    });
    checks.flatten().collect()
}

/// The row of a finding on the client's own files. They hold no payloads: what has a wrong value there is a setting that names a
/// region.
fn of_file(row: Row) -> Row {
    match row {
        Row::Payloads => Row::Region,
        row => row,
    }
}

fn check(name: &'static str, ready: Ready, told: Vec<&Told>) -> Option<Check> {
    let counted: Vec<&&Told> = told.iter().filter(|told| told.severity > Severity::Note).collect();
    let found = (!counted.is_empty()).then(|| CheckResult::Found {
        findings: counted.iter().map(|told| (told.finding, told.rule)).collect(),
        failed: counted.iter().any(|told| told.severity == Severity::Error),
    });
    let (subject, against, result) = match (ready, found) {
        (Ready::Checked { subject, against }, found) => (subject, against, found.unwrap_or(CheckResult::Passed)),
        (_, Some(found)) => (None, Vec::new(), found),
        (Ready::Missing { why, how }, None) => (None, Vec::new(), CheckResult::NotChecked { why, how }),
        (Ready::None, None) => return None,
    };
    Some(Check { name, subject, against, result })
}

fn endpoint(facts: &Facts<'_>) -> Ready {
    let Some(url) = &facts.walked.url else {
        return Ready::missing(
            "no URL of the socket is given",
            &["--endpoint URL, or `endpoint` of the target in guestlint.toml"],
        );
    };
    let mut against = vec!["the regions of Genesys Cloud".to_owned()];
    against.extend(facts.walked.protocol.as_ref().map(|name| format!("the endpoints of {name}")));
    Ready::Checked { subject: Some(facts.masker.url(url)), against }
}

fn region(facts: &Facts<'_>) -> Ready {
    let places = sides::count(facts.endpoint, facts.claims, facts.context);
    let by_export = facts.context.named_region();
    match places + usize::from(facts.context.region.is_some() || by_export.is_some()) {
        0 => Ready::missing("nothing names a region", &["--endpoint URL and --region DOMAIN"]),
        1 => Ready::missing("only one place names a region", &["--region DOMAIN, or `region` in guestlint.toml"]),
        _ => Ready::Checked {
            subject: Some(match places {
                1 => "the endpoint's region".to_owned(),
                _ => format!("{places} places that name a region"),
            }),
            against: vec![match (&facts.context.region, by_export) {
                (Some(region), _) => format!("the organisation's region {}", region.domain),
                (None, Some(region)) => {
                    format!("the region {} in {}", region.value, region.at.by())
                }
                (None, None) => "each other".to_owned(),
            }],
        },
    }
}

fn payloads(facts: &Facts<'_>) -> Ready {
    if facts.target.payloads.is_empty() {
        return Ready::missing(
            "no payloads are given",
            &["--payload FILE..., or `payloads` of the target in guestlint.toml"],
        );
    }
    if facts.walked.payloads == 0 {
        return Ready::missing("no payload could be read", &[]);
    }
    let Some(protocol) = &facts.walked.protocol else {
        return Ready::missing("no protocol recognises the endpoint or the payloads", &["--protocol NAME"]);
    };
    Ready::Checked {
        subject: Some(count(facts.walked.payloads, "payload")),
        against: vec![format!("the message schemas of {protocol}")],
    }
}

fn sequence(facts: &Facts<'_>) -> Ready {
    match &facts.walked.protocol {
        Some(protocol) if !facts.walked.sent.is_empty() => Ready::Checked {
            subject: Some(facts.walked.sent.join(", ")),
            against: vec![format!(
                "the order that {protocol} keeps, with {} of the server supplied",
                count(facts.walked.answers, "answer")
            )],
        },
        _ if facts.target.payloads.is_empty() => Ready::missing("no payloads are given", &["--payload FILE..."]),
        None => Ready::missing("no protocol was recognised", &["--protocol NAME"]),
        Some(_) => Ready::missing("no payload goes over the socket", &[]),
    }
}

fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
