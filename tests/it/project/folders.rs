//! Folders with a project in them, and the program at work there.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{Ran, command, findings, is_fault, text, validate};

pub const START: &str =
    r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263","routingData":{"language":"en-US"}}"#;
pub const UNROUTED: &str = r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263"}"#;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `guestlint` in a folder.
pub fn within(folder: &Path, arguments: &str) -> Ran {
    let arguments: Vec<_> = arguments.split_whitespace().collect();
    command(&arguments).current_dir(folder).output().unwrap().into()
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// The report on everything in a folder.
pub fn report(folder: &Path, arguments: &str) -> Value {
    let report = within(folder, &format!("check --output json {arguments}")).report();
    validate(&report);
    report
}

/// `file code` of each error and warning.
pub fn faults(report: &Value) -> Vec<String> {
    let faults = findings(report).iter().filter(is_fault);
    let mut faults: Vec<_> =
        faults.map(|finding| format!("{} {}", text(&finding["location"], "file"), text(finding, "code"))).collect();
    faults.sort();
    faults
}
