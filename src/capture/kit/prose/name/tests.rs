//! Names of sockets.

use super::socket;

#[test]
fn names_of_sockets() {
    for (line, name) in [
        ("12:00 [ws-12] Sending: {}", Some("ws-12")),
        ("(conn 7) sent {}", Some("conn 7")),
        ("connId=a1b2c3d4-0000 recv {}", Some("a1b2c3d4-0000")),
        ("[ws-thread-3] Sending: {}", None),
        ("[ws] Sending: {}", None),
        ("[worker-3] Sending: {}", None),
        ("sent {\"connId\": 12}", None),
        ("host: 10 Sending", None),
    ] {
        assert_eq!(socket(line), name, "{line}");
    }
}
