//! The line that says how far a long run is: on a terminal only, and never in what is kept.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const UNROUTED: &str = r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263"}"#;
const SLOW: Duration = Duration::from_millis(2500);

/// A pipe in a folder, which is read slowly where `slow`; a file with the same content, where not. Its name holds a character that
/// turns the text around.
fn input(folder: &TempDir, slow: bool) -> PathBuf {
    let path = folder.path().join("slow\u{202e}.json");
    if !slow {
        fs::write(&path, UNROUTED).unwrap();
        return path;
    }
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    let pipe = path.clone();
    thread::spawn(move || {
        let mut pipe = OpenOptions::new().write(true).open(pipe).unwrap();
        thread::sleep(SLOW);
        pipe.write_all(UNROUTED.as_bytes()).unwrap();
    });
    path
}

/// What a terminal of 100 columns gets of a run; `None` where there is no `script` that makes one.
fn on_terminal(folder: &Path, arguments: &str) -> Option<String> {
    let version = Command::new("script").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("util-linux") {
        return None;
    }
    let shell = format!("stty cols 100 rows 40; exec '{}' {arguments}", env!("CARGO_BIN_EXE_guestlint"));
    let output = Command::new("script")
        .args(["-qec", &shell, "/dev/null"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("TERM", "xterm")
        .output()
        .unwrap();
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

/// What is left on the screen of what was written to it, as far as this line and the report need it: a carriage return goes to the
/// start of the line, and `ESC [2K` empties it.
fn left(written: &str) -> String {
    let lines = written.split('\n').map(|line| {
        let kept = line.rsplit("\r\u{1b}[2K").next().unwrap_or_default();
        assert!(!kept.contains('\r') && !kept.contains('\u{1b}'), "{line:?}");
        kept
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_pipe_gets_no_trace_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = input(&folder, true);
    let ran = crate::common::run(&["check".as_ref(), path.as_os_str()]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (1, ""));
    assert!(ran.stdout.contains("GL201"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("files checked"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(['\u{1b}', '\r']), "{}", ran.stdout);
}

#[test]
fn a_terminal_shows_it_after_a_second_and_keeps_the_report_alone() {
    let (slow, fast) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    input(&fast, false);
    input(&slow, true);
    let Some(fast) = on_terminal(fast.path(), "check slow*") else {
        return;
    };
    let slow = on_terminal(slow.path(), "check slow*").unwrap();
    assert!(!fast.contains("files checked"), "{fast:?}");
    assert!(slow.contains("1 s, 0 files checked, now slow\\u{202e}.json"), "{slow:?}");
    assert!(!slow.contains("0 s, "), "{slow:?}");
    assert!(fast.contains("GL201"), "{fast}");
    assert_eq!(left(&slow), fast);
}

#[test]
fn quiet_runs_show_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    input(&folder, true);
    if let Some(written) = on_terminal(folder.path(), "check -q slow*") {
        assert!(!written.contains("files checked"), "{written:?}");
        assert!(written.contains("GL201"), "{written:?}");
    }
}

#[test]
fn a_report_that_goes_elsewhere_holds_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    input(&folder, true);
    if let Some(written) = on_terminal(folder.path(), "check slow* > report.txt") {
        assert!(written.contains("files checked"), "{written:?}");
        assert_eq!(left(&written), "");
        let report = fs::read_to_string(folder.path().join("report.txt")).unwrap();
        assert!(report.contains("GL201") && !report.contains("files checked"), "{report}");
    }
}

#[test]
fn many_files_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..3 {
        fs::write(folder.path().join(format!("{number}.json")), UNROUTED).unwrap();
    }
    input(&folder, true);
    if let Some(written) = on_terminal(folder.path(), "check 0.json 1.json 2.json slow*") {
        assert!(written.contains("3 files checked, now slow"), "{written:?}");
        let kept = left(&written);
        assert_eq!(kept.matches("error: GL201").count(), 4, "{kept}");
    }
}
