//! Why a session ended, as a colleague who knows the protocol would say it.

mod ends;

use super::*;

/// The headline, the causes with their confidence, and what to check next, for a script each.
fn told(cases: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (what, script) in cases {
        let script = script.replace("WRONG", &opened("guestconversations/websocket", 101));
        let (report, outcome) = match script.strip_prefix("text\n") {
            Some(text) => run(text),
            None => run(&log(&script)),
        };
        assert_eq!(outcome.failures, Vec::<String>::new());
        text.push_str(&format!("# {what}\n"));
        let Some(diagnosis) = &report.sessions[0].diagnosis else {
            text.push_str("no diagnosis\n");
            continue;
        };
        text.push_str(&format!("{}\n", diagnosis.headline));
        for cause in &diagnosis.causes {
            let finding = report.findings().find(|finding| finding.id == cause.finding);
            assert_eq!(finding.unwrap().rule.code, cause.rule.code);
            let confidence = cause.confidence.as_str();
            text.push_str(&format!("- {confidence}: {} {}\n", cause.rule.code, cause.why));
        }
        for item in &diagnosis.check_next {
            // Each item's subject says which it is.
            let subject = item.split_once(':').map_or(item.as_str(), |(subject, _)| subject);
            text.push_str(&format!("? {subject}\n"));
        }
    }
    text
}

