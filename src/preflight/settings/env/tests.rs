//! Tests of `preflight/settings/env.rs`.

use super::*;

#[test]
fn values_and_their_places() {
    let text = "# a comment\nexport A = 'x y' # why\nB=wss://a.example/#x\r\nC=\nnothing\nD=1 # one\n";
    let found: Vec<_> = read(text)
        .into_iter()
        .map(|setting| {
            assert_eq!(setting.span.slice(text), setting.value);
            (setting.path.concat(), setting.value.into_owned())
        })
        .collect();
    let expected = [("A", "x y"), ("B", "wss://a.example/#x"), ("D", "1")];
    assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}
