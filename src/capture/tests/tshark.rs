//! What tshark prints of packet captures.

use super::super::Format;
use super::{transcript, transcript_as};

/// As tshark 4.0 prints it with `-T json`, layers of no interest left out: two frames in one segment are one key, twice.
pub(super) const JSON: &str = r#"[
  {"_index":"packets-2026-03-02","_type":"doc","_score":null,"_source":{"layers":{
    "frame":{"frame.time_epoch":"1772445601.000000000"},"tcp":{"tcp.srcport":"50000","tcp.dstport":"443","tcp.stream":"3"},"tls":"",
    "http":{"GET /socket HTTP/1.1\\r\\n":{"http.request.method":"GET","http.request.uri":"/socket"},"http.host":"chat.example",
      "http.upgrade":"websocket","http.sec_websocket_protocol":"one, two","http.request.full_uri":"https://chat.example/socket"}}}},
  {"_index":"packets-2026-03-02","_source":{"layers":{"frame":{"frame.time_epoch":"1772445601.010000000"},"tcp":{"tcp.srcport":"443","tcp.dstport":"50000","tcp.stream":"3"},
    "http":{"HTTP/1.1 101 Switching Protocols\\r\\n":{"http.response.code":"101"},"http.upgrade":"websocket"}}}},
  {"_index":"packets-2026-03-02","_source":{"layers":{"frame":{"frame.time_epoch":"1772445601.100000000"},"tcp":{"tcp.srcport":"50000","tcp.dstport":"443","tcp.stream":"3"},
    "websocket":{"websocket.fin":"1","websocket.rsv":"0x00","websocket.opcode":"1","websocket.mask":"1","websocket.payload_length":"32","websocket.payload":{"websocket.payload.text":"{\"type\":\"hello\",\"text\":\"café\"}"}},
    "data-text-lines":{"{\"type\":\"hello\",\"text\":\"café\"}":""},
    "websocket":{"websocket.fin":"1","websocket.rsv":"0x00","websocket.opcode":"2","websocket.mask":"1","websocket.payload_length":"4","websocket.payload":""},
    "data":{"data.data":"00:01:02:ff","data.len":"4"}}}},
  {"_index":"packets-2026-03-02","_source":{"layers":{"frame":{"frame.time_epoch":"1772445601.300000000"},"tcp":{"tcp.srcport":"443","tcp.dstport":"50000","tcp.stream":"3","tcp.flags_tree":{"tcp.flags.reset":"0","tcp.flags.fin":"1"}},
    "websocket":{"websocket.fin":"1","websocket.opcode":"8","websocket.mask":"0","websocket.payload":{"websocket.payload.close":{"websocket.payload.close.status_code":"1000","websocket.payload.close.reason":"bye"}}}}}}
]"#;

/// As tshark 4.0 prints it with `-T ek`: a socket that was dropped.
pub(super) const EK: &str = r#"{"index":{"_index":"packets-2026-03-02","_type":"doc"}}
{"timestamp":"1772445601000","layers":{"frame":{"frame_frame_time_epoch":"1772445601.000000000"},"tcp":{"tcp_tcp_srcport":"50000","tcp_tcp_dstport":"80","tcp_tcp_stream":"0","tcp_tcp_flags_fin":false},"http":{"http_http_request_method":"GET","http_http_request_uri":"/socket","http_http_host":"chat.example","http_http_upgrade":"websocket","http_http_request":true}}}
{"index":{"_index":"packets-2026-03-02","_type":"doc"}}
{"timestamp":"1772445601100","layers":{"tcp":{"tcp_tcp_srcport":"50000","tcp_tcp_dstport":"80","tcp_tcp_stream":"0","tcp_tcp_flags_fin":false},"websocket":[{"websocket_websocket_fin":true,"websocket_websocket_rsv":"0x00","websocket_websocket_opcode":"1","websocket_websocket_mask":true,"websocket_websocket_payload_length":"11","websocket_websocket_payload":null,"websocket_websocket_payload_text":"{\"a\":\"b\\n\"}"},{"websocket_websocket_fin":true,"websocket_websocket_opcode":"9","websocket_websocket_mask":true}]}}
{"index":{"_index":"packets-2026-03-02","_type":"doc"}}
{"timestamp":"1772445601200","layers":{"tcp":{"tcp_tcp_srcport":"80","tcp_tcp_dstport":"50000","tcp_tcp_stream":"0","tcp_tcp_flags_reset":true,"tcp_tcp_flags_fin":false}}}
"#;

