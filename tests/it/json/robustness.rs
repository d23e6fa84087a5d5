//! Hostile and huge inputs: a clean error or a document, and never a panic. `tests/slow` asks for the time.

use std::error::Error;

use guestlint::source::InputName;
use guestlint::source::decode::decode;
use guestlint::text::json::{PAYLOAD_DEPTH, parse, parse_prefix, source_map};
use guestlint::text::mask::Masker;
use guestlint::text::span::Span;
use proptest::prelude::*;

/// Bytes of which many have a meaning in JSON, in UTF-8 or in a file format.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => any::<u8>(),
        4 => prop::sample::select(b"[]{}\",:\\u0123-.eEtrufalsn \n\r\t/*".to_vec()),
        1 => prop::sample::select(vec![0x00, 0xff, 0xfe, 0xef, 0xbb, 0xbf, 0x1f, 0x8b, 0x80, 0xc3, 0xd8]),
    ];
    let start = prop::sample::select(vec![
        &b""[..],
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x1f\x8b\x08\x00",
        b"[\"",
        b"{\"a\":",
    ]);
    (start, prop::collection::vec(byte, 0..200)).prop_map(|(start, rest)| [start, rest.as_slice()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_bytes_make_decoding_or_parsing_panic(bytes in bytes()) {
        let Ok(decoded) = decode(InputName::Stdin, bytes.clone(), Masker::new(true)) else {
            return Ok(());
        };
        let text = decoded.source.text();
        for offset in 0..=text.len() + 1 {
            let location = decoded.source.locate(Span::at(offset), Span::new(0, text.len()));
            if !bytes.starts_with(b"\x1f\x8b") {
                prop_assert!(location.offset <= bytes.len());
            }
        }
        match parse(text, PAYLOAD_DEPTH) {
            Ok(document) => prop_assert_eq!(document.root().raw(), text.trim_matches([' ', '\n', '\r', '\t'])),
            Err(error) => {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{:?}", error);
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn no_start_or_span_makes_the_helpers_panic(text in any::<String>(), start in 0..60_usize, len in 0..60_usize) {
        if let Ok((_, end)) = parse_prefix(&text, start, PAYLOAD_DEPTH) {
            prop_assert!(end <= text.len());
        }
        let map = source_map(&text, Span::new(start, start + len));
        prop_assert!(map.span(Span::new(0, len)).start >= start);
    }
}

#[test]
fn two_hundred_thousand_levels_are_an_error_with_a_place() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{}{}", open.repeat(200_000), close.repeat(200_000));
        let error = parse(&text, PAYLOAD_DEPTH).err();
        assert_eq!(error.map(|e| e.span.start), Some(PAYLOAD_DEPTH * open.len()));
    }
}

#[test]
fn depth_without_a_limit_needs_no_stack() -> Result<(), Box<dyn Error>> {
    let text = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let document = parse(&text, usize::MAX)?;
    assert_eq!(document.nodes().count(), 200_000);
    Ok(())
}

#[test]
fn numbers_of_a_thousand_digits_keep_their_text() -> Result<(), Box<dyn Error>> {
    let digits = "7".repeat(1000);
    for text in [digits.clone(), format!("-0.{digits}"), format!("1e{digits}"), format!("{digits}E-{digits}")] {
        let document = parse(&text, PAYLOAD_DEPTH)?;
        assert_eq!(document.root().as_number(), Some(text.as_str()));
        assert!(document.root().as_f64().is_some());
        assert_eq!(document.root().as_i64(), None);
    }
    Ok(())
}

#[test]
fn nul_bytes_are_told_where_they_stand() {
    for (text, place) in [("[1,\0]", 3), ("\"a\0\"", 2), ("{}\0", 2), ("\0{}", 0)] {
        assert_eq!(parse(text, PAYLOAD_DEPTH).err().map(|e| e.span.start), Some(place), "{text:?}");
    }
}
