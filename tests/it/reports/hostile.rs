//! No format lets an input write into its report: control and bidirectional characters are shown as escapes, and the format's
//! own syntax stays whole. Every format of the program needs an expectation here.

use std::path::Path;

use pulldown_cmark::{Event, Parser};
use serde_json::{Value, json};

use crate::common::{Ran, command, formats, validate, validate_line};

use super::github::Command;
use super::markdown::{holds_only_our_own, rows};

/// What every text of the input holds. The path of a file can hold no slash.
const HOSTILE: &str = "\u{1b}[31m\r\n::error::forged\n\u{202e}]]><script>a(1)<b>|`x`|**y** @octocat #1 ##[add-mask]z";
/// Characters that must never arrive.
const RAW: &[char] = &['\u{1b}', '\r', '\u{202e}', '\u{7}', '\u{9b}'];

/// The files with such names, fields and values, in a folder of their own.
fn write_inputs(folder: &Path) -> Vec<String> {
    let payload = |payload: &Value| payload.to_string();
    let start_chat = json!({
        "type": "startChat", "queueId": "1", HOSTILE: HOSTILE, "routingData": {"language": HOSTILE}
    });
    let events = [
        json!({"ts": "2026-11-23T09:14:05.120Z", "event": "open", "status": 101,
               "url": format!("wss://api.mypurecloud.com/api/v2/guestconversations/{HOSTILE}")}),
        json!({"ts": "2026-11-23T09:14:05.165Z", "event": "send",
               "data": payload(&json!({"type": "connect", "version": HOSTILE, HOSTILE: 1}))}),
        json!({"ts": "2026-11-23T09:14:05.175Z", "event": "send", "data": payload(&json!({"type": HOSTILE}))}),
        json!({"ts": "2026-11-23T09:14:05.213Z", "event": "send", "data": payload(&start_chat)}),
        json!({"ts": "2026-11-23T09:14:05.251Z", "event": "close", "code": 4000, "reason": HOSTILE, "clean": true}),
    ];
    let log: String = events.iter().map(|event| format!("{event}\n")).collect();
    let files = [(format!("::error::{HOSTILE}.ndjson"), log), (format!("{HOSTILE}.json"), start_chat.to_string())];
    for (name, text) in &files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    files.into_iter().map(|(name, _)| name).collect()
}

fn report(folder: &Path, names: &[String], format: &str, more: &[&str]) -> Ran {
    let mut arguments = vec!["check", "--output", format];
    arguments.extend(more);
    arguments.extend(names.iter().map(String::as_str));
    let output = command(&arguments).current_dir(folder).output().unwrap();
    output.into()
}

/// How many elements of this name a document of XML has.
fn elements(xml: &str, name: &str) -> usize {
    let document = roxmltree::Document::parse(xml).unwrap();
    let all = document.descendants();
    all.filter(|node| node.has_tag_name(name)).count()
}

/// What is true of a format's output besides that no raw character arrives; `findings` are those of the JSON report.
fn assert_whole(format: &str, output: &str, findings: &[Value]) {
    let shown = findings.iter().filter(|finding| finding["code"] != "GL113");
    let shown = shown.count();
    match format {
        "human" => {
            let forged = |line: &&str| line.trim_start().starts_with("::");
            // A file's heading begins with its name, which is a command only where a line begins with it.
            let lines: Vec<_> = output.lines().filter(forged).collect();
            assert!(lines.iter().all(|line| line.starts_with("::error::\\u{1b}")), "{lines:#?}");
        }
        "json" => validate(&serde_json::from_str(output).unwrap()),
        "jsonl" => {
            let lines: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            lines.iter().for_each(validate_line);
            let told = lines.iter().filter(|line| line["kind"] == "finding");
            assert_eq!(told.count(), findings.len());
        }
        "concise" => {
            assert_eq!(output.lines().count(), shown + 1, "{output}");
            let command = |line: &str| line.starts_with("::") || line.contains("##[");
            assert!(!output.lines().any(command), "{output}");
        }
        "github" => {
            let commands: Vec<_> =
                output.lines().map(|line| Command::parse(line).unwrap_or_else(|| panic!("{line}"))).collect();
            assert!(commands.len() <= shown + 1 && commands.len() > 5);
            for command in commands {
                let known = ["file", "line", "endLine", "col", "endColumn", "title"];
                let unknown = command.properties.keys().find(|name| !known.contains(&name.as_str()));
                assert_eq!(unknown, None, "{command:?}");
                assert!(["error", "warning", "notice"].contains(&command.name.as_str()));
                if let Some(file) = command.properties.get("file") {
                    assert!(file.contains("::error::forged"), "{command:?}");
                }
            }
        }
        "markdown" => {
            holds_only_our_own(output);
            let rows = rows(output);
            assert!(rows.iter().all(|row| row.len() == 4), "{rows:#?}");
            assert_eq!(rows.len() - rows.iter().filter(|row| row[0] == "Severity").count(), shown);
            // Outside of code, a mention and a reference are cut in two.
            let plain = Parser::new(output).filter(|event| matches!(event, Event::Text(_)));
            for text in plain {
                let Event::Text(text) = text else { continue };
                assert!(!text.contains("@octocat") && !text.contains("#1"), "{text}");
            }
        }
        "sarif" => {
            let report: Value = serde_json::from_str(output).unwrap();
            let results = report["runs"][0]["results"].as_array().unwrap();
            assert_eq!(results.len(), findings.len());
        }
        "gitlab" => {
            let report: Value = serde_json::from_str(output).unwrap();
            assert_eq!(report.as_array().unwrap().len(), findings.len());
        }
        "rdjson" => {
            let report: Value = serde_json::from_str(output).unwrap();
            let told = report["diagnostics"].as_array().unwrap();
            assert_eq!(told.len(), findings.len());
        }
        "checkstyle" => assert_eq!(elements(output, "error"), findings.len(), "{output}"),
        "junit" => {
            let errors = findings.iter().filter(|finding| finding["severity"] == "error");
            assert_eq!(elements(output, "failure"), errors.count(), "{output}");
            assert_eq!(elements(output, "script"), 0);
        }
        other => panic!("the format `{other}` needs an expectation here: what is its own syntax, and is it whole?"),
    }
}

#[test]
fn no_format_lets_an_input_write_into_its_report() {
    let folder = tempfile::tempdir().unwrap();
    let names = write_inputs(folder.path());
    let json = report(folder.path(), &names, "json", &[]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    let findings = json["findings"].as_array().unwrap();
    for texts in ["message", "location"] {
        let hostile = |finding: &&Value| finding[texts].to_string().contains("::error::forged");
        assert!(findings.iter().filter(hostile).count() > 3, "{texts} is not hostile: {findings:#?}");
    }
    for format in formats() {
        for more in [&[][..], &["--show-values"], &["-v"], &["-q"]] {
            let ran = report(folder.path(), &names, &format, more);
            assert_eq!(ran.exit, 1, "{format} {more:?}\n{}{}", ran.stdout, ran.stderr);
            for output in [&ran.stdout, &ran.stderr] {
                let raw = output.find(RAW).map(|at| output[at..].escape_debug().to_string());
                assert_eq!(raw, None, "{format} {more:?}");
                let forged = output.lines().find(|line| line.starts_with("::error::forged"));
                assert_eq!(forged, None, "{format} {more:?}");
            }
            if more.is_empty() || more == ["--show-values"] {
                assert_whole(&format, &ran.stdout, findings);
            }
        }
    }
}
