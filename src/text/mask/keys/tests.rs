//! Tests of `text/mask/keys.rs`.

use super::*;

#[test]
fn keys_compare_without_case_and_separators() {
    for key in ["access_token", "Set-Cookie", "X-API-Key", "guestName", "GUEST_EMAIL", "jwt"] {
        assert!(kind(key).is_some(), "{key}");
    }
    for key in [
        "type",
        "queueId",
        "deploymentId",
        "version",
        "language",
        "fileName",
        "queueName",
        "eventName",
        "topicName",
        "nextToken",
        "source",
    ] {
        assert_eq!(kind(key), None, "{key}");
    }
}

#[test]
fn the_words_of_the_data_are_already_normalised() {
    let keys = keys();
    assert!(keys.exact.len() > 20 && !keys.harmless.is_empty());
    let words = keys.exact.keys().chain(&keys.harmless).chain(keys.endings.iter().map(|(word, _)| word));
    for word in words {
        assert!(word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
    }
}
