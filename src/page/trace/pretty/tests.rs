//! Tests of `page/trace/pretty.rs`.

use proptest::prelude::*;

use super::*;

fn text(payload: &str) -> String {
    parts(payload, &[]).into_iter().map(|part| part.text).collect()
}

#[test]
fn json_is_laid_out_however_broken() {
    insta::assert_snapshot!(text(r#"{"a":[1,{},[]], "b" : "x,\"{y}\\","c":{"d":null}}"#), @r#"
        {
          "a": [
            1,
            {},
            []
          ],
          "b": "x,\"{y}\\",
          "c": {
            "d": null
          }
        }
        "#);
    assert_eq!(text(r#"{"a":"tail"#), "{\n  \"a\": \"tail");
    assert_eq!(text("]]}"), "]]}");
    assert_eq!(text("hello\n{"), "hello\\n{");
    assert_eq!(text("{\"\u{202e}\""), "{\n  \"\\u{202e}\"");
}

#[test]
fn marks_keep_to_their_places() {
    let payload = r#"{"type":"connect","x":{"y":1}}"#;
    let marks = [(Span::new(8, 17), 1), (Span::new(22, 29), 2), (Span::new(23, 26), 3)];
    let marked: Vec<_> = parts(payload, &marks)
        .into_iter()
        .filter(|part| !part.findings.is_empty())
        .map(|part| (part.text, part.findings))
        .collect();
    let expected = [("\"connect\"", vec![1]), ("{\n    ", vec![2]), ("\"y\"", vec![2, 3]), (": 1\n  }", vec![2])];
    assert_eq!(marked, expected.map(|(text, ids)| (text.to_owned(), ids)));
}

#[test]
fn depth_does_not_multiply() {
    assert!(text(&"[".repeat(16_000)).len() < 1_000_000);
}

proptest! {
    #[test]
    fn nothing_of_a_payload_is_lost(payload in r#"[{\[]["{}\[\],:a\\ \n\u{202e}é]{0,60}"#, from in 0usize..60, to in 0usize..60) {
        let all = text(&payload);
        let kept = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let whole = escape(&payload).replace("\\n", "");
        prop_assert_eq!(kept(&all.replace("\\n", "")), kept(&whole));
        let marked = parts(&payload, &[(Span::new(from, to), 7)]);
        prop_assert_eq!(marked.into_iter().map(|part| part.text).collect::<String>(), all);
    }
}
