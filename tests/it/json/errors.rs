//! Each way in which a text fails to be JSON: its name, its place, and the bracket it leaves open.

use guestlint::text::json::{CAPTURE_DEPTH, PAYLOAD_DEPTH, ParseError, parse, parse_prefix};

fn error(text: &str) -> Option<ParseError> {
    parse(text, PAYLOAD_DEPTH).err()
}

/// The message, and the text that the error points at.
fn told(text: &str) -> (String, &str) {
    error(text).map_or_else(|| ("accepted".to_owned(), ""), |error| (error.to_string(), error.span.slice(text)))
}

/// Message by message, the texts that earn it and what each of them points at.
const TABLE: &[(&str, &[(&str, &str)])] = &[
    ("the text is empty", &[("", ""), (" \n\t", "")]),
    (
        "a comment is not JSON",
        &[
            ("// x\n{}", "// x"),
            ("{} // x", "// x"),
            ("{/* a */}", "/* a */"),
            ("[1, # one\n2]", "# one"),
            ("{\"a\" /* c */: 1}", "/* c */"),
            ("[1 // é", "// é"),
        ],
    ),
    ("a trailing comma is not JSON", &[("[1,]", ","), ("{\"a\":1 , \n}", ",")]),
    ("single quotes are not JSON", &[("{'a':1}", "'"), ("['x']", "'"), ("[`x`]", "`")]),
    (
        "typographic quotes are not JSON",
        &[
            ("{\u{201c}a\u{201d}:1}", "\u{201c}"),
            ("[\u{2018}a\u{2019}]", "\u{2018}"),
            ("{\"a\":\u{201e}x\u{201c}}", "\u{201e}"),
        ],
    ),
    (
        "a backslash stands before the quote: the text is still escaped",
        &[(r#"{\"type\":1}"#, "\\\""), (r#"\"x\""#, "\\\"")],
    ),
    ("the string ended at the quote before, but text goes on", &[(r#"{"a":"he said "hi""}"#, "h"), (r#"["a"b]"#, "b")]),
    (
        "a key without quotes is not JSON",
        &[("{type: 1}", "type"), ("{\"a\":1, $b: 2}", "$b"), ("{1: 2}", "1"), ("{schlüssel: 1}", "schlüssel")],
    ),
    (
        "text without quotes is not JSON",
        &[
            ("{\"type\": message}", "message"),
            ("hello", "hello"),
            ("[2026-11-23]", "2026"),
            ("[12:30]", "12"),
            ("[4fe9]", "4fe9"),
            ("[1_000]", "1_000"),
            ("[truer]", "truer"),
            ("1.2.3", "1"),
        ],
    ),
    (
        "an object was turned into text without JSON.stringify",
        &[("[object Object]", "[object Object]"), ("{\"a\":[object Array]}", "[object Array]")],
    ),
    ("expected a key in double quotes, or }", &[("{,}", ","), ("{[1]}", "["), ("{:1}", ":")]),
    ("expected a key in double quotes", &[("{\"a\":1,,}", ","), ("{\"a\":1,:}", ":")]),
    ("expected a colon after the key", &[("{\"a\" 1}", "1"), ("{\"a\"}", "}"), ("{\"a\"=1}", "="), ("{\"a\",1}", ",")]),
    ("expected a comma or }", &[("{\"a\":1 \"b\":2}", "\""), ("{\"a\":{} [", "[")]),
    ("expected a comma or ]", &[("[1 2]", "2"), ("[\"a\" \"b\"]", "\""), ("[\"a\":1]", ":")]),
    ("expected } to close the bracket, found ]", &[("{\"a\":1]", "]"), ("{]", "]"), ("{\"a\":1,]", "]")]),
    ("expected ] to close the bracket, found }", &[("[1}", "}"), ("[}", "}"), ("[1,}", "}")]),
    (
        "the string is not closed",
        &[("\"abc", "\""), ("{\"a", "\""), ("[\"a\\", "\""), ("[\"a\\u12", "\""), ("[\"a\\\"", "\"")],
    ),
    ("a line break stands in a string", &[("[\"a\nb\"]", "\n"), ("{\"a: 1,\r\n}", "\r")]),
    ("the control character U+0009 stands unescaped in a string", &[("\"a\tb\"", "\t")]),
    ("the control character U+0000 stands unescaped in a string", &[("\"\0\"", "\0")]),
    (
        "the control character U+0000 stands outside of a string",
        &[("\0", "\0"), ("[1\0]", "\0"), ("{}\0", "\0"), ("{\0}", "\0")],
    ),
    ("the control character U+000C stands outside of a string", &[("[\u{c}]", "\u{c}"), ("{\"a\"\u{c}:1}", "\u{c}")]),
    (
        "the invisible character U+00A0 is not whitespace in JSON",
        &[("{\u{a0}\"a\":1}", "\u{a0}"), ("[1,\u{a0}2]", "\u{a0}"), ("{}\u{a0}", "\u{a0}"), ("\u{a0}1", "\u{a0}")],
    ),
    ("the invisible character U+200B is not whitespace in JSON", &[("[\u{200b}]", "\u{200b}")]),
    ("the invisible character U+2028 is not whitespace in JSON", &[("[1\u{2028}]", "\u{2028}")]),
    (
        "a byte order mark (U+FEFF) stands inside the text",
        &[("\u{feff}{}", "\u{feff}"), ("{}\n\u{feff}{}", "\u{feff}"), ("[1,\u{feff}2]", "\u{feff}")],
    ),
    ("\\x is not a JSON escape", &[(r#"["\x41"]"#, "\\x")]),
    ("\\' is not a JSON escape", &[(r#"["it\'s"]"#, "\\'")]),
    (
        "\\u needs four hexadecimal digits",
        &[(r#"["\u12"]"#, "\\u"), (r#"["\u12g4"]"#, "\\u"), (r#"["\u{1f600}"]"#, "\\u"), (r#"["\u+123"]"#, "\\u")],
    ),
    (
        "JSON has no such escape",
        &[(r#"["C:\Users"]"#, "\\U"), (r#"["\a"]"#, "\\a"), ("[\"\\é\"]", "\\é"), ("[\"\\\n\"]", "\\\n")],
    ),
    ("a number must not begin with 0 and another digit", &[("[01]", "0"), ("-012", "-"), ("00.1", "0")]),
    (
        "a hexadecimal, octal or binary number is not JSON",
        &[("[0x1f]", "0x1f"), ("-0X1F", "-0X1F"), ("0b11", "0b11"), ("0o7", "0o7")],
    ),
    (
        "expected a digit",
        &[("[1.]", "]"), ("[1.e3]", "e"), ("[1e]", "]"), ("[1e+]", "]"), ("[-]", "]"), ("[-x]", "x"), ("[.5]", ".")],
    ),
    ("a plus sign before a number is not JSON", &[("[+1]", "+")]),
    (
        "NaN and Infinity are not JSON",
        &[("[NaN]", "NaN"), ("{\"a\":Infinity}", "Infinity"), ("-Infinity", "-Infinity"), ("-NaN", "-NaN")],
    ),
    ("undefined is not JSON", &[("undefined", "undefined"), ("{\"a\":undefined}", "undefined")]),
    ("this is a Python literal, not JSON", &[("[True]", "True"), ("[False]", "False"), ("{\"a\":None}", "None")]),
    ("true, false and null are written in lower case", &[("[TRUE]", "TRUE"), ("Null", "Null"), ("[nULL]", "nULL")]),
    ("expected a value", &[("{\"a\":}", "}"), ("[,1]", ","), ("[1,,2]", ","), ("}", "}"), (":", ":"), ("<html>", "<")]),
    ("something follows the end of the JSON value", &[("{} {}", "{"), ("[1]]", "]"), ("{}x", "x"), ("1 2", "2")]),
];

#[test]
fn every_problem_has_its_name_and_its_place() {
    for (message, cases) in TABLE {
        for (text, place) in *cases {
            assert_eq!(told(text), ((*message).to_owned(), *place), "{text:?}");
        }
    }
}

#[test]
fn the_end_of_the_text_is_said_with_what_was_expected_and_what_is_open() {
    for (text, expected, opened) in [
        ("{", "a key in double quotes, or }", Some(0)),
        ("{\"a\":1,", "a key in double quotes", Some(0)),
        ("{\"a\"", "a colon", Some(0)),
        ("{\"a\":", "a value", Some(0)),
        ("{\"a\":1", "a comma or }", Some(0)),
        ("{\"a\":[1, {\"b\":2}", "a comma or ]", Some(5)),
        ("[1,", "a value", Some(0)),
        ("[", "a value", Some(0)),
        ("[[1], ", "a value", Some(0)),
        ("[-", "a digit", Some(0)),
        ("1e", "a digit", None),
        ("[tru", "the rest of true", Some(0)),
        ("{\"a\":n", "the rest of null", Some(0)),
        ("fals", "the rest of false", None),
    ] {
        let error = error(text);
        let message = error.as_ref().map(ToString::to_string).unwrap_or_default();
        assert_eq!(message, format!("the text ends where {expected} was expected"), "{text:?}");
        let span = error.as_ref().map(|e| (e.span.start, e.span.end));
        assert_eq!(span, Some((text.len(), text.len())), "{text:?}");
        let open = error.as_ref().and_then(|e| e.opened).map(|span| span.start);
        assert_eq!(open, opened, "{text:?}");
        assert!(error.is_some_and(|e| e.is_truncation()), "{text:?}");
    }
}

#[test]
fn the_open_bracket_is_told_only_where_it_explains() {
    let opened = |text| error(text).and_then(|e| e.opened).map(|span| span.start);
    assert_eq!(opened("{\"a\":[1}"), Some(5));
    assert_eq!(opened("[{\"a\":1]"), Some(1));
    assert_eq!(opened("[{\"a\":\"x"), Some(1));
    assert_eq!(opened("[{\"a\":tru e}]"), None);
    assert_eq!(opened("[[1]] x"), None);
}

#[test]
fn whole_texts_are_not_called_truncated() {
    for text in ["", " ", "[1,]", "{a:1}", "[1}", "[\"a\nb"] {
        assert!(error(text).is_some_and(|e| !e.is_truncation()), "{text:?}");
    }
}

#[test]
fn depth_is_limited_with_a_place() {
    for limit in [PAYLOAD_DEPTH, CAPTURE_DEPTH] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(parse(&nested(limit), limit).is_ok());
            let error = parse(&nested(limit + 1), limit).err();
            assert_eq!(error.as_ref().map(ToString::to_string), Some(format!("nested deeper than {limit} levels")));
            assert_eq!(error.map(|e| e.span.start), Some(limit * open.len()));
        }
    }
}

#[test]
fn a_prefix_ends_where_the_value_ends() {
    for (text, start, end) in
        [("x {\"a\":[1]} y", 1, 11), ("[1][2]", 3, 6), ("\"a\"b", 0, 3), ("12 }", 0, 2), ("true,", 0, 4)]
    {
        let found = parse_prefix(text, start, PAYLOAD_DEPTH);
        assert_eq!(found.map(|(_, end)| end), Ok(end), "{text:?}");
    }
}

#[test]
fn a_prefix_past_the_end_or_inside_a_character_is_an_error() {
    for start in [1, 2, 5, 6, 100] {
        assert!(parse_prefix("😀é", start, PAYLOAD_DEPTH).is_err(), "{start}");
    }
}

#[test]
fn help_never_repeats_the_message() {
    for (_, cases) in TABLE {
        for (text, _) in *cases {
            let error = error(text);
            let (message, help) = error.map(|e| (e.to_string(), e.help())).unwrap_or_default();
            assert!(!help.is_empty() && help != message, "{text:?}");
            assert!(!help.ends_with('.') && !message.ends_with('.'), "{text:?}");
        }
    }
}
