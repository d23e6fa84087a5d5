//! What may stand for a character.

use super::*;

#[test]
fn whatever_stands_for_a_character_is_of_its_class_and_length() {
    for character in '\0'..=char::MAX {
        let alphabet = Alphabet::of(character);
        let size = alphabet.size();
        for index in [0, size / 3, size / 2, size - 1] {
            let mut out = String::new();
            alphabet.write(index, &mut out);
            let other = out.chars().next().unwrap();
            assert_eq!(out.len(), character.len_utf8(), "{character:?} {other:?}");
            assert_eq!(other.is_alphabetic(), character.is_alphabetic(), "{character:?} {other:?}");
            assert_eq!(
                other.is_numeric() && !other.is_alphabetic(),
                character.is_numeric() && !character.is_alphabetic(),
                "{character:?} {other:?}"
            );
            if size > 1 {
                assert_eq!(other.is_lowercase(), character.is_lowercase());
                assert_eq!(other.is_uppercase(), character.is_uppercase());
            }
        }
    }
}

#[test]
fn letters_and_digits_never_have_to_stay() {
    for character in '\0'..=char::MAX {
        if character.is_alphanumeric() {
            assert!(Alphabet::of(character).size() > 1, "{character:?}");
        }
    }
}

#[test]
fn a_place_is_written_and_read_again() {
    for (alphabet, written) in [
        (Alphabet::of('q'), "q"),
        (Alphabet::of('字'), "字"),
        (Alphabet::Base64 { step: 1 }, "_"),
        (Alphabet::Base64 { step: 16 }, "g"),
        (Alphabet::Decimal { width: 2, from: 1, size: 12 }, "07"),
    ] {
        let mut out = String::new();
        alphabet.write(alphabet.index(written), &mut out);
        assert_eq!(out, written);
    }
}
