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
}

impl Collected {
    pub(super) fn new(all: bool) -> Self {
        Self {
            all,
            list: Vec::new(),
            known: HashMap::new(),
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
            if let Some(first) = self
                .known
                .get(&key)
                .and_then(|&index| self.list.get_mut(index))
            {
                first.count += 1;
                return;
            }
            self.known.insert(key, self.list.len());
        }
        self.list.push(finding);
    }

    pub(super) fn take(&mut self) -> Vec<Finding> {
        self.known.clear();
        std::mem::take(&mut self.list)
    }
}
