//! Tests of `redact/subprotocols.rs`.

use super::*;

fn found(list: &str) -> Vec<&str> {
    values(list).into_iter().map(|span| span.slice(list)).collect()
}

#[test]
fn names_stay_and_tokens_do_not() {
    assert_eq!(found("graphql-transport-ws, mqtt, v12.stomp"), [""; 0]);
    assert_eq!(found("bearer, swordfish"), ["swordfish"]);
    assert_eq!(found("access_token, swordfish"), ["swordfish"]);
    assert_eq!(found("chat,Q8Zr2LwT5vXk9NcB"), ["Q8Zr2LwT5vXk9NcB"]);
    assert_eq!(found("bearer.Q8Zr2LwT5v"), [".Q8Zr2LwT5v"]);
    assert_eq!(found("deadbeef0123"), ["deadbeef0123"]);
    assert_eq!(found(""), [""; 0]);
}
