use super::*;

fn read(text: &str) -> Option<Located<'_>> {
    let whole = Span::new(0, text.len());
    unquoted(&Located { text: Cow::Borrowed(text), map: SourceMap::verbatim(whole) }, whole)
}

#[test]
fn values_are_unquoted_in_their_place() {
    let line = r#"time="2026-01-02T03:04:05Z" level=debug msg="Sending: {\"type\":\"connect\"}" n=1"#;
    let read = read(line).unwrap();
    assert_eq!(read.text, r#"time=2026-01-02T03:04:05Z level=debug msg=Sending: {"type":"connect"} n=1"#);
    let at = read.text.find("connect").unwrap();
    assert_eq!(read.map.span(Span::new(at, at + 7)).slice(line), "connect");
}

#[test]
fn other_lines_are_left_alone() {
    for line in
        [r#"Sending: "{\"type\":\"connect\"}""#, r#"x="{\"a\":1}""#, "level=debug msg=hello", r#"a b="c\"d" e=f"#, ""]
    {
        assert!(read(line).is_none(), "{line}");
    }
}
