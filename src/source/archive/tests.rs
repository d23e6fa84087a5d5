//! Tests of `source/archive.rs`.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::text::span::Span;

use super::*;

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn archive(members: &[(&str, &[u8])]) -> Archive {
    Archive::new(packed(members).into()).unwrap()
}

#[test]
fn members_are_unpacked_by_name() {
    let archive = archive(&[("a/x.har", b"one"), ("a/b.jsonl", b"two"), ("c.jsonl", b"3")]);
    assert_eq!(archive.names(), ["a/x.har", "a/b.jsonl", "c.jsonl"]);
    assert_eq!(archive.member("a/x.har").unwrap().head(), b"one");
    let files = archive.files("a/x.har", InputName::Stdin, Masker::new(true));
    for (name, member, text) in [("b.jsonl", "a/b.jsonl", "two"), ("c.jsonl", "c.jsonl", "3")] {
        let source = files.open(name).unwrap();
        assert_eq!(source.member(), Some(member));
        assert_eq!(source.slice(Span::new(0, 9)), text);
    }
    assert!(files.open("../c.jsonl").is_err());
}

#[test]
fn what_was_cut_is_told() {
    let bytes = packed(&[("x.har", &[b'a'; 3000])]);
    for len in [4, 30, bytes.len() - 30] {
        let error = Archive::new(bytes[..len].to_vec().into()).unwrap_err();
        assert!(error.contains("no directory"), "{error}");
    }
    assert!(is_zip(&bytes));
    assert!(!is_zip(b"PK, said the letter"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![0; 65 << 20];
    let archive = archive(&[("x.har", &zeros)]);
    let error = archive.member("x.har").unwrap_err();
    assert!(error.contains("unpacks to more than"), "{error}");
}

#[test]
fn members_share_one_limit() {
    let zeros = vec![0; 40 << 20];
    let archive = archive(&[("x.har", &zeros), ("y.har", &zeros)]);
    assert!(archive.member("x.har").is_ok());
    let error = archive.member("y.har").unwrap_err();
    assert!(error.contains("unpacks to more than"), "{error}");
}

#[test]
fn a_changed_byte_is_no_crash() {
    let bytes = packed(&[("x.har", b"{\"log\":{}}"), ("y.jsonl", &[b'a'; 500])]);
    for at in 0..bytes.len() {
        for bit in [0x01, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            if let Ok(archive) = Archive::new(changed.into()) {
                for name in archive.names() {
                    let _ = archive.member(&name);
                }
            }
        }
    }
}

#[test]
fn an_encrypted_member_says_so() {
    let mut bytes = packed(&[("x.har", b"{\"log\":{}}")]);
    // The flag for encryption, in the member's header and in the directory (APPNOTE 4.4.4).
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    let archive = Archive::new(bytes.into()).unwrap();
    let error = archive.member("x.har").unwrap_err();
    assert!(error.contains("encrypted"), "{error}");
}
