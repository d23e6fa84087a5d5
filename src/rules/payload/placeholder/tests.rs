//! What is a placeholder, and what only looks like one.

use super::is_placeholder;

#[test]
fn placeholders_are_recognised() {
    for value in [
        "your-queue-id-here",
        "YOUR_QUEUE_ID",
        "<token>",
        "<your queue id>",
        "{{queueId}}",
        "${QUEUE_ID}",
        "%QUEUE%",
        "__QUEUE_ID__",
        "[queue-id]",
        "xxx",
        "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "TODO",
        "CHANGEME",
        "change_me",
        "example-queue-id",
        "00000000-0000-0000-0000-000000000000",
        "{queueId}",
        "undefined",
    ] {
        assert!(is_placeholder(value), "{value}");
    }
}

#[test]
fn real_values_are_not() {
    for value in [
        "a1b2c3d4-5678-90ab-cdef-1234567890ab",
        "en-US",
        "2.0",
        "de",
        "",
        "<>",
        "{}",
        "[1,2]",
        "xx",
        "x-private",
        "100%",
        "todos",
        "you",
        "11111111-2222-3333-4444-555555555555",
    ] {
        assert!(!is_placeholder(value), "{value}");
    }
}
