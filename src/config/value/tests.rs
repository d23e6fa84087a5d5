use super::*;

#[test]
fn rates_are_a_count_and_a_time() {
    let of = |count, seconds| Some(LimitValue::Rate { count, seconds });
    assert_eq!(rate("5/1s"), of(5, 1.0));
    assert_eq!(rate("5/s"), of(5, 1.0));
    assert_eq!(rate("25 / 500ms"), of(25, 0.5));
    assert_eq!(rate("100/1.5min"), of(100, 90.0));
    for wrong in ["5", "5/", "5/1", "/1s", "-5/1s", "5/0s", "5/1d", "x/1s", "5/1.2.3s", "5/é"] {
        assert_eq!(rate(wrong), None, "{wrong}");
    }
}

#[test]
fn hosts_are_only_hosts() {
    for right in ["chat.example", "*.chat.example", "localhost", "[::1]", "10.0.0.1", "chat_1.example"] {
        assert!(host(right).is_none(), "{right}");
    }
    for (wrong, help) in [
        ("wss://chat.example:8443/ws", "write \"chat.example\""),
        ("chat.example:8443", "write \"chat.example\""),
        ("chat.example/ws", "write \"chat.example\""),
        ("chat example", "a host is chat.example, and *.chat.example every host under it"),
        ("", "a host is chat.example, and *.chat.example every host under it"),
    ] {
        assert_eq!(host(wrong).unwrap().1.unwrap(), help, "{wrong}");
    }
}

#[test]
fn a_word_that_is_near_is_named() {
    let (_, help) = word("warn ing", &["error", "warning"]).unwrap();
    assert_eq!(help.as_deref(), Some("did you mean \"warning\"?"));
    assert!(word("error", &["error"]).is_none());
}
