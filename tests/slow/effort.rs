//! How much work something is: the time that this thread spends on a processor, which does not grow when others are busy.

use std::time::Duration;

/// Far above what the inputs need in an unoptimised build, far below what quadratic work would take: a hundred times as much, or
/// more.
const LIMIT: Duration = Duration::from_secs(120);

/// The time that this thread has spent on a processor, where the system tells it: on Linux, in nanoseconds, as the first number
/// of this file.
fn spent() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Does the work, which must take linear time.
pub fn linear<T>(work: impl FnOnce() -> T) -> T {
    let before = spent();
    let done = work();
    if let (Some(before), Some(after)) = (before, spent()) {
        let took = after - before;
        assert!(took < LIMIT, "took {took:?} of a processor");
    }
    done
}

#[test]
fn work_is_counted() {
    let before = spent();
    let sum: u64 = (0..20_000_000).map(std::hint::black_box).sum();
    assert!(sum > 0);
    assert!(spent() > before || before.is_none());
}
