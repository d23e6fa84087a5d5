//! Which members of a log's rows were read as what: for the user who wonders.

use crate::capture::kit::records::Fields;
use crate::capture::{Choice, Mapping, Part};

/// Most members that are remembered.
const MOST: usize = 64;

/// The members that parts of rows were read from.
#[derive(Default)]
pub(in crate::capture) struct Chosen {
    /// A part, the key of the member around it, its key; and how many rows had it there.
    members: Vec<(Part, Option<String>, Option<String>, u64)>,
}

impl Chosen {
    /// Notes the parts of a row.
    pub(super) fn row(&mut self, fields: &Fields<'_>) {
        fields.each_part(|part, within, key| {
            let known = self.members.iter_mut().find(|(known, around, name, _)| {
                *known == part && around.as_deref() == within && name.as_deref() == key
            });
            if let Some((.., rows)) = known {
                *rows += 1;
            } else if self.members.len() < MOST {
                let (within, key) = (within.map(str::to_owned), key.map(str::to_owned));
                self.members.push((part, within, key, 1));
            }
        });
    }

    /// What was chosen, in the order of the parts; mapped parts that no row had are among it.
    pub(super) fn finish(self, mapping: &Mapping) -> Vec<Choice> {
        let mut choices = Vec::new();
        for part in Part::ALL {
            let before = choices.len();
            for (_, within, key, rows) in self.members.iter().filter(|member| member.0 == part) {
                let key = match (within, key) {
                    (Some(within), Some(key)) => format!("{within}.{key}"),
                    (_, Some(key)) => key.clone(),
                    (_, None) => mapping.pointer(part).unwrap_or_default().to_owned(),
                };
                let rows = *rows;
                choices.push(Choice { part, key, rows });
            }
            if let Some(pointer) = mapping.pointer(part).filter(|_| choices.len() == before) {
                let (key, rows) = (pointer.to_owned(), 0);
                choices.push(Choice { part, key, rows });
            }
        }
        choices
    }
}
