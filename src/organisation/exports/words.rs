//! What a file is, in words.

use super::Read;
use super::kind::Entity;
use super::listing::{self, Listing};
use super::told::Told;

impl Read {
    /// What `told` came of.
    pub(super) fn of(path: String, told: &Told, notes: Vec<String>) -> Self {
        let mut parts = Vec::new();
        let mut complete = !told.listings.is_empty();
        for entity in kinds(told) {
            let listings: Vec<&Listing> = told.listings_of(entity).collect();
            let all = listing::complete(&listings, || told.distinct(entity)).is_some();
            complete &= all;
            parts.push(listing::words(&listings, all));
        }
        let mut shapes: Vec<String> = Vec::new();
        for shape in &told.shapes {
            let shape = match shape.is_mixed() {
                true => format!("{}: {}", shape.as_str(), told.counted()),
                false => shape.as_str().to_owned(),
            };
            if !shapes.contains(&shape) {
                shapes.push(shape);
            }
        }
        complete &= shapes.is_empty() && told.single.is_empty() && told.unclear == 0;
        parts.append(&mut shapes);
        let mut singles: Vec<Entity> = told.single.clone();
        singles.sort_unstable();
        singles.dedup();
        for entity in singles {
            let count = told.single.iter().filter(|one| **one == entity).count();
            parts.push(match count {
                1 => format!("one {}", entity.singular()),
                count => entity.counted(count),
            });
        }
        if told.unclear > 0 {
            parts.push(format!("{} of languages or skills: nothing tells which, so they are not used", told.unclear));
        }
        Self { path, what: parts.join(", "), complete, entities: told.entities(), notes }
    }
}

/// The kinds that the file lists, each once, in the order of their listings.
fn kinds(told: &Told) -> Vec<Entity> {
    let mut kinds = Vec::new();
    for listing in &told.listings {
        if !kinds.contains(&listing.entity) {
            kinds.push(listing.entity);
        }
    }
    kinds
}
