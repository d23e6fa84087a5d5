//! Points in time, as captures write them.

#[cfg(test)]
mod tests;

use std::str::FromStr;

use crate::text::json::Node;

/// A point in time. Two of them are only comparable when they come from the same capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Microseconds: since the Unix epoch for a wall clock, since some unknown moment otherwise.
    pub micros: i64,
    /// Whether `micros` counts from the Unix epoch.
    pub wall: bool,
}

/// Microseconds in one unit, for seconds, milliseconds, microseconds and nanoseconds.
const UNITS: [f64; 4] = [1e6, 1e3, 1.0, 1e-3];

impl Timestamp {
    /// Microseconds since the Unix epoch; none where the clock is no wall clock.
    pub fn wall_micros(self) -> Option<i64> {
        self.wall.then_some(self.micros)
    }

    /// The time as text that [`Timestamp::text`] reads as the same; none for a moment that no calendar holds.
    pub(crate) fn written(self) -> Option<String> {
        let moment = jiff::Timestamp::from_microsecond(self.micros).ok()?;
        if self.wall {
            return Some(match self.micros % 1000 {
                0 => format!("{moment:.3}"),
                _ => format!("{moment:.6}"),
            });
        }
        let moment = jiff::tz::TimeZone::UTC.to_datetime(moment);
        Some(format!("{moment:.6}"))
    }

    /// Milliseconds from `earlier` to `self`; negative where it is not earlier.
    pub fn millis_since(self, earlier: Timestamp) -> f64 {
        (self.micros.saturating_sub(earlier.micros)) as f64 / 1000.0
    }

    /// The moment `millis` later.
    pub(super) fn plus_millis(self, millis: f64) -> Self {
        Self { micros: self.micros.saturating_add((millis * 1000.0) as i64), ..self }
    }

    /// Milliseconds since the Unix epoch.
    pub(super) fn of_millis(millis: f64) -> Option<Self> {
        Self::wall(millis * UNITS[1])
    }

    fn wall(micros: f64) -> Option<Self> {
        (micros.is_finite() && micros.abs() < 9e18).then_some(Self { micros: micros as i64, wall: true })
    }

    /// Seconds since some unknown moment.
    pub(super) fn since_start(seconds: f64) -> Option<Self> {
        let time = Self::wall(seconds * UNITS[0])?;
        Some(Self { wall: false, ..time })
    }

    /// A number since the Unix epoch; its magnitude tells the unit. Zero and less are what tools write for "unknown".
    pub(super) fn epoch(value: f64) -> Option<Self> {
        let unit = match value {
            v if v <= 0.0 || v.is_nan() => return None,
            v if v < 1e11 => UNITS[0],
            v if v < 1e14 => UNITS[1],
            v if v < 1e17 => UNITS[2],
            _ => UNITS[3],
        };
        Self::wall(value * unit)
    }

    /// As [`Timestamp::epoch`], but where a moment near it is known, the unit that comes nearest to that.
    pub(super) fn epoch_near(value: f64, near: Option<Timestamp>) -> Option<Self> {
        let Some(near) = near.filter(|near| near.wall && value > 0.0) else {
            return Self::epoch(value);
        };
        let distance = |t: &Timestamp| (t.micros as f64 - near.micros as f64).abs();
        UNITS.iter().filter_map(|unit| Self::wall(value * unit)).min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// A time as text: RFC 3339, the same without a zone (then no wall clock), a time of day, or digits since the epoch.
    pub(super) fn text(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 64 || !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if let Ok(value) = text.parse::<f64>() {
            return Self::epoch(value);
        }
        if let Ok(time) = jiff::Timestamp::from_str(text) {
            return Some(Self { micros: time.as_microsecond(), wall: true });
        }
        let text = text.replace(',', ".");
        // Without a zone the moment is only known up to the zone's offset: fit for differences, not for a calendar.
        let civil = jiff::civil::DateTime::from_str(&text).or_else(|_| {
            let time = jiff::civil::Time::from_str(&text)?;
            Ok::<_, jiff::Error>(jiff::civil::Date::constant(1970, 1, 1).to_datetime(time))
        });
        let moment = jiff::tz::TimeZone::UTC.to_timestamp(civil.ok()?).ok()?;
        Some(Self { micros: moment.as_microsecond(), wall: false })
    }

    /// A time as a JSON value.
    pub(super) fn json(node: Node<'_>) -> Option<Self> {
        match node.as_str() {
            Some(text) => Self::text(text),
            None => Self::epoch(node.as_f64()?),
        }
    }

    /// The time that a line of a log begins with, be it in brackets or behind a level.
    pub(super) fn of_line(line: &str) -> Option<Self> {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len().min(40) {
            if bytes[at].is_ascii_digit() {
                let stamp = &bytes[at..bytes.len().min(at + 40)];
                if has_shape(stamp, b"00-00 00:00:00.000") && at == 0 {
                    // Android's log writes no year; this one is a leap year.
                    return Self::text(&format!("1972-{}", line.get(..18)?));
                }
                let len = stamp_len(stamp);
                return if len == 0 { None } else { Self::text(line.get(at..at + len)?) };
            }
            if bytes[at] == b'{' {
                return None;
            }
            at += 1;
        }
        None
    }
}

/// Whether `bytes` begin with a text of this shape, in which `0` stands for any digit.
fn has_shape(bytes: &[u8], shape: &[u8]) -> bool {
    let fits = |(want, byte): (&u8, &u8)| match want {
        b'0' => byte.is_ascii_digit(),
        want => byte == want,
    };
    bytes.len() >= shape.len() && shape.iter().zip(bytes).all(fits)
}

/// The length of the time stamp that `bytes` begin with, 0 where they begin with none.
fn stamp_len(bytes: &[u8]) -> usize {
    const DATE: &[u8] = b"0000-00-00";
    const TIME: &[u8] = b"00:00:00";
    let fits = |at: usize, shape: &[u8]| has_shape(bytes.get(at..).unwrap_or_default(), shape);
    let mut at = 0;
    if fits(0, DATE) && matches!(bytes.get(10), Some(b'T' | b' ')) {
        at = 11;
    }
    if !fits(at, TIME) {
        return 0;
    }
    at += TIME.len();
    if matches!(bytes.get(at), Some(b'.' | b',')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
    }
    if bytes.get(at) == Some(&b'Z') {
        at += 1;
    } else if fits(at, b"+00:00") || fits(at, b"-00:00") {
        at += 6;
    } else if fits(at, b"+0000") || fits(at, b"-0000") {
        at += 5;
    }
    at
}
