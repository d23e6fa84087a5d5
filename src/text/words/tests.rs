//! Tests of `text/words.rs`.

use super::*;

#[test]
fn columns_read_well() {
    let spans = [0.0, 0.4, 38.0, -5.0, 4200.0].map(|millis| span(millis, true));
    assert_eq!(spans, ["+0 ms", "+<1 ms", "+38 ms", "-5 ms", "+4.2 s"]);
    assert_eq!(span(65.0, false), "65 ms");
    let sizes = [0, 999, 1234, 9999, 999_499, 2_500_000].map(bytes);
    assert_eq!(sizes, ["0 B", "999 B", "1.2 kB", "10 kB", "999 kB", "2.5 MB"]);
    let numbers = [7, 999, 1000, 1_234_567].map(thousands);
    assert_eq!(numbers, ["7", "999", "1,000", "1,234,567"]);
}

#[test]
fn durations_read_well() {
    let words: Vec<_> = [0.2, 38.4, 999.4, 4200.0, 31_000.0, 200_000.0, 9_000_000.0].map(duration).into();
    assert_eq!(words, ["less than 1 ms", "38 ms", "999 ms", "4.2 s", "31 s", "3 min 20 s", "2 h 30 min"]);
}
