//! Tests of `text/mask/units.rs`.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Vec<(&str, char, Form)> {
    units(text).map(|unit| (unit.span.slice(text), unit.character, unit.form)).collect()
}

#[test]
fn escapes_are_one_unit_at_any_level() {
    assert_eq!(
        read(r"a\u00e9\\u0041\ud83d\ude00\\n\ud83dz"),
        [
            ("a", 'a', Form::Raw),
            (r"\u00e9", 'é', Form::Escape),
            (r"\\u0041", 'A', Form::Escape),
            (r"\ud83d\ude00", '😀', Form::Pair),
            (r"\\", '\\', Form::Bound),
            ("n", 'n', Form::Bound),
            (r"\ud83d", '\u{fffd}', Form::Bound),
            ("z", 'z', Form::Raw),
        ]
    );
}

#[test]
fn percent_encoding_is_read() {
    assert_eq!(
        read("%41%C3%a9%FF%4"),
        [
            ("%41", 'A', Form::Percent),
            ("%C3%a9", 'é', Form::Percent),
            ("%FF", 'ÿ', Form::Byte),
            ("%", '%', Form::Raw),
            ("4", '4', Form::Raw),
        ]
    );
}

#[test]
fn plain_text_leads_back_to_what_was_written() {
    assert_eq!(plain(r#"{"a\"":"100%"}"#), None);
    let written = r#"{"to\u006ben":"\u0022%40"}"#;
    let (text, map) = plain(written).unwrap();
    assert_eq!(text, r#"{"token":"\u0022@"}"#);
    let key = map.span(Span::new(2, 7));
    assert_eq!(key.slice(written), r"to\u006ben");
}

proptest! {
    #[test]
    fn units_cover_any_text(text in "(\\\\|u|%|[0-9a-fA-F]{2,4}|\\PC){0,30}") {
        let written: String = units(&text).map(|unit| unit.span.slice(&text)).collect();
        prop_assert_eq!(written, text);
    }
}
