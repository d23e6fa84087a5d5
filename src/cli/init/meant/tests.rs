use super::*;

#[test]
fn folders_and_names_say_that_files_are_invalid() {
    for file in [
        "invalid/start.json",
        "fixtures/bad-payloads/a/start.json",
        "tests/errors/start.json",
        "bad-start-chat.json",
        "a/start-chat.invalid.json",
        "start_chat_INVALID.json",
        "invalid2.json",
        "badStartChat.json",
        "startChatMalformed.json",
        "valid/not-valid.json",
        "not-good/start.json",
    ] {
        assert!(is_meant(file), "{file}");
    }
}

#[test]
fn other_words_do_not() {
    for file in [
        "start.json",
        "errors.json",
        "error/message.json",
        "captures/failed.har",
        "rejected-by-server.ndjson",
        "badge.json",
        "validation/start.json",
        "unbroken/start.json",
        "invalid/valid-again.json",
        "invalid/good/start.json",
        "not-invalid.json",
        "fixed-bad-start.json",
        "",
    ] {
        assert!(!is_meant(file), "{file}");
    }
}
