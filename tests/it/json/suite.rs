//! A public collection of JSON texts, and bytes that are not text, through the whole way from bytes to document.

use std::error::Error;
use std::fs;
use std::path::Path;

use guestlint::source::InputName;
use guestlint::source::decode::{Decoded, decode};
use guestlint::text::json::{CAPTURE_DEPTH, PAYLOAD_DEPTH, parse};
use guestlint::text::mask::Masker;

fn decoded(bytes: &[u8]) -> Result<Decoded, String> {
    decode(InputName::Stdin, bytes.to_vec(), Masker::new(true))
}

/// Whether the bytes are valid text and the text is JSON.
fn accepted(bytes: &[u8]) -> bool {
    decoded(bytes).is_ok_and(|decoded| decoded.invalid.is_none() && parse(decoded.source.text(), CAPTURE_DEPTH).is_ok())
}

#[test]
fn the_suite_is_accepted_and_rejected_as_its_file_names_say() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/json-parsing-suite");
    let (mut yes, mut no, mut either) = (0, 0, 0);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = fs::read(&path)?;
        let accepted = accepted(&bytes);
        match name.get(..2) {
            Some("y_") => {
                assert!(accepted, "{name} is rejected");
                yes += 1;
            }
            Some("n_") => {
                assert!(!accepted, "{name} is accepted");
                no += 1;
            }
            Some("i_") => either += 1,
            _ => assert!(["README.md", "LICENSE"].contains(&&*name), "{name}"),
        }
    }
    assert_eq!((yes, no, either), (95, 174, 22));
    Ok(())
}

/// Where the suite leaves the choice: what is accepted here.
#[test]
fn lone_surrogates_and_huge_numbers_are_accepted() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/json-parsing-suite");
    let mut rejected = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("i_") && !accepted(&fs::read(&path)?) {
            rejected.push(name);
        }
    }
    assert_eq!(rejected, Vec::<String>::new());
    Ok(())
}

#[test]
fn bytes_that_are_not_utf_8_are_never_valid() {
    let cases: &[&[u8]] = &[
        b"[\xff]",
        b"[a\xe5]",
        b"[1\xe5]",
        b"[1e1\xe5]",
        b"[12\xff34]",
        b"[1e\xe5]",
        b"{\"\xb9\":\"0\",}",
        b"[\"\\u\xe5\"]",
        b"[\"\\\xe5\"]",
        b"\xef\xbb{}",
        b"\xe5",
        b"\xe9",
        b"[\"\xed\xa0\x80\"]",
        b"[\"\xc0\xaf\"]",
        b"[\"\xf4\xbf\xbf\xbf\"]",
        b"[\"\xe0\xff\"]",
        b"[\"\x81\"]",
        b"[\"\xfc\x83\xbf\xbf\xbf\xbf\"]",
        b"[\"\xe6\x97\"]",
    ];
    for bytes in cases {
        assert!(!accepted(bytes), "{bytes:?}");
        assert!(decoded(bytes).is_ok_and(|d| d.invalid.is_some()), "{bytes:?}");
    }
}

#[test]
fn invalid_bytes_in_a_string_leave_the_document_readable() -> Result<(), Box<dyn Error>> {
    let decoded = decoded(b"{\"name\":\"J\xf6rg\"}")?;
    let document = parse(decoded.source.text(), PAYLOAD_DEPTH)?;
    assert_eq!(document.root().get("name").and_then(|n| n.as_str()), Some("J\u{fffd}rg"));
    Ok(())
}

#[test]
fn a_hundred_thousand_open_brackets_are_an_error_with_a_place() {
    for (text, step) in [("[".repeat(100_000), 1), ("[{\"\":".repeat(50_000), 5)] {
        let place = parse(&text, PAYLOAD_DEPTH).map_err(|error| error.span.start).err();
        // Two levels stand in each step of the second text.
        let expected = if step == 1 { PAYLOAD_DEPTH } else { PAYLOAD_DEPTH / 2 * step };
        assert_eq!(place, Some(expected));
    }
}
