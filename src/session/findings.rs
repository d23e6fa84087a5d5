//! The findings of one session, repeats collapsed.

use std::collections::HashMap;

use crate::finding::Finding;

/// What makes two findings of a session the same fault: rule, message type and pointer, and what is said of it. A second unknown
/// message, key or server's error is another fault, though it stands at the same place.
type Key = (&'static str, Option<String>, Option<String>, String);

/// Findings in the order in which they came; a repeat raises the count of the first.
#[derive(Debug)]
pub(super) struct Collected {
    all: bool,
    list: Vec<Finding>,
    known: HashMap<Key, usize>,
    /// The last frame that each occurred in.
    last: Vec<Option<u64>>,
}

impl Collected {
    pub(super) fn new(all: bool) -> Self {
        Self {
            all,
            list: Vec::new(),
            known: HashMap::new(),
            last: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        let key = (
            finding.rule.code,
            finding.message_type.clone(),
            finding.pointer.clone(),
            finding.message.clone(),
        );
        if !self.all {
            if let Some(&index) = self.known.get(&key)
                && let Some(first) = self.list.get_mut(index)
            {
                first.count += 1;
                self.last[index] = finding.frame.or(self.last[index]);
                return;
            }
            self.known.insert(key, self.list.len());
        }
        self.last.push(finding.frame);
        self.list.push(finding);
    }

    /// For each finding the last frame that it occurred in.
    pub(super) fn last_frames(&mut self) -> Vec<Option<u64>> {
        std::mem::take(&mut self.last)
    }

    pub(super) fn take(&mut self) -> Vec<Finding> {
        self.known.clear();
        std::mem::take(&mut self.list)
    }
}
