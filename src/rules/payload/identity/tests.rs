//! What is said of a message of another dialect.

use crate::capture::Direction;
use crate::rules::judge::tests::findings;

/// The help of the one finding on what a client sent.
fn help(text: &str) -> String {
    let findings = findings(text, Direction::Client);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule.code, "GL215");
    findings[0].help.clone().unwrap_or_default()
}

#[test]
fn another_dialects_message_is_not_told_to_be_renamed() {
    let rename = "rename the key: \"type\": \"startChat\"";
    assert_eq!(help(r#"{"action":"startChat"}"#), rename);
    assert_eq!(help(r#"{"event":"startchat"}"#), rename);
    assert!(help(r#"{"action":"onMessage"}"#).contains("Web Messaging"));
    assert!(help(r#"{"action":"configureSession"}"#).contains("Web Messaging"));
}
