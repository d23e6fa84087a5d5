//! What becomes of the bytes of an input, and where each of them is said to stand.

use std::io::Write;

use crate::source::content::{FREE, gunzip};

use super::*;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn read(bytes: &[u8]) -> Result<Decoded, String> {
    decode(InputName::Stdin, bytes.to_vec(), Masker::new(true))
}

/// Line, column, offset and length, in the input's bytes, of the first `needle` in the text.
fn place(decoded: &Decoded, needle: &str) -> Option<(usize, usize, usize, usize)> {
    let text = decoded.source.text();
    let start = text.find(needle)?;
    let span = Span::new(start, start + needle.len());
    let location = decoded.source.locate(span, Span::new(0, text.len()));
    Some((location.line, location.column, location.offset, location.length))
}

fn utf16_bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[test]
fn utf8_is_the_text_itself() -> Outcome {
    let decoded = read("é\r\n{\"ü\":1}".as_bytes())?;
    assert_eq!(decoded.source.text(), "é\r\n{\"ü\":1}");
    assert_eq!(place(&decoded, "1"), Some((2, 6, 10, 1)));
    assert_eq!((decoded.invalid, decoded.truncated), (None, None));
    Ok(())
}

#[test]
fn a_byte_order_mark_is_removed_and_counted() -> Outcome {
    let decoded = read(b"\xef\xbb\xbf{}\nx")?;
    assert_eq!(decoded.source.text(), "{}\nx");
    assert_eq!(place(&decoded, "x"), Some((2, 1, 6, 1)));
    Ok(())
}

#[test]
fn an_empty_input_is_an_empty_text() -> Outcome {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"] {
        assert_eq!(read(bytes)?.source.text(), "");
    }
    Ok(())
}

#[test]
fn utf16_of_either_order_is_transcoded_with_its_own_offsets() -> Outcome {
    let text = "[\"é😀\",\r\n1]";
    let little = [vec![0xff, 0xfe], utf16_bytes(text, u16::to_le_bytes)].concat();
    let big = [vec![0xfe, 0xff], utf16_bytes(text, u16::to_be_bytes)].concat();
    for bytes in [little, big] {
        let decoded = read(&bytes)?;
        assert_eq!(decoded.source.text(), text);
        assert_eq!(place(&decoded, "😀"), Some((1, 4, 2 + 2 * 3, 4)));
        assert_eq!(place(&decoded, "1"), Some((2, 1, 2 + 2 * 9, 2)));
        assert_eq!(place(&decoded, "]"), Some((2, 2, 22, 2)));
    }
    Ok(())
}

#[test]
fn half_a_unit_and_a_lone_surrogate_are_replaced_and_told() -> Outcome {
    let odd = read(b"\xff\xfea\0b\0c")?;
    assert_eq!(odd.source.text(), "ab\u{fffd}");
    assert_eq!(odd.invalid, Some(Span::new(2, 5)));
    assert_eq!(place(&odd, "\u{fffd}"), Some((1, 3, 6, 1)));
    let lone = read(b"\xff\xfea\0\x3d\xd8b\0")?;
    assert_eq!(lone.source.text(), "a\u{fffd}b");
    assert_eq!(lone.invalid, Some(Span::new(1, 4)));
    assert_eq!(place(&lone, "b"), Some((1, 3, 6, 2)));
    Ok(())
}

#[test]
fn utf16_and_utf32_that_cannot_be_read_are_named() {
    let refused = |bytes: &[u8]| read(bytes).err().unwrap_or_default();
    let text = "{\"type\":\"connect\"}";
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes = utf16_bytes(text, unit);
        assert!(refused(&bytes).contains("UTF-16 without a byte order mark"));
        assert!(refused(&bytes[..bytes.len() - 1]).contains("UTF-16"));
    }
    assert!(refused(&utf16_bytes("[]", u16::to_le_bytes)).contains("UTF-16"));
    assert!(refused(b"\xff\xfe\0\0[\0\0\0").contains("UTF-32"));
    assert!(refused(b"\0\0\xfe\xff\0\0\0[").contains("UTF-32"));
}

#[test]
fn a_few_nul_bytes_are_still_text() -> Outcome {
    for text in ["\0", "1\0", "[\0]", "{\"a\":\"\0\"}", "\0\0\0\0\0"] {
        assert_eq!(read(text.as_bytes())?.source.text(), text);
    }
    Ok(())
}

