//! What people bring who have next to nothing: a number, a file without a command, a recording that began too late.

use crate::common::{guestlint, run, with_stdin};

#[test]
fn a_number_is_explained() {
    for (number, said) in [
        ("1006", "no Close frame came"),
        ("403", "status 403 of a WebSocket handshake"),
        ("4006", "error 4006 of web-messaging (SessionHasExpired)"),
    ] {
        let ran = run(&["explain", number]);
        assert_eq!(ran.exit, 0, "{number}");
        assert!(ran.stdout.to_lowercase().contains(&said.to_lowercase()), "{}", ran.stdout);
        assert!(ran.stdout.contains("guestlint check session.har"), "{}", ran.stdout);
    }
    assert!(run(&["explain", "201"]).stdout.starts_with("# GL201 "));
}

#[test]
fn a_pasted_symptom_is_explained_and_is_not_green() {
    for (pasted, number) in [
        ("closed with code: 1006", "1006"),
        ("WebSocket closed, code 4006, reason: ", "4006"),
        ("onclose 1011", "1011"),
    ] {
        let ran = with_stdin("check -", pasted.as_bytes());
        assert_eq!(ran.exit, 3, "{pasted}");
        assert!(ran.stdout.contains(&format!("guestlint explain {number}")), "{}", ran.stdout);
        assert!(ran.stdout.contains("Record the whole"), "{}", ran.stdout);
    }
}

#[test]
fn a_file_without_a_command_is_checked() {
    let plain = guestlint("check fixtures/field-report/session.har");
    let bare = guestlint("fixtures/field-report/session.har");
    assert_eq!((bare.exit, &bare.stdout), (plain.exit, &plain.stdout));
    assert_eq!(bare.stderr, "guestlint: running guestlint check fixtures/field-report/session.har\n");
    assert_eq!(guestlint("no-such-file").exit, 2);
}

#[test]
fn a_har_without_a_socket_says_what_it_holds() {
    let har = r#"{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"1"},"entries":[
        {"startedDateTime":"2026-03-02T09:15:00.000Z","time":3,"request":{"method":"GET","url":"https://shop.example/","headers":[]},"response":{"status":200,"headers":[]}}]}}"#;
    let ran = with_stdin("check -", har.as_bytes());
    assert_eq!(ran.exit, 3);
    assert!(ran.stdout.contains("holds 1 request and no WebSocket"), "{}", ran.stdout);
}
