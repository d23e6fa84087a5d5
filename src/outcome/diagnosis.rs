//! Why a session ended badly.

use crate::rule::Rule;

/// How sure a diagnosis is of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// One possibility among others.
    Low,
    /// Likely.
    Medium,
    /// What a colleague who knows the protocol would bet on.
    High,
}

impl Confidence {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// One finding that can explain a bad end.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The finding's number ([`crate::finding::Finding::id`]).
    pub finding: usize,
    /// Its rule.
    pub rule: &'static Rule,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in one sentence: the evidence.
    pub why: String,
}

/// Why a session ended badly.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// What the end was, and the last exchange before it: one or two sentences.
    pub headline: String,
    /// The causes, the likeliest first; empty where nothing in the session explains its end.
    pub causes: Vec<Cause>,
    /// What the capture cannot show and a developer should check; one item a line. Set where no cause is sure.
    pub check_next: Vec<String>,
}
