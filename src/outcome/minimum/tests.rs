//! Tests of `outcome/minimum.rs`.

use super::*;

#[test]
fn percentages_are_exact() {
    for (text, shown) in
        [("80", "80"), ("79.50", "79.5"), ("0", "0"), ("100.0", "100"), (" 5 ", "5"), ("0.000001", "0.000001")]
    {
        assert_eq!(text.parse::<Minimum>().unwrap().to_string(), shown);
    }
    let at = |text: &str| text.parse::<Minimum>().unwrap();
    // 79.96 % is not 80 %, however it is shown.
    assert!(!at("80").is_met(1999, 2500));
    assert!(at("79.96").is_met(1999, 2500));
    assert!(!at("79.960001").is_met(1999, 2500));
    assert!(at("33.333333").is_met(1, 3) && !at("33.333334").is_met(1, 3));
    assert!(at("100").is_met(0, 0) && at("0").is_met(0, 7));
}

#[test]
fn what_is_no_percentage_is_refused() {
    for text in [
        "",
        "nan",
        "inf",
        "-1",
        "101",
        "100.000001",
        "1e2",
        "+5",
        "80,5",
        "8 0",
        ".5",
        "5.",
        "99999999999999999999999999",
        "٣",
    ] {
        assert!(text.parse::<Minimum>().is_err(), "{text}");
    }
    let why = |text: &str| text.parse::<Minimum>().unwrap_err();
    assert_eq!(why("80 %"), "write the percentage without its sign: 80");
    assert_eq!(why("1.1234567"), "it may have 6 decimals at most");
}
