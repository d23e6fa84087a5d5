//! Options that several commands share, at work in each of those commands.

use std::fs;

use crate::common::{guestlint, with_stdin};

const FIELD_REPORT: &str = "fixtures/field-report/session.ndjson";
const GRAPHQL: &str = "fixtures/protocols/graphql-ws";
const SHOP: &str = "fixtures/preflight/shop";

/// A server's log: what the client sent was received.
const SERVERS: &str = "Received: {\"type\":\"connect\",\"version\":\"2.0\"}\nSending: {\"type\":\"connected\"}\n";

/// A log with names of its own.
const DIALECT: &str = r#"{"when":1795417067900,"who":"CLIENT","what":"{\"type\":\"connect\",\"version\":\"2.0\"}"}
{"when":1795417067995,"who":"SERVER","what":"{\"type\":\"connected\"}"}
"#;
const MAP: &str = "--map time=/when --map direction=/who --map payload=/what";

#[test]
fn check_is_silent_with_quiet_where_nothing_is_found() {
    let ran = guestlint("check --quiet fixtures/valid/payloads");
    assert_eq!((ran.exit, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    let ran = guestlint(&format!("check --quiet {FIELD_REPORT}"));
    assert!(ran.stdout.contains("error: GL201"), "{}", ran.stdout);
}

#[test]
fn convert_reads_a_mapped_and_a_servers_log() {
    let mapped = with_stdin(&format!("convert - {MAP}"), DIALECT.as_bytes()).stdout;
    let lines: Vec<_> = mapped.lines().collect();
    assert!(lines[1].contains("\"ts\":\"2026-11-23T06:57:47.900Z\""), "{mapped}");
    assert!(lines[1].contains("\"event\":\"send\""), "{mapped}");
    assert!(lines[2].contains("\"event\":\"recv\""), "{mapped}");

    let events = |options: &str| {
        let log = with_stdin(&format!("convert - {options}"), SERVERS.as_bytes()).stdout;
        let sent = log.find("\"event\":\"send\"").unwrap();
        sent < log.find("\"event\":\"recv\"").unwrap()
    };
    assert!(events("--perspective server"));
    assert!(!events(""));
}

#[test]
fn trace_reads_a_mapped_and_a_servers_log() {
    let mapped = with_stdin(&format!("trace - {MAP}"), DIALECT.as_bytes());
    assert_eq!(mapped.exit, 0, "{mapped:?}");
    assert!(mapped.stdout.contains("+95 ms  2  │◀"), "{}", mapped.stdout);

    let servers = with_stdin("trace - --perspective server", SERVERS.as_bytes());
    assert_eq!(servers.exit, 0, "{servers:?}");
    assert!(servers.stdout.contains("1  │ connect ──"), "{}", servers.stdout);
    let clients = with_stdin("trace -", SERVERS.as_bytes()).stdout;
    assert!(clients.contains("1  │◀──"), "{clients}");
}

#[test]
fn trace_shows_payloads_and_reasons_with_verbose() {
    let capture = format!("{GRAPHQL}/clean.ndjson");
    let plain = guestlint(&format!("trace {capture} --protocol-dir {GRAPHQL}"));
    assert_eq!(plain.exit, 0, "{plain:?}");
    assert!(plain.stdout.contains("· graphql-ws · 7 frames"), "{}", plain.stdout);
    assert!(!plain.stdout.contains("why this protocol"), "{}", plain.stdout);
    let verbose = guestlint(&format!("trace {capture} --protocol-dir {GRAPHQL} --verbose"));
    assert!(verbose.stdout.contains("why this protocol"), "{}", verbose.stdout);
    assert!(verbose.stdout.contains(r#"{"type":"connection_init"}"#), "{}", verbose.stdout);
    let other = guestlint(&format!("trace {capture}")).stdout;
    assert!(!other.contains("· graphql-ws ·"), "{other}");
}

#[test]
fn convert_keeps_the_sockets_of_an_own_protocol_when_it_redacts() {
    let convert = format!("convert {GRAPHQL}/clean.ndjson --redact --key made-up");
    let own = guestlint(&format!("{convert} --protocol-dir {GRAPHQL}"));
    assert_eq!(own.exit, 0, "{own:?}");
    assert!(own.stdout.contains("connection_init"), "{}", own.stdout);
    let named = format!("{convert} --protocol graphql-ws");
    assert_eq!(guestlint(&format!("{named} --protocol-dir {GRAPHQL}")).exit, 0);
    assert_eq!(guestlint(&named).exit, 2);
}

#[test]
fn colour_is_always_or_never_there() {
    for command in [
        format!("check {FIELD_REPORT}"),
        format!("trace {FIELD_REPORT}"),
        format!("preflight --config {SHOP}/guestlint.toml"),
    ] {
        let always = guestlint(&format!("{command} --color always")).stdout;
        let never = guestlint(&format!("{command} --color never")).stdout;
        assert!(always.contains("\u{1b}[1"), "{command}: {always}");
        assert!(!never.contains('\u{1b}'), "{command}: {never}");
    }
}

#[test]
fn preflight_takes_a_configuration_and_what_fails_it() {
    let staging = format!("preflight --config {SHOP}/guestlint.toml --target staging");
    let ran = guestlint(&staging);
    assert_eq!(ran.exit, 1, "{ran:?}");
    assert!(ran.stdout.contains("error: GL106"), "{}", ran.stdout);
    let never = guestlint(&format!("{staging} --fail-on never"));
    assert_eq!(never.exit, 0);
    assert!(never.stdout.contains("error: GL106"), "{}", never.stdout);
}

#[test]
fn preflight_is_silent_with_quiet_where_all_is_well() {
    let endpoint = "--endpoint wss://api.mypurecloud.de/api/v2/guest/conversations/websocket";
    let ran = guestlint(&format!("preflight --no-config {endpoint}"));
    assert!(ran.stdout.contains("✓ endpoint"), "{}", ran.stdout);
    let ran = guestlint(&format!("preflight --no-config --quiet {endpoint}"));
    assert_eq!((ran.exit, ran.stdout.as_str()), (0, ""));
}

#[test]
fn preflight_judges_by_the_protocol_that_is_named() {
    let endpoint = "--endpoint wss://api.mypurecloud.de/api/v2/guest/conversations/websocket";
    let named = guestlint(&format!("preflight --no-config {endpoint} --protocol web-messaging"));
    assert_eq!(named.exit, 1, "{named:?}");
    assert!(named.stdout.contains("error: GL103"), "{}", named.stdout);

    let payloads = format!("preflight --no-config --payload {GRAPHQL}/clean.ndjson");
    let own = guestlint(&format!("{payloads} --protocol-dir {GRAPHQL}"));
    assert_eq!(own.exit, 0, "{own:?}");
    assert!(own.stdout.contains("(graphql-ws)"), "{}", own.stdout);
    assert!(!guestlint(&payloads).stdout.contains("graphql-ws)"));
}

#[test]
fn preflight_masks_unless_values_are_to_be_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("start.json");
    let payload = r#"{"type":"startChat","guestEmail":"erika@shop.example","routingData":{"language":"en-US"}}"#;
    fs::write(&path, payload).unwrap();
    let preflight = format!("preflight --no-config --payload {}", path.display());
    let masked = guestlint(&preflight).stdout;
    assert!(masked.contains("GL213") && !masked.contains("erika@"), "{masked}");
    let shown = guestlint(&format!("{preflight} --show-values")).stdout;
    assert!(shown.contains("erika@shop.example"), "{shown}");
}
