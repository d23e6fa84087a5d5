//! Limits that a user sets in place of a manifest's: sizes and rates, by name.

use std::collections::BTreeMap;

use crate::error::Error;

use super::manifest::{Limit, Pattern, SequenceRule};
use super::{Protocol, near};

/// The largest count of a rate: the times of so many frames are kept for each socket.
const MOST: u64 = 10_000;

/// The limits of one protocol that are set in place of its manifest's, by name ([`Protocol::limit_names`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitOverrides(pub BTreeMap<String, LimitValue>);

/// The value of a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LimitValue {
    /// The most that is allowed; of a rate, in the manifest's window.
    Number(u64),
    /// The most that is allowed in a window of time.
    Rate {
        /// How often.
        count: u64,
        /// In how many seconds.
        seconds: f64,
    },
}

/// How often something is allowed in a window of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// How often.
    pub count: u32,
    /// In how many seconds.
    pub seconds: f64,
}

impl Rate {
    /// The window in microseconds.
    pub(super) fn micros(self) -> i64 {
        // A float becomes the nearest integer that there is: no window overflows.
        (self.seconds * 1e6) as i64
    }

    /// How often, in words: `once`, `5 times`.
    pub fn times(self) -> String {
        match self.count {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            count => format!("{count} times"),
        }
    }

    /// The window in words: `a minute`, `5 seconds`.
    pub fn window(self) -> String {
        for (seconds, name) in [(1.0, "a second"), (60.0, "a minute"), (3600.0, "an hour")] {
            if self.seconds == seconds {
                return name.to_owned();
            }
        }
        format!("{} seconds", self.seconds)
    }
}

impl LimitOverrides {
    /// The most that `limit` allows.
    pub fn max(&self, limit: &Limit) -> u64 {
        match self.0.get(&limit.name) {
            Some(LimitValue::Number(max)) => *max,
            Some(LimitValue::Rate { .. }) | None => limit.max,
        }
    }

    /// What a rule allows whose pattern is a rate.
    pub fn rate(&self, rule: &SequenceRule) -> Option<Rate> {
        if rule.pattern != Pattern::Rate {
            return None;
        }
        let own = Rate { count: rule.max?, seconds: f64::from(rule.window_seconds?) };
        let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Some(match self.0.get(&rule.id) {
            None => own,
            Some(LimitValue::Number(max)) => Rate { count: count(*max), ..own },
            Some(LimitValue::Rate { count: max, seconds }) => Rate { count: count(*max), seconds: *seconds },
        })
    }
}

impl Protocol {
    /// The names of the limits that can be set: of sizes, then of rates.
    pub fn limit_names(&self) -> Vec<&str> {
        let sizes = self.manifest.limits.iter().map(|limit| &limit.name);
        let rates = self.manifest.sequence.iter();
        let rates = rates.filter(|rule| rule.pattern == Pattern::Rate);
        sizes.chain(rates.map(|rule| &rule.id)).map(String::as_str).collect()
    }

    /// Holds limits that a user sets against those that this protocol has.
    ///
    /// # Errors
    /// A name that is none of its limits', a rate for a size, or a rate that makes no sense.
    pub fn check_limits(&self, overrides: &LimitOverrides) -> Result<(), Error> {
        for (name, value) in &overrides.0 {
            self.check_limit(name, *value).map_err(Error::new)?;
        }
        Ok(())
    }

    /// Holds one limit against those that this protocol has; the error is a sentence.
    pub(crate) fn check_limit(&self, name: &str, value: LimitValue) -> Result<(), String> {
        let of = self.name();
        let names = self.limit_names();
        if !names.contains(&name) {
            let near = near::nearest(name, names.iter().copied());
            let near = near.map_or(String::new(), |near| format!(" (did you mean {near}?)"));
            let all = if names.is_empty() {
                format!("{of} has no limits")
            } else {
                format!("its limits are {}", names.join(", "))
            };
            return Err(format!("{of} has no limit `{name}`{near}; {all}"));
        }
        let is_size = self.manifest.limits.iter().any(|limit| limit.name == name);
        let count = match value {
            LimitValue::Number(_) if is_size => return Ok(()),
            LimitValue::Rate { .. } if is_size => {
                return Err(format!("the limit {name} of {of} is a size: give it a number"));
            }
            LimitValue::Rate { seconds, .. } if !(seconds > 0.0 && seconds.is_finite()) => {
                return Err(format!("the window of the limit {name} of {of} must be more than 0 seconds"));
            }
            LimitValue::Number(count) | LimitValue::Rate { count, .. } => count,
        };
        if !(1..=MOST).contains(&count) {
            return Err(format!("the limit {name} of {of} is a rate: its count is from 1 to {MOST}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
