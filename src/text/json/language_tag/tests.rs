//! Tests of `text/json/language_tag.rs`.

use super::*;

#[test]
fn well_formed_tags() {
    for tag in [
        "de",
        "en-US",
        "en-us",
        "EN-GB",
        "zh-Hant-TW",
        "es-419",
        "sr-Latn-RS",
        "x-private",
        "de-CH-1996",
        "sl-rozaj-biske-1994",
        "en-a-bbb-x-a",
        "de-DE-u-co-phonebk",
        "zh-cmn-Hans-CN",
        "en-x-1",
        "i-klingon",
        "sgn-BE-FR",
        "en-GB-oed",
        "art-lojban",
        "zh-min-nan",
        "yue-HK",
        "abcde",
    ] {
        assert!(is_language_tag(tag), "{tag}");
    }
}

#[test]
fn other_texts() {
    for tag in [
        "",
        "e",
        "en-",
        "-en",
        "en_US",
        "en--US",
        "english language",
        "en-US ",
        "en-a",
        "en-a-x-b",
        "x",
        "x-",
        "x-toolongsub",
        "de-419-DE",
        "toolonglang",
        "en-é",
        "1234",
        "en-US-US",
        "ar-a-aaa-b-bbb-a-",
        "i-unknown",
        "*",
        "en-Latn-Cyrl",
    ] {
        assert!(!is_language_tag(tag), "{tag}");
    }
}
