//! Tests of `page/fixes.rs`.

use crate::page::tests::sample::fix;
use crate::rule::GL204;
use crate::source::Source;
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

fn with_edit(name: InputName, text: &str) -> Finding {
    let source = Source::from_text(name, "{}", Masker::new(false));
    let location = source.locate_line(Span::new(1, 1));
    let mut finding = Finding::new(&GL204, location.clone(), "a field too many");
    finding.fix = Some(fix("put it right", vec![(location, text)]));
    finding
}

#[test]
fn an_edit_that_misleads_or_tells_a_secret_is_not_shown() {
    let shown = |name, text| showable(&with_edit(name, text)).is_some();
    let file = || InputName::File("a.json".to_owned());
    assert!(shown(file(), "\r\n\t\"a\": \"\\u202e é\""));
    assert!(!shown(file(), "\"a\u{202e}b\""));
    assert!(!shown(file(), "\u{1b}[2J"));
    assert!(!shown(file(), "a\rb"));
    assert!(!shown(file(), r#""guestEmail":"guest@example.com""#));
    assert!(!shown(file(), r#"{\"guestName\":\"Zoë\"}"#));
    assert!(!shown(InputName::Stdin, "a"));
    let mut none = with_edit(file(), "a");
    none.fix = Some(fix("nothing", Vec::new()));
    assert!(showable(&none).is_none());
    let mut member = with_edit(file(), "a");
    for edit in &mut member.fix.as_mut().unwrap().edits {
        edit.location.member = Some("trace.network".into());
    }
    assert!(showable(&member).is_none());
}
