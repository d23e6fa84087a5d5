//! Numbers that other people's specifications explain: close codes, HTTP statuses. The tables are data under `schemas/`.

use serde::Deserialize;

/// A table of numbers and ranges of numbers.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CodeTable {
    codes: Vec<Code>,
    ranges: Vec<Range>,
}

#[derive(Debug, Deserialize)]
struct Code {
    code: u16,
    #[serde(default)]
    name: String,
    /// What everybody wants: no finding.
    #[serde(default)]
    fine: bool,
    meaning: String,
    help: String,
}

#[derive(Debug, Deserialize)]
struct Range {
    from: u16,
    to: u16,
    meaning: String,
    #[serde(default)]
    help: String,
}

/// What a number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Explained<'t> {
    /// Its name; empty where it has none.
    pub(super) name: &'t str,
    /// What it means.
    pub(super) meaning: &'t str,
    /// What to do; empty where nobody can say.
    pub(super) help: &'t str,
}

impl CodeTable {
    /// The table in an embedded file. Tests parse each of them, so that none can be broken on a user's machine.
    pub(super) fn embedded(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// What `code` means, by its own entry or by the range that it lies in.
    pub(super) fn explain(&self, code: u16) -> Option<Explained<'_>> {
        let exact = self.codes.iter().find(|known| known.code == code);
        let exact = exact.map(|known| Explained { name: &known.name, meaning: &known.meaning, help: &known.help });
        exact.or_else(|| {
            let range = self.ranges.iter().find(|range| (range.from..=range.to).contains(&code))?;
            Some(Explained { name: "", meaning: &range.meaning, help: &range.help })
        })
    }

    /// Whether `code` is what everybody wants.
    pub(super) fn is_fine(&self, code: u16) -> bool {
        self.codes.iter().any(|known| known.code == code && known.fine)
    }

    /// The codes with an entry of their own, in the table's order.
    #[cfg(test)]
    pub(super) fn codes(&self) -> Vec<u16> {
        self.codes.iter().map(|known| known.code).collect()
    }
}
