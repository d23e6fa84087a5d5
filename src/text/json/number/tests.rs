//! Tests of `text/json/number.rs`.

use super::*;

fn equal(left: &str, right: &str) -> bool {
    Decimal::new(left) == Decimal::new(right)
}

#[test]
fn spellings_of_one_number_are_equal() {
    for spellings in [
        ["1", "1.0", "10e-1", "0.1e+1", "0.001E3"].as_slice(),
        &["0", "-0", "0.0", "-0e99", "0e-99999999999999999999"],
        &["100", "1e2", "1E+2", "100.00", "0.1e3"],
        &["-1050", "-1.05e3", "-105e1"],
        &["1e400", "10e399", "0.01e402"],
        &["123456789012345678901234567890", "1.2345678901234567890123456789e29"],
    ] {
        for left in spellings {
            for right in spellings {
                assert!(equal(left, right), "{left} {right}");
            }
        }
    }
}

#[test]
fn different_numbers_are_not_equal() {
    for (left, right) in [
        ("1", "-1"),
        ("1", "10"),
        ("0.1", "0.10000000000000001"),
        ("9007199254740993", "9007199254740992"),
        ("1e400", "1e401"),
        ("123456789012345678901234567890", "123456789012345678901234567891"),
        ("101", "11"),
    ] {
        assert!(!equal(left, right), "{left} {right}");
    }
}

#[test]
fn whole_numbers_are_told_from_fractions() {
    for whole in ["0", "-7", "1.0", "1e3", "1.5e1", "1e400", "-0.0"] {
        assert!(Decimal::new(whole).is_integer(), "{whole}");
    }
    for fraction in ["0.5", "1e-1", "1.5", "15e-1", "1e-400"] {
        assert!(!Decimal::new(fraction).is_integer(), "{fraction}");
    }
}

#[test]
fn whole_numbers_become_machine_integers_where_they_fit() {
    let whole = |text| Decimal::new(text).to_i128();
    assert_eq!(whole("-1.20e2"), Some(-120));
    assert_eq!(whole("170141183460469231731687303715884105727"), Some(i128::MAX));
    assert_eq!(whole("170141183460469231731687303715884105728"), None);
    assert_eq!(whole("1e99999999999999999999999999999999999999999"), None);
    assert_eq!(whole("0.5"), None);
    assert_eq!(whole(&"9".repeat(1000)), None);
}

#[test]
fn schema_numbers_compare_exactly_where_they_are_whole() {
    let number = |value: serde_json::Value| match value {
        serde_json::Value::Number(number) => number,
        _ => serde_json::Number::from(0),
    };
    assert!(equals("1.0", &number(1.into())));
    assert!(equals("1e2", &number(100.into())));
    assert!(equals("2", &number(2.0.into())));
    assert!(equals("0.50", &number(0.5.into())));
    assert!(!equals("1", &number(1.5.into())));
    assert!(!equals("0", &number(0.5.into())));
    assert!(!equals("9007199254740993", &number(9_007_199_254_740_992.0.into())));
    assert!(!equals("18446744073709551616", &number(u64::MAX.into())));
    assert!(!equals("1e999", &number(f64::MAX.into())));
}
