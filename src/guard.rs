//! A check that crashes does not end the run: it is caught, counted by name, and told when everything else was.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// How many guards this thread is inside of.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// A check panicked; which, its caller knows.
#[derive(Debug)]
pub(crate) struct Crashed;

/// Runs `check`, which goes by the name `what`, and catches its panic.
pub(crate) fn guard<T>(what: &'static str, check: impl FnOnce() -> T) -> Result<T, Crashed> {
    DEPTH.set(DEPTH.get() + 1);
    // What a crashed check leaves half done is judged no further, or is only counted.
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        #[cfg(test)]
        tests::explode(what);
        #[cfg(not(test))]
        let _ = what;
        check()
    }));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|_| Crashed)
}

/// Keeps the panic hook silent about panics that a guard catches: they are told with the run's failures.
pub(crate) fn silence_caught_panics() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if DEPTH.get() == 0 {
            hook(info);
        }
    }));
}

/// The crashed checks of one input.
#[derive(Debug, Default)]
pub(crate) struct Crashes(BTreeMap<&'static str, (usize, u64)>);

impl Crashes {
    /// The check of this name crashed on something in this line.
    pub(crate) fn add(&mut self, what: &'static str, line: usize) {
        self.0.entry(what).or_insert((line, 0)).1 += 1;
    }

    /// Takes over what crashed elsewhere on the same input.
    pub(crate) fn append(&mut self, other: Crashes) {
        for (what, (line, count)) in other.0 {
            self.0.entry(what).or_insert((line, 0)).1 += count;
        }
    }

    /// A sentence for each check.
    pub(crate) fn sentences(&self, input: &str) -> Vec<String> {
        let sentences = self.0.iter().map(|(what, (line, count))| {
            let times = match count {
                1 => String::new(),
                count => format!(", the first of {count} times"),
            };
            format!("internal error in {what} on {input} (line {line}{times}): please report it")
        });
        sentences.collect()
    }
}

#[cfg(test)]
pub(crate) mod tests;
