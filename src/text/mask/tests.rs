use proptest::prelude::*;

use super::*;

fn mask(text: &str) -> String {
    let whole = Span::new(0, text.len());
    Masker::new(false).window(text, whole, whole)
}

#[test]
fn values_are_masked_in_every_notation() {
    for (text, masked) in [
        (r#"{"type":"startChat","token":"abc"}"#, r#"{"type":"startChat","token":"***"}"#),
        (r#"{"guestName" : "WFM Test User","queueId":"q"}"#, r#"{"guestName" : "*************","queueId":"q"}"#),
        (
            r#""data":"{\"guestEmail\":\"a@b.example\",\"type\":\"x\"}""#,
            r#""data":"{\"guestEmail\":\"***********\",\"type\":\"x\"}""#,
        ),
        (r#"{\\\"jwt\\\":\\\"ab\\\\\\\"c\\\",\\\"v\\\":1}"#, r#"{\\\"jwt\\\":\\\"***********\\\",\\\"v\\\":1}"#),
        (r#"{"encoding":"hex","data":"7b2261223a317d"}"#, r#"{"encoding":"hex","data":"**************"}"#),
        (r#"{"type":"Buffer","data":[123,34,97,34]}"#, r#"{"type":"Buffer","data":[************]}"#),
        (
            r#"{"opcode":2,"data":"eyJ0ZXh0IjoiV2h5Pz8/IE5vIn0="}"#,
            r#"{"opcode":2,"data":"****************************"}"#,
        ),
        (r#"{\"text\":\"it's me\"}"#, r#"{\"text\":\"*******\"}"#),
        (r#"{"text":"cut he"#, r#"{"text":"******"#),
        (r#"{"password":12345,"phone":5551234}"#, r#"{"password":*****,"phone":*******}"#),
        (r#"{"token":null,"auth":{"a":1}}"#, r#"{"token":null,"auth":{"a":1}}"#),
        (r#"{"emails":["x","y"],"a":"b"}"#, r#"{"emails":["*","*"],"a":"b"}"#),
        (
            "{ type: 'startChat', guestName: 'O', text: 'say \"hi\"' }",
            "{ type: 'startChat', guestName: '*', text: '********' }",
        ),
        ("wss://h.example/p?deploymentId=d&token=ab.c,d#f", "wss://h.example/p?deploymentId=d&token=******#f"),
        ("https://u:p@h.example/", "https://***@h.example/"),
        ("redirect=x%3Ftoken%3Dabc%26a%3Db", "redirect=x%3Ftoken%3D***%26a%3Db"),
        ("Authorization: Basic dXNlcjpw", "Authorization: **************"),
        ("Cookie: a=b; c=d\r\nHost: h", "Cookie: ********\r\nHost: h"),
        ("curl -H 'X-Api-Key: abc def' u", "curl -H 'X-Api-Key: *** def' u"),
        ("guestName: WFM Test User, queue: q", "guestName: *************, queue: q"),
        ("sent with Bearer abc123 to h", "sent with Bearer ****** to h"),
        ("a Bearer token is missing", "a Bearer token is missing"),
        ("from a.b@c.example to ws@8.18.0", "from ************* to ws@8.18.0"),
        (r#"{"x":"+49 (151) 2345-678"}"#, r#"{"x":"******************"}"#),
        ("message: startChat failed", "message: startChat failed"),
        (
            r"{\u0022token\u0022:\u0022abc\u0022,\u0022a\u0022:1}",
            r"{\u0022token\u0022:\u0022***\u0022,\u0022a\u0022:1}",
        ),
        (r#"{"to\u006ben":"abc","x":"bo\u0062@c.example"}"#, r#"{"to\u006ben":"***","x":"******************"}"#),
        ("wss://h/p?to%6ben=abc&a=b", "wss://h/p?to%6ben=***&a=b"),
    ] {
        assert_eq!(mask(text), masked);
    }
}

#[test]
fn what_is_harmless_stays() {
    for text in [
        r#"{"type":"message","queueId":"a1b2c3d4-5678-90ab-cdef-1234567890ab","version":"2.0"}"#,
        r#"{"ts":"2026-11-23T06:57:47.985+01:00","socket":"1","event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":101}"#,
        r#"{"name":"Sec-WebSocket-Version","value":"13"}"#,
        r#"{"type":"error","message":"routingData is missing"}"#,
        r#"{"code":400,"body":"The message is too long"}"#,
        r#"{"level":"info","message":"sent {\"type\":\"connect\"}"}"#,
        r#"{"event":"close","code":1006,"reason":"","clean":false}"#,
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn pairs_of_name_and_value_are_masked_by_the_name() {
    assert_eq!(
        mask(r#"[{"name":"Authorization","value":"Basic x"},{"name":"Host","value":"h"}]"#),
        r#"[{"name":"Authorization","value":"*******"},{"name":"Host","value":"h"}]"#
    );
    assert_eq!(
        mask(r#""cookies":[{"name":"a","value":"b"}],"name":"Bob""#),
        r#""cookies":[{"name":"a","value":"*"}],"name":"***""#
    );
}

#[test]
fn a_value_that_begins_long_before_the_window_is_masked() {
    for length in [LOOK_BACK - 100, LOOK_BACK * 3] {
        let text = format!(r#"{{"text":"{}SECRET","type":"message"}}"#, "lorem ipsum ".repeat(length / 12));
        let at = text.find("SECRET").unwrap();
        let shown = Masker::new(false).window(&text, Span::new(0, text.len()), Span::new(at - 3, text.len()));
        assert_eq!(shown, r#"*********","type":"message"}"#);
    }
}

#[test]
fn messages_quote_values_masked_and_shortened() {
    let masker = Masker::new(false);
    assert_eq!(masker.value("queueId", "abc"), r#""abc""#);
    assert_eq!(masker.value("guestName", "Bob"), r#""***""#);
    assert_eq!(masker.value("guestName", ""), r#""""#);
    assert_eq!(masker.value("x", "eyJhbGciOiJIUzI1NiJ9.e30.abc"), format!("\"{}\"", "*".repeat(28)));
    assert_eq!(masker.value("x", &"é".repeat(100)), format!("\"{}…\"", "é".repeat(59)));
    assert_eq!(Masker::new(true).value("token", "abc"), r#""abc""#);
    assert_eq!(masker.url("wss://h/v1?deploymentId=d&jwt=x"), "wss://h/v1?deploymentId=d&jwt=*");
}

/// `text` as it stands in a string in a string …, `depth` times.
fn escaped(text: &str, depth: usize) -> String {
    (0..depth).fold(text.to_owned(), |text, _| {
        let quoted = serde_json::to_string(&text).unwrap();
        quoted[1..quoted.len() - 1].to_owned()
    })
}

const KEYS: [&str; 12] = [
    "token",
    "guest_name",
    "Authorization",
    "access-token",
    "text",
    "body",
    "message",
    "nickname",
    "E-Mail",
    "phone",
    "name",
    "cookie",
];

proptest! {
    #[test]
    fn planted_secrets_never_survive(
        key in prop::sample::select(&KEYS[..]),
        before in "[a-z ,\"\\\\{}:é]{0,20}",
        prefix in "[a-zA-Z' .,:;=\"\\\\\u{e9}]{0,6}",
        after in "[a-zA-Z' .,:;=\"\\\\\u{e9}]{0,6}",
        filler in "[a-z \"\\\\]{0,40}",
        depth in 0usize..4,
        cut in (0usize..200, 0usize..200),
    ) {
        let secret = "QXZQXZ";
        let record = serde_json::json!({ "a": filler, "k": before, "zz": filler }).to_string();
        let value = serde_json::to_string(&format!("{prefix}{secret}{after}")).unwrap();
        let record = record.replacen("\"zz\"", &format!("\"{key}\":{value},\"zz\""), 1);
        let text = escaped(&record, depth);
        let start = floor(&text, cut.0.min(text.len()));
        let end = floor(&text, (start + cut.1).min(text.len()));
        let window = Span::new(start, end);
        let shown = Masker::new(false).window(&text, Span::new(0, text.len()), window);
        prop_assert_eq!(shown.chars().count(), window.slice(&text).chars().count());
        // Not even a part of it, at a window's edge.
        prop_assert!(!shown.contains("QX") && !shown.contains("XZ"), "{} in {}", shown, text);
        let all = mask(&text);
        let key = format!("{key}\\");
        prop_assert!(depth == 0 || all.contains(&key));
        prop_assert_eq!(mask(&all), all);
    }

    #[test]
    fn any_text_keeps_its_characters(text in "\\PC{0,200}", cut in (0usize..200, 0usize..200)) {
        let start = floor(&text, cut.0);
        let window = Span::new(start, floor(&text, start + cut.1));
        let shown = Masker::new(false).window(&text, window, window);
        prop_assert_eq!(shown.chars().count(), window.slice(&text).chars().count());
    }

    #[test]
    fn fragments_keep_their_characters(parts in prop::collection::vec(prop::sample::select(vec![
        "\"", "\\", "'", "token", "text", "name", "value", ":", "=", ",", " ", "{", "}", "[", "]", "eyJabc.def", "a@b.co", "é", "\n",
        "Bearer ", "+4912345678", "u0022", "code", "400", "Cookie", "%40", "%3D", "&", "://",
    ]), 0..40)) {
        let text: String = parts.concat();
        let masked = mask(&text);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
    }
}
