//! Tests of `folder/patterns.rs`.

use super::non_portable;

#[test]
fn what_only_one_of_the_two_knows_is_found() {
    for pattern in [
        "(?i)abc",
        "a(?-i:b)",
        "(?u)x",
        "(?P<year>[0-9]+)",
        r"\Aabc",
        r"abc\z",
        r"abc\Z",
        r"\h+",
        r"\Qa.b\E",
        "(?>a|b)",
        "a++",
        "a*+",
        "a?+",
        "a{2}+",
        "[[:alpha:]]",
        "[^[:digit:]x]",
        r"\[a++",
    ] {
        assert!(non_portable(pattern).is_some(), "{pattern}");
    }
}

#[test]
fn what_both_know_is_not() {
    for pattern in [
        "^[a-z]+$",
        "(?:a|b)",
        "(?=a)",
        "(?!a)",
        "(?<=a)b",
        "(?<year>[0-9]+)",
        r"\(?info\)?",
        "[(?>)]+",
        r"\+\+",
        "[+*]+",
        "a+?",
        "a*?b",
        r"\\A",
        r"[\h]",
        "é+😀*",
        "a{2,3}?",
        "[:a]",
        "",
        r"\",
    ] {
        assert!(non_portable(pattern).is_none(), "{pattern}");
    }
}
