//! GL807: what the checked inputs exercise of a protocol, held against what the project asks for.

use crate::finding::Finding;
use crate::outcome::{ProtocolCoverage, Required};
use crate::rule::*;

/// Coverage of a protocol that is below its minimum (GL807).
pub fn below(coverage: &ProtocolCoverage, required: &Required) -> Option<Finding> {
    let count = coverage.all();
    if required.minimum.is_met(count.covered, count.total) {
        return None;
    }
    let gap = coverage.biggest_gap().map(|gap| format!("; the biggest gap: {gap}")).unwrap_or_default();
    let message =
        format!("coverage of {} is {} %, {} % are required{gap}", coverage.protocol, count.shown(), required.minimum);
    let mut finding = Finding::new(&GL807, required.at.clone(), message)
        .label("not reached")
        .help("`--coverage` lists what no fixture exercises: add fixtures for what your client does, or lower the minimum to what holds");
    finding.protocol = Some(coverage.protocol.clone());
    Some(finding)
}
