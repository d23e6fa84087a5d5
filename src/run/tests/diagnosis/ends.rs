//! Sockets that were closed, or whose end the capture does not show.

use super::*;

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
