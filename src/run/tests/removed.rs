//! The removed web chat, whose streams stand at URLs that the server gave out.

use super::*;

/// A change of members, as the server of the removed web chat sends it.
const MEMBERS: &str = r#"{"topicName":"v2.conversations.chats.8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263.members","version":"2","eventBody":{"conversation":{"id":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263"},"member":{"id":"1b7e40c2-5d93-4a68-8f21-c06d9e3b7a54","state":"CONNECTED"},"timestamp":"2026-03-02T09:15:00.000Z"},"metadata":{"CorrelationId":"a","type":"member-change"}}"#;

/// The codes of a socket at `url` on which the server sends `frame`.
fn judge(url: &str, frame: &str) -> String {
    let text =
        format!("{{\"event\":\"open\",\"url\":\"{url}\",\"status\":101}}\n{{\"event\":\"recv\",\"data\":{frame}}}\n");
    let mut kept = Kept::default();
    let mut run = Run::new(Options::default(), &mut kept).unwrap();
    run.input(Input::Stdin(text.into_bytes().into())).unwrap();
    run.finish().unwrap();
    kept.0.iter().map(codes).collect()
}

#[test]
fn its_frames_tell_it_from_the_notification_service_on_the_same_host() {
    let url = "wss://streaming.mypurecloud.com/channels/streaming-0-abc";
    assert_eq!(judge(url, MEMBERS), "GL112");
    let presence = r#"{"topicName":"v2.users.8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263.presence","version":"2","eventBody":{"source":"PURECLOUD"},"metadata":{"CorrelationId":"a"}}"#;
    assert_eq!(judge(url, presence), "");
}

#[test]
fn no_host_is_asked_for_where_none_is_right() {
    assert_eq!(judge("wss://proxy.example/x", MEMBERS), "GL112");
}
