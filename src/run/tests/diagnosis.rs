//! Why a session ended, as a colleague who knows the protocol would say it.

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
            let finding = report.findings.iter().find(|finding| finding.id == cause.finding);
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

#[test]
fn closes() {
    let cases = [
        (
            "1000 by the server",
            r#"open
> connect
< connected
> badStart
close "code":1000,"by":"server""#,
        ),
        (
            "1001",
            r#"open
> connect
< connected
> badStart
close "code":1001"#,
        ),
        (
            "1005",
            r#"open
> connect
< connected
> badStart
close "code":1005"#,
        ),
        (
            "1008 by the server with a reason",
            r#"open
> connect
< connected
> badStart
close "code":1008,"reason":"missing routingData","by":"server""#,
        ),
        (
            "1011, nothing wrong",
            r#"open
> connect
< connected
> startChat
close "code":1011"#,
        ),
        (
            "1012",
            r#"open
> connect
< connected
> badStart
close "code":1012,"by":"server""#,
        ),
        (
            "4001 by the client",
            r#"open
> connect
< connected
> badStart
close "code":4001,"by":"client""#,
        ),
        (
            "4001 by nobody knows whom",
            r#"open
> connect
< connected
> badStart
close "code":4001"#,
        ),
        (
            "an error, then 1000",
            r#"open
> connect
< connected
> badStart
< error
close "code":1000,"by":"server""#,
        ),
        (
            "an error, then a drop, nothing else wrong",
            r#"open
> connect
< connected
> startChat
< error
close "code":1006"#,
        ),
        (
            "an error from which the session recovered",
            r#"open
> connect
< connected
> startChat
< error
> message
< message
close "code":1011"#,
        ),
    ];
    insta::assert_snapshot!(told(&cases), @r#"
    # 1000 by the server
    no diagnosis
    # 1001
    no diagnosis
    # 1005
    no diagnosis
    # 1008 by the server with a reason
    The server closed the socket with code 1008 ("missing routingData") 100 ms after startChat (frame 3); nothing came back after it.
    - high: GL201 it is in the last frame, and 100 ms later the socket was closed
    # 1011, nothing wrong
    The socket was closed with code 1011 100 ms after startChat (frame 3); nothing came back after it.
    ? the queue
    ? the queue's required attributes
    ? the region
    # 1012
    The server closed the socket with code 1012 100 ms after startChat (frame 3); nothing came back after it.
    - low: GL201 it is in the last frame, and 100 ms later the socket was closed; but code 1012 speaks of the server's own trouble
    ? the queue
    ? the queue's required attributes
    ? the region
    # 4001 by the client
    no diagnosis
    # 4001 by nobody knows whom
    The socket was closed with code 4001 100 ms after startChat (frame 3); nothing came back after it.
    - high: GL201 it is in the last frame, and 100 ms later the socket was closed
    # an error, then 1000
    The server closed the socket with code 1000 200 ms after startChat (frame 3); the last frame before it is an error from the server.
    - high: GL201 the server answered frame 3 with an error
    - high: GL403 the server says so itself
    # an error, then a drop, nothing else wrong
    The socket was dropped without a Close frame 200 ms after startChat (frame 3); the last frame before it is an error from the server.
    - high: GL403 the server says so itself
    # an error from which the session recovered
    The socket was closed with code 1011 200 ms after message (frame 5).
    - low: GL403 the server said so earlier, and the session went on
    "#);
}

#[test]
fn unknown_ends() {
    let cases = [
        (
            "startChat waits",
            r#"open
> connect
< connected
> badStart"#,
        ),
        (
            "startChat waits, and nothing is wrong",
            r#"open
> connect
< connected
> startChat"#,
        ),
        (
            "the socket ended soon after",
            r#"open
> connect
< connected
> badStart
close "x":1"#,
        ),
        (
            "connect waits",
            r#"open
> connect"#,
        ),
        (
            "answered",
            r#"open
> connect
< connected
> badStart
< message"#,
        ),
        (
            "a last frame that cannot be read",
            r#"open
> connect
< connected
> {"type":"startChat",}"#,
        ),
        (
            "a last frame that is not told",
            r#"open
> connect
< connected
> message"#,
        ),
        (
            "it ends in an error",
            r#"open
> connect
< connected
> badStart
< error"#,
        ),
    ];
    insta::assert_snapshot!(told(&cases), @r#"
    # startChat waits
    startChat (frame 3) was the last frame and nothing came back. This capture does not record how the socket ended.
    - medium: GL201 it is in the last frame, and nothing came back; the server drops the socket without a word when startChat has no routing data
    ? the close code
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # startChat waits, and nothing is wrong
    startChat (frame 3) was the last frame and nothing came back. This capture does not record how the socket ended.
    ? the close code
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # the socket ended soon after
    startChat (frame 3) was the last frame and nothing came back, and the socket ended 100 ms later. This capture does not record how the socket ended.
    - medium: GL201 it is in the last frame, and nothing came back; the server drops the socket without a word when startChat has no routing data
    ? the close code
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # connect waits
    connect (frame 1) was the last frame and nothing came back. This capture does not record how the socket ended.
    ? the close code
    ? the region
    ? the network
    # answered
    no diagnosis
    # a last frame that cannot be read
    Frame 3 was the last frame and nothing came back. This capture does not record how the socket ended.
    - medium: GL210 it is in the last frame, and nothing came back
    ? the close code
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # a last frame that is not told
    no diagnosis
    # it ends in an error
    The session ends in an error from the server, after startChat (frame 3).
    - medium: GL201 the server answered frame 3 with an error
    - medium: GL403 the server says so itself
    ? the close code
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    "#);
}

#[test]
fn payloads_that_the_log_does_not_show() {
    let cases = [
        (
            "a console's object",
            "text\n10:00:00.100 WebSocket connected to wss://api.mypurecloud.com/api/v2/guest/conversations/websocket\n10:00:00.200 Sending: {\"type\":\"connect\",\"version\":\"2.0\"}\n10:00:00.300 Received: {\"type\":\"connected\"}\n10:00:00.400 Sending: [object Object]\n10:00:00.500 WebSocket closed: code 1006\n",
        ),
        (
            "a shortened payload",
            "text\n2026-01-01 10:00:00,100 DEBUG websockets.client > TEXT '{\"type\":\"connect\",\"version\":\"2.0\"}' [34 bytes]\n2026-01-01 10:00:00,200 DEBUG websockets.client < TEXT '{\"type\":\"connected\"}' [20 bytes]\n2026-01-01 10:00:00,300 DEBUG websockets.client > TEXT '{\"type\":\"startChat\",\"queueId\":\"a1b2c...g\":\"en\"}}' [312 bytes]\n2026-01-01 10:00:00,400 DEBUG websockets.client = connection is CLOSED\n",
        ),
    ];
    insta::assert_snapshot!(told(&cases), @r#"
    # a console's object
    The socket was dropped without a Close frame 100 ms after frame 3; nothing came back after it.
    ? frame 3
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    # a shortened payload
    The socket was dropped without a Close frame 100 ms after startChat (frame 3); nothing came back after it.
    ? frame 3
    ? the queue
    ? the queue's required attributes
    ? the region
    ? the network
    "#);
}