#[test]
fn invalid_utf8_is_replaced_and_offsets_behind_it_stay_right() -> Outcome {
    let decoded = read(b"\xef\xbb\xbfa\xff\nb\xe2\x82c\xf0\x9f\x98d")?;
    assert_eq!(decoded.source.text(), "a\u{fffd}\nb\u{fffd}c\u{fffd}d");
    assert_eq!(decoded.invalid, Some(Span::new(1, 4)));
    assert_eq!(place(&decoded, "\u{fffd}"), Some((1, 2, 4, 1)));
    assert_eq!(place(&decoded, "b"), Some((2, 1, 6, 1)));
    assert_eq!(place(&decoded, "b\u{fffd}c"), Some((2, 1, 6, 4)));
    assert_eq!(place(&decoded, "d"), Some((2, 5, 13, 1)));
    Ok(())
}

#[test]
fn binary_content_is_refused() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    assert!(read(png).is_err_and(|message| message.contains("binary")));
}

#[test]
fn every_member_of_a_gzip_stream_is_unpacked() -> Outcome {
    let bytes = [gzip(b"{\"a\":")?, gzip(b"")?, gzip(b"1}\n")?].concat();
    let decoded = read(&bytes)?;
    assert_eq!(decoded.source.text(), "{\"a\":1}\n");
    assert_eq!(decoded.truncated, None);
    assert_eq!(place(&decoded, "1"), Some((1, 6, 5, 1)));
    Ok(())
}

#[test]
fn a_cut_gzip_stream_keeps_what_was_unpacked_and_says_so() -> Outcome {
    let text: String = (0..5000).map(|n| format!("{{\"n\":{n}}}\n")).collect();
    let bytes = gzip(text.as_bytes())?;
    for cut in [bytes.len() / 2, bytes.len() - 9, bytes.len() - 1] {
        let decoded = read(&bytes[..cut])?;
        assert!(text.starts_with(decoded.source.text()) && !decoded.source.text().is_empty());
        assert!(decoded.truncated.is_some_and(|why| why.contains("cut")));
    }
    assert!(read(&bytes[..12]).is_err_and(|why| why.contains("damaged")));
    Ok(())
}

#[test]
fn rubbish_behind_a_gzip_stream_is_told() -> Outcome {
    let decoded = read(&[gzip(b"{}")?, b"rubbish".to_vec()].concat())?;
    assert_eq!(decoded.source.text(), "{}");
    assert!(decoded.truncated.is_some());
    Ok(())
}

#[test]
fn a_gzip_stream_that_unpacks_to_too_much_is_refused() -> Outcome {
    let bytes = gzip(&vec![b' '; 100_000])?;
    assert!(gunzip(&*bytes, 99_999).is_err_and(|why| why.contains("99999 bytes")));
    let whole = gunzip(&*bytes, 100_000)?.decode(InputName::Stdin, Masker::new(true))?;
    assert_eq!(whole.source.len(), 100_000);
    let bomb = gzip(&vec![0; usize::try_from(FREE)? + 1])?;
    assert!(read(&bomb).is_err_and(|why| why.contains("more than")));
    Ok(())
}

#[test]
fn unpacked_content_is_decoded_like_any_other() -> Outcome {
    let bytes = [vec![0xff, 0xfe], utf16_bytes("[1]", u16::to_le_bytes)].concat();
    assert_eq!(read(&gzip(&bytes)?)?.source.text(), "[1]");
    Ok(())
}

proptest::proptest! {
    /// What is too large for the memory goes through a file, in blocks, and must come to the same.
    #[test]
    fn a_file_is_decoded_like_the_same_bytes_in_memory(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                &b"plain text\n"[..], b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\xff", b"\xf0\x9f", b"\r\n", b"{\"a\":1}",
            ]),
            0..60,
        ),
        encoding in 0..4,
    ) {
        let bytes = parts.concat();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let bytes = match encoding {
            0 => bytes,
            1 => [&b"\xef\xbb\xbf"[..], &bytes].concat(),
            2 => [vec![0xff, 0xfe], utf16_bytes(&text, u16::to_le_bytes)].concat(),
            _ => [vec![0xfe, 0xff], utf16_bytes(&text, u16::to_be_bytes), vec![0]].concat(),
        };
        let decode = |content: Content| content.decode(InputName::Stdin, Masker::new(true));
        match (decode(bytes.clone().into()), decode(Content::in_file(&bytes))) {
            (Ok(memory), Ok(file)) => {
                proptest::prop_assert_eq!(memory.source.text(), file.source.text());
                proptest::prop_assert_eq!(memory.invalid, file.invalid);
                let len = memory.source.len();
                for at in 0..=len {
                    let span = Span::new(at, len);
                    let (one, other) = (memory.source.locate(span, span), file.source.locate(span, span));
                    proptest::prop_assert_eq!((one.line, one.column, one.offset), (other.line, other.column, other.offset));
                    proptest::prop_assert_eq!(memory.source.slice(span), file.source.slice(span));
                }
            }
            (memory, file) => proptest::prop_assert_eq!(memory.err(), file.err()),
        }
    }
}
