//! What a name names, by who sends it.

use super::*;

#[test]
fn names_are_taken_by_direction() {
    let protocol = &embedded().unwrap()[0];
    assert!(matches!(protocol.named("connect", Direction::Client), Named::Message(_)));
    assert!(matches!(protocol.named("connect", Direction::Server), Named::Alias(..)));
    assert!(matches!(protocol.named("connected", Direction::Client), Named::WrongDirection(_)));
    assert!(matches!(protocol.named("startChat", Direction::Server), Named::WrongDirection(_)));
    assert!(matches!(protocol.named("message", Direction::Server), Named::Message(_)));
    assert!(matches!(protocol.named("chatStarted", Direction::Server), Named::Unknown));
    assert_eq!(protocol.nearest_message("startchat"), Some("startChat"));
    assert_eq!(protocol.nearest_message("STARTCHAT"), Some("startChat"));
    assert_eq!(protocol.nearest_message("module"), None);
}
