//! What people see, whole: a snapshot a rule, an endpoint, a form of the field report. Read a changed one as if it were two in
//! the morning, before you accept it.

use std::collections::BTreeMap;

use crate::common::{code_of, fixtures, guestlint, run};

/// Snapshots without the expression they come from, and without the program's version.
fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.add_filter(r#""version": "\d+\.\d+\.\d+""#, r#""version": "[version]""#);
    settings.add_filter(r"guestlint \d+\.\d+\.\d+", "guestlint [version]");
    settings
}

fn snapshot(name: &str, screen: &str) {
    assert!(!screen.contains(env!("CARGO_MANIFEST_DIR")), "an absolute path in {name}");
    settings().bind(|| insta::assert_snapshot!(name, screen));
}

/// The screens of `check` for several files, one below the other.
fn screens<'p>(options: &str, paths: impl IntoIterator<Item = &'p String>) -> String {
    let screen = |path: &String| {
        let arguments = format!("check{options} {path}");
        guestlint(&arguments).transcript(&arguments)
    };
    paths.into_iter().map(screen).collect::<Vec<_>>().join("\n")
}

#[test]
fn field_report() {
    for path in fixtures("field-report") {
        let name = path.rsplit('/').next().unwrap_or_default().replace('.', "_");
        snapshot(&format!("field_report_{name}"), &screens("", [&path]));
        let json = run(&["check", &path, "--output", "json"]).stdout;
        snapshot(&format!("field_report_{name}_as_json"), &json);
    }
}

#[test]
fn invalid() {
    let mut by_code: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in fixtures("invalid") {
        by_code.entry(code_of(&path).to_owned()).or_default().push(path);
    }
    for (code, paths) in by_code {
        snapshot(&format!("invalid_{code}"), &screens("", &paths));
    }
}

#[test]
fn endpoints() {
    snapshot("endpoints", &screens("", &fixtures("endpoints")));
}

#[test]
fn foreign_sockets() {
    snapshot("foreign", &screens(" -v", &fixtures("foreign")));
}

#[test]
fn valid_sessions() {
    snapshot("valid_sessions", &screens(" -v", &fixtures("valid/sessions")));
}

#[test]
fn valid_web_messaging() {
    let paths = ["fixtures/valid/web-messaging".to_owned()];
    snapshot("valid_web_messaging", &screens(" -v", &paths));
}

#[test]
fn valid_payloads() {
    snapshot("valid_payloads", &screens("", &["fixtures/valid/payloads".to_owned()]));
}

#[test]
fn web_project() {
    snapshot("web_project", &screens(" -v", &["fixtures/web-project".to_owned()]));
}

#[test]
fn help() {
    for command in ["", "check", "trace", "explain", "rules", "protocols", "schema"] {
        let arguments = format!("{command} --help");
        let name = format!("help_{}", if command.is_empty() { "all" } else { command });
        let arguments = arguments.trim_start();
        snapshot(&name, &guestlint(arguments).transcript(arguments));
    }
}

#[test]
fn other_commands() {
    for (name, arguments) in [
        ("rules", "rules"),
        ("rules_as_json", "rules --output json"),
        ("protocols", "protocols"),
        ("protocol", "protocols guest-conversations"),
        ("schema", "schema startChat"),
    ] {
        snapshot(name, &guestlint(arguments).transcript(arguments));
    }
}

#[test]
fn usage_errors() {
    let cases = [
        "",
        "chekc fixtures",
        "check --protocol guest-conversation fixtures/valid",
        "check --output jsn fixtures/valid",
        "check --output json= fixtures/valid",
        "check --output json --output human fixtures/valid",
        "check --format harr fixtures/valid",
        "check --fail-on warnings fixtures/valid",
        "check --fail-onn warning fixtures/valid",
        "check -q -v fixtures/valid",
        "check - -",
        "check fixtures/no-such-file.json",
        "check fixtures/valid/payloads/connect.json --output json=no/such/folder/report.json",
        "explain GL999",
        "explain missing-routing",
        "protocols guest-conversation",
        "schema startchat",
        "schema hello",
        "schema connect --protocol webmessaging",
    ];
    let screens: Vec<_> = cases.iter().map(|arguments| guestlint(arguments).transcript(arguments)).collect();
    snapshot("usage_errors", &screens.join("\n"));
}
