//! Tests of `page/nothing.rs`.

use super::*;

#[test]
fn what_was_found_instead_is_told() {
    let told = |files, skipped, sockets, unknown, services: &[&str]| {
        let summary = Summary {
            files,
            skipped,
            ignored_sessions: sockets,
            unknown_sockets: unknown,
            services: services.iter().map(|s| (*s).to_owned()).collect(),
            ..Summary::default()
        };
        nothing_checked(&summary, false).unwrap()
    };
    insta::assert_snapshot!(
        [
            told(0, 0, 0, 0, &[]),
            told(0, 12, 0, 0, &[]),
            told(1, 0, 0, 0, &[]),
            told(2, 1, 0, 0, &[]),
            told(1, 0, 1, 1, &[]),
            told(1, 2, 3, 2, &["a.example is a service"]),
            told(1, 0, 1, 0, &["a\u{202e}b.example is a service"]),
        ]
        .join("\n"),
        @r"
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found no file that may hold one.
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found only 12 files, skipped. A file that is named on the command line is always read.
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found only 1 file without any.
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found only 2 files without any, and 1 other file, skipped. A file that is named on the command line is always read.
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found only 1 socket of no known protocol. The chat's own socket is not in the recording: begin it before the chat connects (open DevTools, then reload the page). --protocol NAME judges such sockets all the same, and -v lists them.
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found only 3 sockets of other services (a.example is a service; 2 of no known protocol), and 2 other files, skipped. The chat's own socket is not in the recording: begin it before the chat connects (open DevTools, then reload the page). --protocol NAME judges such sockets all the same, and -v lists them.
        Nothing was checked: looked for payloads and for sockets of a known protocol, and found only 1 socket of other services (a\u{202e}b.example is a service). The chat's own socket is not in the recording: begin it before the chat connects (open DevTools, then reload the page). --protocol NAME judges such sockets all the same, and -v lists them.
        "
    );
    let payload = Summary { payloads: 1, ..Summary::default() };
    assert_eq!(nothing_checked(&payload, false), None);
}
