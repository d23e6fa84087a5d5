//! permessage-deflate.

use flate2::{Compress, Compression, FlushCompress};

use super::*;

fn compress(stream: &mut Compress, text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 << 16);
    stream.compress_vec(text.as_bytes(), &mut out, FlushCompress::Sync).unwrap();
    assert!(out.ends_with(&[0, 0, 0xff, 0xff]));
    out.truncate(out.len() - 4);
    out
}

#[test]
fn messages_build_on_those_before() {
    let mut sender = Compress::new(Compression::default(), false);
    let first = compress(&mut sender, "hello hello hello, socket");
    let second = compress(&mut sender, "hello hello hello, socket");
    assert!(second.len() < first.len(), "it refers to the first");
    let mut inflater = Inflater::new(false);
    assert_eq!(inflater.message(&first).unwrap(), b"hello hello hello, socket");
    assert_eq!(inflater.message(&second).unwrap(), b"hello hello hello, socket");
    // What a missing message would have left behind is not made up.
    inflater.lose();
    assert_eq!(inflater.message(&second), None);
    assert_eq!(inflater.message(&first), None);
}

#[test]
fn without_takeover_each_message_stands_alone() {
    let one = |text| compress(&mut Compress::new(Compression::default(), false), text);
    let mut inflater = Inflater::new(true);
    assert_eq!(inflater.message(&[0xff; 5]), None);
    for text in ["one", "two", ""] {
        assert_eq!(inflater.message(&one(text)).unwrap(), text.as_bytes());
    }
}

#[test]
fn a_bomb_is_cut_short() {
    let mut sender = Compress::new(Compression::best(), false);
    let mut bomb = Vec::with_capacity(1 << 20);
    let zeros = vec![0; MOST + STEP * 4];
    sender.compress_vec(&zeros, &mut bomb, FlushCompress::Sync).unwrap();
    assert_eq!(Inflater::new(false).message(&bomb), None);
}

#[test]
fn what_the_handshake_agrees_on() {
    assert_eq!(Deflate::of("x-webkit-thing"), Deflate::default());
    let deflate = Deflate::of("a; b, permessage-deflate; server_no_context_takeover; client_max_window_bits=12");
    assert!(deflate.agreed && deflate.server_forgets && !deflate.client_forgets);
}
