//! Frames as they are on the wire.

use super::*;

fn messages(pieces: &[&[u8]], deflate: Option<bool>) -> Vec<(u8, Body, usize)> {
    let mut decoder = Decoder::new(deflate);
    let mut out = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let chunk = Chunk { span: Span::at(index), stamp: Stamp { time: None, extent: Span::at(index) } };
        decoder.feed(piece, chunk, &mut |message| {
            out.push((message.opcode, message.body, message.chunk.span.start));
        });
    }
    out
}

fn bytes(content: &[u8]) -> Body {
    Body::Bytes(content.to_vec())
}

#[test]
fn the_examples_of_the_rfc() {
    // RFC 6455, 5.7.
    let hello = [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];
    let masked = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
    let parts = [0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f];
    let ping = [0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];
    assert_eq!(
        messages(&[&hello, &masked, &parts, &ping], None),
        [(1, bytes(b"Hello"), 0), (1, bytes(b"Hello"), 1), (1, bytes(b"Hello"), 2), (9, bytes(b"Hello"), 3),]
    );
    // RFC 7692, 7.2.3: compressed, then built on the one before, then in two fragments.
    let deflated = [0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
    let again = [0xc1, 0x05, 0xf2, 0x00, 0x11, 0x00, 0x00];
    let split = [0x41, 0x03, 0xf2, 0x48, 0xcd, 0x80, 0x04, 0xc9, 0xc9, 0x07, 0x00];
    let hello = || bytes(b"Hello");
    assert_eq!(
        messages(&[&deflated, &again, &split], Some(false)),
        [(1, hello(), 0), (1, hello(), 1), (1, hello(), 2)]
    );
    // Nobody agreed on compression: this is no frame, and nothing behind it can be told.
    assert_eq!(messages(&[&deflated, &ping], None), []);
}

#[test]
fn pieces_need_not_be_frames() {
    let mut stream = vec![0x82, 0x7e, 0x01, 0x00];
    stream.extend([7; 256]);
    stream.extend([0x81, 0x02, b'h', b'i', 0x88, 0x00]);
    let expected = |at: [usize; 3]| [(2, bytes(&[7; 256]), at[0]), (1, bytes(b"hi"), at[1]), (8, bytes(b""), at[2])];
    assert_eq!(messages(&[&stream], None), expected([0, 0, 0]));
    let single: Vec<&[u8]> = stream.chunks(1).collect();
    assert_eq!(messages(&single, None), expected([0, 260, 264]));
}

#[test]
fn a_frame_too_large_to_keep_is_passed_over() {
    let mut head = vec![0x82, 0x7f];
    head.extend((MOST + 5).to_be_bytes());
    let block = vec![0; 1 << 20];
    let mut pieces: Vec<&[u8]> = vec![&head];
    pieces.extend((0..64).map(|_| block.as_slice()));
    pieces.push(&[0; 5]);
    pieces.push(&[0x81, 0x01, b'x']);
    assert_eq!(messages(&pieces, None), [(2, Body::Lost, 0), (1, bytes(b"x"), 66)]);
}

#[test]
fn control_frames_come_between_fragments_and_a_lost_beginning_is_told() {
    assert_eq!(
        messages(&[&[0x01, 1, b'a'], &[0x89, 0], &[0x80, 1, b'b']], None),
        [(9, bytes(b""), 1), (1, bytes(b"ab"), 0)]
    );
    assert_eq!(messages(&[&[0x80, 1, b'b']], None), [(0, Body::Lost, 0)]);
}
