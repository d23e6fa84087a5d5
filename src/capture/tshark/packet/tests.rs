//! Names of fields.

use super::is_field;

#[test]
fn both_spellings_of_a_field() {
    assert!(is_field("websocket.payload.text", "websocket.payload.text"));
    assert!(is_field("websocket_websocket_payload_text", "websocket.payload.text"));
    assert!(!is_field("websocket_payload_text", "websocket.payload.text"));
    assert!(!is_field("tcp_tcp_stream_id", "tcp.stream"));
    assert!(!is_field("tcp_tcp_strëam", "tcp.stream"));
}
