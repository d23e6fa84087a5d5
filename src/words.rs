//! Numbers in words, for messages.

/// A duration for a reader: `38 ms`, `4.2 s`, `3 min 20 s`. `millis` must not be negative.
pub fn duration(millis: f64) -> String {
    if millis < 1.0 {
        return "less than 1 ms".to_owned();
    }
    if millis < 1000.0 {
        return format!("{millis:.0} ms");
    }
    let seconds = millis / 1000.0;
    if seconds < 10.0 {
        return format!("{seconds:.1} s");
    }
    if seconds < 120.0 {
        return format!("{seconds:.0} s");
    }
    let whole = seconds.round() as u64;
    if whole < 7200 {
        return format!("{} min {} s", whole / 60, whole % 60);
    }
    format!("{} h {} min", whole / 3600, whole % 3600 / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let words: Vec<_> = [0.2, 38.4, 999.4, 4200.0, 31_000.0, 200_000.0, 9_000_000.0]
            .map(duration)
            .into();
        assert_eq!(
            words,
            [
                "less than 1 ms",
                "38 ms",
                "999 ms",
                "4.2 s",
                "31 s",
                "3 min 20 s",
                "2 h 30 min"
            ]
        );
    }
}
