//! The shape of the JSON report, version 1. `schemas/report.schema.json` is its description for others.

use serde::Serialize;

/// The report.
#[derive(Serialize)]
pub(super) struct Root {
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) summary: Summary,
    pub(super) sessions: Vec<Session>,
    pub(super) findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) loops: Vec<Loop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) preflight: Vec<super::verdict::Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coverage: Option<Vec<super::coverage::Protocol>>,
}

/// What it is, and who wrote it.
#[derive(Serialize)]
pub(super) struct Head {
    pub(super) version: u32,
    pub(super) tool: Tool,
}

impl Head {
    /// This program's.
    pub(super) fn this() -> Self {
        Self { version: 1, tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") } }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Loop {
    pub(super) sessions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pause_ms: Option<f64>,
    pub(super) message: String,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) files: u64,
    pub(super) skipped: u64,
    pub(super) sessions: u64,
    pub(super) ignored_sessions: u64,
    pub(super) frames: u64,
    pub(super) payloads: u64,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) notes: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) protocol_folders: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) targets: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) skipped_lines: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) withheld: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notices: Vec<String>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) expected: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) ignored: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) baselined: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) fixable: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) fixable_unsafe: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixed: Vec<Fixed>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Session {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<String>,
    pub(super) files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) merged: Option<Merged>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) departure: Option<Departure>,
    pub(super) format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    pub(super) frames: u64,
    pub(super) end: End,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) headline: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) causes: Vec<Cause>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) check_next: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Departure {
    pub(super) good: String,
    pub(super) why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) frame: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) good_location: Option<Location>,
}

#[derive(Serialize)]
pub(super) struct Merged {
    pub(super) file: String,
    pub(super) told: String,
    pub(super) confidence: &'static str,
    pub(super) why: String,
}

#[derive(Serialize)]
pub(super) struct End {
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct Cause {
    pub(super) code: &'static str,
    pub(super) rule: &'static str,
    pub(super) confidence: &'static str,
    pub(super) finding: String,
    pub(super) why: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    pub(super) id: String,
    pub(super) code: &'static str,
    pub(super) rule: &'static str,
    pub(super) severity: &'static str,
    pub(super) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<String>,
    pub(super) count: u64,
    pub(super) location: Location,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) session: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) frame: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) direction: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related: Vec<Related>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<Fix>,
    pub(super) fingerprint: String,
}

#[derive(Serialize)]
pub(super) struct Fix {
    pub(super) title: String,
    pub(super) safe: bool,
    pub(super) edits: Vec<Edit>,
}

#[derive(Serialize)]
pub(super) struct Edit {
    pub(super) location: Location,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Fixed {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) code: &'static str,
    pub(super) title: String,
}

#[derive(Serialize)]
pub(super) struct Related {
    pub(super) role: &'static str,
    pub(super) message: String,
    pub(super) location: Location,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) argument: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) member: Option<String>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    pub(super) offset: usize,
    pub(super) length: usize,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}
