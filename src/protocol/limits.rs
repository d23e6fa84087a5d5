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
mod tests {
    use super::*;
    use crate::protocol::embedded;

    fn web_messaging() -> &'static Protocol {
        let protocols = embedded().unwrap();
        protocols.iter().find(|p| p.name() == "web-messaging").unwrap()
    }

    fn set(name: &str, value: LimitValue) -> LimitOverrides {
        LimitOverrides(BTreeMap::from([(name.to_owned(), value)]))
    }

    fn problem(name: &str, value: LimitValue) -> String {
        let checked = web_messaging().check_limits(&set(name, value));
        checked.map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn rates_read_well() {
        let words = |count, seconds| {
            let rate = Rate { count, seconds };
            format!("{} in {}", rate.times(), rate.window())
        };
        assert_eq!(words(1, 5.0), "once in 5 seconds");
        assert_eq!(words(2, 60.0), "twice in a minute");
        assert_eq!(words(60, 3600.0), "60 times in an hour");
        assert_eq!(words(5, 0.5), "5 times in 0.5 seconds");
    }

    #[test]
    fn a_wrong_limit_is_told_with_the_right_ones() {
        let rate = |count, seconds| LimitValue::Rate { count, seconds };
        let told = problem("message-per-second", LimitValue::Number(2));
        assert!(told.contains("did you mean messages-per-second?"), "{told}");
        assert!(told.contains("text-bytes"), "{told}");
        assert!(problem("text-bytes", rate(1, 1.0)).contains("is a size"));
        for seconds in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(problem("echo-per-minute", rate(1, seconds)).contains("0 seconds"));
        }
        for count in [0, MOST + 1] {
            assert!(problem("echo-per-minute", rate(count, 1.0)).contains("from 1"));
            assert!(problem("echo-per-minute", LimitValue::Number(count)).contains("from 1"));
        }
        assert_eq!(problem("echo-per-minute", rate(MOST, 0.1)), "");
        assert_eq!(problem("text-bytes", LimitValue::Number(0)), "");
    }

    #[test]
    fn what_is_set_wins_over_the_manifest() {
        let protocol = web_messaging();
        let rule = protocol.manifest.sequence.iter();
        let rule = rule.clone().find(|rule| rule.id == "echo-per-minute").unwrap();
        let rate = |overrides: LimitOverrides| {
            let rate = overrides.rate(rule).unwrap();
            (rate.count, rate.seconds)
        };
        assert_eq!(rate(LimitOverrides::default()), (2, 60.0));
        assert_eq!(rate(set("echo-per-minute", LimitValue::Number(4))), (4, 60.0));
        let value = LimitValue::Rate { count: 1, seconds: 90.0 };
        assert_eq!(rate(set("echo-per-minute", value)), (1, 90.0));
        let limit = &protocol.manifest.limits[0];
        assert_eq!(LimitOverrides::default().max(limit), 4096);
        assert_eq!(set("text-bytes", LimitValue::Number(9)).max(limit), 9);
    }
}