/// A packet of `-T ek` from the server, with these members.
fn packet(members: &str) -> String {
    format!(
        r#"{{"timestamp":"1772445601000","layers":{{"tcp":{{"tcp_tcp_srcport":"80","tcp_tcp_dstport":"50000","tcp_tcp_stream":"0"}},{members}}}}}{}"#,
        "\n"
    )
}

fn frame(members: &str) -> String {
    let members = members.replace('~', "websocket_websocket_");
    packet(&format!(r#""websocket":{{"websocket_websocket_mask":false,{members}}}"#))
}

#[test]
fn repeated_keys_are_read_twice() {
    insta::assert_snapshot!(transcript(JSON), @r#"
        tshark-json
        0 open wss://chat.example/socket Some(101) protocols=one, two @45601010000
        0 client text {"type":"hello","text":"café"} @45601100000
        0 client binary Some(4) "00:01:02:ff" @45601100000
        0 close Closed { code: 1000, reason: Some("bye"), by: Some(Server) } at `{"websocket.fin":"1","websocke ~ ose.reason":"bye"}}}` @45601300000
        "#);
}

#[test]
fn a_drop_is_an_end_of_the_connection_without_a_close_frame() {
    insta::assert_snapshot!(transcript(EK), @r#"
        tshark-ek
        0 open ws://chat.example/socket None @45601000000
        0 client text {"a":"b\n"} @45601100000
        0 close Dropped { reported: false } at `true` @45601200000
        "#);
}

#[test]
fn without_the_last_packets_the_end_is_unknown() {
    let kept: Vec<&str> = EK.lines().take(4).collect();
    let lines = transcript_as(&kept.join("\n"), Format::TsharkEk);
    assert!(!lines.iter().any(|line| line.contains("close")), "{lines:?}");
}

#[test]
fn fragments_are_one_message() {
    insta::assert_snapshot!(transcript(&[
        frame(r#""~fin":false,"~rsv":"0x00","~opcode":"1","~payload_length":"1""#),
        frame(r#""~fin":true,"~rsv":"0x00","~opcode":"0","~payload_length":"1","~payload_text":"{}""#),
        // The beginning of this one was not captured.
        frame(r#""~fin":true,"~rsv":"0x00","~opcode":"0","~payload_length":"9""#),
        frame(r#""~fin":true,"~rsv":"0x00","~opcode":"1","~payload_length":"0""#),
    ].concat()), @r#"
        tshark-ek
        0 server text {} @45601000000
        0 server unchecked {"websocket_websocket_mask":fa ~ payload_length":"9"} (tshark shows no content of this frame) @45601000000
        0 server text  @45601000000
        "#);
}

#[test]
fn what_tshark_inflates_wrongly_is_not_judged() {
    insta::assert_snapshot!(transcript(&[
        frame(r#""~fin":true,"~rsv":"0x04","~opcode":"1","~payload_length":"9","~payload_text":"{\"good\":1}""#),
        frame(r#""~fin":false,"~rsv":"0x04","~opcode":"1","~payload_length":"9""#),
        frame(r#""~fin":true,"~rsv":"0x00","~opcode":"0","~payload_length":"38","~payload_text":"kM\u0003""#),
        // Text, but of words that were not sent.
        frame(r#""~fin":true,"~rsv":"0x04","~opcode":"1","~payload_length":"11","~payload_text":"hello helafter\"}""#),
        frame(r#""~fin":true,"~rsv":"0x00","~opcode":"1","~payload_length":"2","~payload_text":"{}""#),
        // Cut by a snap length.
        frame(r#""~fin":true,"~rsv":"0x00","~opcode":"1","~payload_length":"126","~payload_length_ext_16":"200","~payload_text":"{\"type\":""#),
    ].concat()), @r#"
        tshark-ek
        0 server text {"good":1} @45601000000
        0 server unchecked {"websocket_websocket_mask":fa ~ ad_text":"kM\u0003"} (tshark does not undo this frame's compression rightly: it was not checked) @45601000000
        0 server unchecked {"websocket_websocket_mask":fa ~ "hello helafter\"}"} (tshark does not undo this frame's compression rightly: it was not checked) @45601000000
        0 server text {} @45601000000
        0 server unchecked {"websocket_websocket_mask":fa ~ _text":"{\"type\":"} (tshark shows less text than this frame had: it was not checked) @45601000000
        "#);
}

#[test]
fn a_refused_handshake_and_requests_of_others() {
    let request = |upgrade: &str| {
        let members = r#""http_http_request_full_uri":"http://chat.example/s""#;
        packet(&format!(r#""http":{{{members}{upgrade}}}"#))
    };
    let answer = |code: &str| packet(&format!(r#""http":{{"http_http_response_code":"{code}"}}"#));
    insta::assert_snapshot!(transcript(&[
        request(""),
        answer("404"),
        request(r#","http_http_upgrade":"websocket""#),
        answer("403"),
        request(r#","http_http_upgrade":"websocket""#),
        packet(r#""x":1"#).replace("_stream\":\"0\"", "_stream\":\"0\",\"tcp_tcp_flags_fin\":true"),
    ].concat()), @r#"
        tshark-ek
        0 open ws://chat.example/s Some(403) @45601000000
        0 close Refused { status: Some(403) } at `"403"` @45601000000
        1 open ws://chat.example/s None @45601000000
        1 close Refused { status: None } at `true` @45601000000
        "#);
}

#[test]
fn encrypted_packets_are_told() {
    insta::assert_snapshot!(transcript(&packet(r#""tls":{"tls_tls_record_length":"17"}"#)), @r#"
        tshark-ek
        at `{"tls_tls_record_length":"17"}`: the packets are encrypted, and tshark had no keys: it shows no WebSocket frames
        "#);
    // Those around a socket that was decrypted are of no interest.
    let both = packet(r#""tls":{"tls_tls_record_length":"17"}"#) + EK;
    assert!(!transcript(&both).contains("encrypted"));
}

#[test]
fn two_captures_in_one_file_have_sockets_of_the_same_number() {
    let other = EK.replace("50000", "50001");
    let lines = transcript_as(&format!("{EK}{other}"), Format::TsharkEk);
    let sockets = lines.iter().filter(|line| line.contains("client text"));
    let sockets: Vec<&str> = sockets.map(|line| &line[..1]).collect();
    assert_eq!(sockets, ["0", "1"]);
}

#[test]
fn cut_and_other_input() {
    let cut = JSON.len() - 30;
    let lines = transcript_as(&JSON[..cut], Format::TsharkJson);
    assert_eq!(lines.last().unwrap(), &format!("truncated at {cut}"));
    let cut = EK.len() - 30;
    let lines = transcript_as(&EK[..cut], Format::TsharkEk);
    assert_eq!(lines.last().unwrap(), &format!("truncated at {cut}"));
    for format in [Format::TsharkJson, Format::TsharkEk] {
        for text in ["hello", "[1]", "{\"a\":1}"] {
            let lines = transcript_as(text, format);
            assert!(lines.last().unwrap().starts_with("at 0: "), "{lines:?}");
        }
    }
}
