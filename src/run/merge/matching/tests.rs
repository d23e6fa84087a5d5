//! Tests of `run/merge/matching.rs`.

use super::*;

fn outline(frames: &[u64], url: Option<&str>) -> Outline {
    let mark = |content: &u64| Mark { direction: Direction::Client, content: Some(*content) };
    Outline { url: url.map(str::to_owned), frames: frames.iter().map(mark).collect(), ..Outline::default() }
}

fn found(sockets: &[Outline], other: &Outline) -> Option<(usize, Confidence)> {
    let found = find(sockets, &[], other, 0, 1)?;
    Some((found.socket, found.confidence))
}

#[test]
fn the_same_frames_in_order_are_the_same_socket() {
    let sockets = [outline(&[1, 9, 3], None), outline(&[1, 2, 3, 4], None)];
    let sure = Some((1, Confidence::High));
    assert_eq!(found(&sockets, &outline(&[1, 2, 3], None)), sure);
    assert_eq!(found(&sockets, &outline(&[2, 4], None)), sure);
    let half = found(&sockets, &outline(&[2, 4, 7], None));
    assert_eq!(half, Some((1, Confidence::Medium)));
}

#[test]
fn frames_that_nobody_else_saw_are_another_socket() {
    let sockets = [outline(&[1, 2], Some("wss://a.example/x"))];
    assert_eq!(found(&sockets, &outline(&[7, 8], Some("wss://a.example/x"))), None);
    assert_eq!(found(&sockets, &outline(&[1, 2], Some("wss://b.example/x"))), None);
}

#[test]
fn equal_sockets_are_told_apart_by_their_place_or_not_at_all() {
    let sockets = [outline(&[1, 2], None), outline(&[1, 2], None)];
    let other = outline(&[1, 2], None);
    assert_eq!(find(&sockets, &[], &other, 1, 1), None);
    let second = find(&sockets, &[], &other, 1, 2);
    assert_eq!(second.map(|m| (m.socket, m.confidence)), Some((1, Confidence::Medium)));
    let left = find(&sockets, &[0], &other, 5, 9);
    assert_eq!(left.map(|m| m.socket), Some(1));
}

#[test]
fn without_frames_the_url_decides() {
    let url = Some("wss://a.example/x?token=1");
    let sockets = [outline(&[1], Some("wss://b.example")), outline(&[2], url)];
    let bare = outline(&[], Some("https://A.example/x/"));
    assert_eq!(found(&sockets, &bare), Some((1, Confidence::Low)));
    assert_eq!(found(&sockets, &outline(&[], None)), None);
    assert_eq!(found(&sockets[..1], &outline(&[], None)), Some((0, Confidence::Low)));
}
