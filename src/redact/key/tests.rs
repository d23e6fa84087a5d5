//! The keyed permutation.

use std::collections::HashSet;

use super::*;

fn permuted(key: &Key, text: &str) -> String {
    let mut symbols: Vec<Symbol> = text
        .chars()
        .map(|c| {
            let alphabet = Alphabet::of(c);
            let index = alphabet.index(&c.to_string());
            Symbol { alphabet, index }
        })
        .collect();
    key.permute(&mut symbols);
    let mut out = String::new();
    for symbol in symbols {
        symbol.alphabet.write(symbol.index, &mut out);
    }
    out
}

#[test]
fn different_values_of_a_shape_have_different_stand_ins() {
    let key = Key::from_text("test");
    let all = (0..1000).map(|n| permuted(&key, &format!("{n:03}")));
    assert_eq!(all.collect::<HashSet<_>>().len(), 1000);
}

#[test]
fn values_that_are_alike_have_stand_ins_that_are_not() {
    let key = Key::from_text("test");
    let (one, two) = (permuted(&key, "guest-number-1"), permuted(&key, "guest-number-2"));
    let alike = one.chars().zip(two.chars()).filter(|(a, b)| a == b);
    assert!(alike.count() < 6, "{one} {two}");
}

#[test]
fn another_key_gives_other_stand_ins() {
    let one = permuted(&Key::from_text("one"), "Guest Seven");
    assert_eq!(one, permuted(&Key::from_text("one"), "Guest Seven"));
    assert_ne!(one, permuted(&Key::from_text("two"), "Guest Seven"));
    let random = || permuted(&Key::random().unwrap(), "Guest Seven");
    assert_ne!(random(), random());
}