/// An open event's fields, with this path under `/api/v2/`.
fn opened(path: &str, status: u16) -> String {
    format!(r#""url":"wss://api.mypurecloud.com/api/v2/{path}","status":{status}"#)
}

#[test]
fn refused_handshakes() {
    let cases = [
        (
            "401 at the right endpoint",
            r#"open "url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":401"#,
        ),
        (
            "403 at a wrong path",
            r#"open "url":"wss://api.mypurecloud.com/api/v2/guestconversations/websocket","status":403"#,
        ),
        (
            "404 at a wrong path",
            r#"open "url":"wss://api.mypurecloud.com/api/v2/guestconversations/websocket","status":404"#,
        ),
        (
            "503 at a wrong path",
            r#"open "url":"wss://api.mypurecloud.com/api/v2/guestconversations/websocket","status":503"#,
        ),
        (
            "no status, a wrong host",
            r#"open "url":"wss://api.mypurecloud.con/api/v2/guest/conversations/websocket","status":0"#,
        ),
    ];
    insta::assert_snapshot!(told(&cases), @r#"
    # 401 at the right endpoint
    The server refused the handshake with status 401: the socket never opened.
    ? the URL, the page's Origin and the region of the organisation
    # 403 at a wrong path
    The server refused the handshake with status 403: the socket never opened.
    - medium: GL104 the handshake itself was refused, but this status rather speaks of who asks than of the URL
    ? the URL, the page's Origin and the region of the organisation
    # 404 at a wrong path
    The server refused the handshake with status 404: the socket never opened.
    - high: GL104 the handshake itself was refused
    # 503 at a wrong path
    The server refused the handshake with status 503: the socket never opened.
    - low: GL104 the handshake itself was refused, but with a status that speaks of trouble at the server
    ? the URL, the page's Origin and the region of the organisation
    # no status, a wrong host
    The handshake failed: the socket never opened.
    - high: GL102 the handshake itself was refused
    "#);
}

#[test]
fn drops() {
    let cases = [
        (
            "the field report",
            r#"open WRONG
> connect
< connected
> badStart
close "code":1006"#,
        ),
        (
            "dropped without a report",
            r#"open
> connect
< connected
> badStart
close "clean":false"#,
        ),
        (
            "several faults in the last frame",
            r#"open
> connect
> {"type":"startChat","queueId":"nope"}
close "code":1006"#,
        ),
        (
            "nothing wrong at all",
            r#"open
> connect
< connected
> startChat
close "code":1006"#,
        ),
        (
            "nothing came from the server, wrong path",
            r#"open WRONG
> connect
close "code":1006"#,
        ),
        (
            "nothing came from the server, nothing wrong",
            r#"open
> connect
close "code":1006"#,
        ),
        (
            "nothing was sent",
            r#"open
close "code":1006"#,
        ),
        (
            "an earlier fault that was answered",
            r#"open
> {"type":"connect"}
< connected
> startChat
close "code":1006"#,
        ),
        (
            "a fault before the last frame",
            r#"open
> connect
< connected
> badStart
> typing
close "code":1006"#,
        ),
        (
            "the same fault again",
            r#"open
> connect
< connected
> badStart
> badStart
close "code":1006"#,
        ),
        (
            "after 60 s without a frame",
            r#"open
> connect
< connected
> badStart
+60000
close "code":1006"#,
        ),
        (
            "an established chat",
            r#"open WRONG
> connect
< connected
> badStart
< message
> message
close "code":1006"#,
        ),
        (
            "an established chat, idle",
            r#"open
> connect
< connected
> startChat
< message
> message
< message
+300000
close "code":1006"#,
        ),
        (
            "frames after the end",
            r#"open
> connect
< connected
> startChat
close "code":1006
> badStart
> message"#,
        ),
        (
            "a broken payload",
            r#"open
> connect
< connected
> {"type":"startChat",}
close "code":1006"#,
        ),
        (
            "a shape that is not JSON",
            r#"open
> connect
< connected
> [object Object]
close "code":1006"#,
        ),
        (
            "from the middle, a server's frame only",
            r#"< message
close "code":1006"#,
        ),
    ];
    insta::assert_snapshot!(told(&cases), @r#"
    # the field report
    The socket was dropped without a Close frame 100 ms after startChat (frame 3); nothing came back after it.
    - high: GL201 it is in the last frame, and 100 ms later the socket was gone; the server drops the socket without a word when startChat has no routing data
    - low: GL104 the socket opened and frames went both ways, so the server took the URL
    # dropped without a report
    The socket was dropped without a Close frame 100 ms after startChat (frame 3); nothing came back after it.
    - high: GL201 it is in the last frame, and 100 ms later the socket was gone; the server drops the socket without a word when startChat has no routing data
    # several faults in the last frame
    The socket was dropped without a Close frame 100 ms after startChat (frame 2); nothing came back after it.
    - high: GL201 it is in the last frame, and 100 ms later the socket was gone; the server drops the socket without a word when startChat has no routing data
    - high: GL301 it is in the last frame, and 100 ms later the socket was gone; the server takes startChat only in an acknowledged session
    - high: GL208 it is in the last frame, and 100 ms later the socket was gone
    # nothing wrong at all
    The socket was dropped without a Close frame 100 ms after startChat (frame 3); nothing came back after it.
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # nothing came from the server, wrong path
    The socket was dropped without a Close frame 100 ms after connect (frame 1); nothing came back after it.
    - medium: GL104 nothing ever came from the server
    ? the region
    ? the network
    # nothing came from the server, nothing wrong
    The socket was dropped without a Close frame 100 ms after connect (frame 1); nothing came back after it.
    ? the region
    ? the network
    # nothing was sent
    The socket was dropped without a Close frame, and the client had sent nothing.
    ? the region
    ? the network
    # an earlier fault that was answered
    The socket was dropped without a Close frame 100 ms after startChat (frame 3); nothing came back after it.
    - low: GL202 the server still answered after frame 1
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # a fault before the last frame
    The socket was dropped without a Close frame 100 ms after typing (frame 4); nothing came back after it.
    - medium: GL201 nothing came back after frame 3, but it was not the last frame; the server drops the socket without a word when startChat has no routing data
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # the same fault again
    The socket was dropped without a Close frame 100 ms after startChat (frame 4); nothing came back after it.
    - high: GL201 it is in the last frame, and 100 ms later the socket was gone; the server drops the socket without a word when startChat has no routing data
    - high: GL305 it is in the last frame, and 100 ms later the socket was gone; startChat is taken once per socket
    # after 60 s without a frame
    The socket was dropped without a Close frame 60 s after startChat (frame 3); nothing came back after it.
    - medium: GL201 it is in the last frame, but the socket lived on for 60 s; the server drops the socket without a word when startChat has no routing data
    ? keep-alive
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # an established chat
    The socket was dropped without a Close frame 100 ms after message (frame 5); nothing came back after it.
    ? the network
    # an established chat, idle
    The socket was dropped without a Close frame 5 min 0 s after message (frame 5).
    ? keep-alive
    ? the network
    # frames after the end
    The socket was dropped without a Close frame 100 ms after startChat (frame 3); nothing came back after it.
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # a broken payload
    The socket was dropped without a Close frame 100 ms after frame 3; nothing came back after it.
    - high: GL210 it is in the last frame, and 100 ms later the socket was gone
    # a shape that is not JSON
    The socket was dropped without a Close frame 100 ms after frame 3; nothing came back after it.
    - high: GL210 it is in the last frame, and 100 ms later the socket was gone
    # from the middle, a server's frame only
    The socket was dropped without a Close frame, and the capture shows no frame of the client.
    ? the region
    ? the network
    "#);
}
