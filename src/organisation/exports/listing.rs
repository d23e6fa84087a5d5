//! Listings: how much of what there is they show. Only a listing that shows all of it proves that something is not there.

use std::collections::BTreeSet;

use crate::organisation::Said;
use crate::text::json::Node;

use super::kind::Entity;

/// Parameters of a listing's address that do not choose among its entities.
const NEUTRAL: [&str; 8] = ["pageSize", "pageNumber", "sortBy", "sortOrder", "expand", "fields", "before", "after"];

/// One document with entities in it: an envelope of the REST API, or a bare list of `gc … list -a`.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) entity: Entity,
    /// How many entities it shows.
    pub(super) count: usize,
    /// All of them could be read, and the text goes on to the listing's end.
    pub(super) sound: bool,
    /// What an envelope says of itself; a bare list says nothing.
    pub(super) page: Option<Page>,
    pub(super) at: Said,
}

/// What an envelope says of the listing that it is a page of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    number: Option<u64>,
    pages: Option<u64>,
    size: Option<u64>,
    total: Option<u64>,
    /// Another page follows, or comes before.
    has_next: bool,
    has_previous: bool,
    /// Its own address.
    uri: Option<String>,
    /// Its address chooses among the entities.
    filtered: bool,
}

impl Page {
    /// Takes in a member of the envelope; whether it is one of a listing's.
    pub(super) fn take(&mut self, key: &str, value: Node<'_>) {
        let number = || value.as_i64().and_then(|number| u64::try_from(number).ok());
        match key {
            "pageNumber" => self.number = number(),
            "pageCount" => self.pages = number(),
            "pageSize" => self.size = number(),
            "total" => self.total = number(),
            "nextUri" => self.has_next = value.as_str().is_some_and(|uri| !uri.is_empty()),
            "previousUri" => self.has_previous = value.as_str().is_some_and(|uri| !uri.is_empty()),
            "selfUri" | "firstUri" | "lastUri" => {
                let Some(uri) = value.as_str() else { return };
                self.filtered |= chooses(uri);
                if key == "selfUri" || self.uri.is_none() {
                    self.uri = Some(uri.to_owned());
                }
            }
            _ => {}
        }
    }

    /// What the listing is of, by its address.
    pub(super) fn entity(&self) -> Option<Entity> {
        self.uri.as_deref().and_then(Entity::at_path)
    }

    /// The address, without its query.
    pub(super) fn address(&self) -> Option<&str> {
        self.uri.as_deref()?.split('?').next()
    }

    /// All that there is stands on this page. It must say so itself: what is absent proves nothing.
    fn is_all(&self, count: usize) -> bool {
        self.says_all() && !self.has_next && !self.has_previous && self.total <= Some(count as u64)
    }

    /// It says how many entities there are, and that it does not choose among them.
    fn says_all(&self) -> bool {
        self.total.is_some() && self.uri.is_some() && !self.filtered
    }
}

/// Whether an address has a parameter that chooses among the entities.
fn chooses(uri: &str) -> bool {
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let mut names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    names.any(|name| !name.is_empty() && !NEUTRAL.contains(&name))
}

/// What shows that all entities of a kind are known: one listing, or several that are its pages. `distinct` counts the
/// different entities that they show.
pub(super) fn complete<'l>(listings: &[&'l Listing], distinct: impl Fn() -> usize) -> Option<&'l Listing> {
    let sound = || listings.iter().copied().filter(|listing| listing.sound);
    let alone = sound().find(|listing| match &listing.page {
        None => true,
        Some(page) => page.is_all(listing.count),
    });
    alone.or_else(|| {
        let pages = || sound().filter_map(|listing| listing.page.as_ref().map(|page| (listing, page)));
        let all = pages().find(|(_, page)| page.says_all() && covers(pages(), page, &distinct));
        all.map(|(listing, _)| listing)
    })
}

/// Whether the pages that belong together with `one` are all there.
fn covers<'l>(pages: impl Iterator<Item = (&'l Listing, &'l Page)>, one: &Page, distinct: impl Fn() -> usize) -> bool {
    let same = |page: &Page| page.says_all() && (page.total, page.pages, page.size) == (one.total, one.pages, one.size);
    let (mut numbers, mut shown, mut ends) = (BTreeSet::new(), 0_u64, (false, false));
    for (listing, page) in pages.filter(|(_, page)| same(page)) {
        let new = match page.number {
            Some(number) => numbers.insert(number),
            None => true,
        };
        if new {
            shown += listing.count as u64;
        }
        ends.0 |= !page.has_previous;
        ends.1 |= !page.has_next;
    }
    let Some(total) = one.total else { return false };
    if shown < total || (distinct() as u64) < total || ends != (true, true) {
        return false;
    }
    one.pages.is_none_or(|pages| (1..=pages.min(shown + 1)).all(|number| numbers.contains(&number)))
}

/// What the listings of one kind in one file are, in words.
pub(super) fn words(listings: &[&Listing], complete: bool) -> String {
    let Some(first) = listings.first() else {
        return String::new();
    };
    let name = first.entity.singular();
    let shown: usize = listings.iter().map(|listing| listing.count).sum();
    let Some(page) = &first.page else {
        return match first.sound {
            true => format!("bare list of {}", first.entity.counted(shown)),
            false => format!("bare list of {}, not all of it readable", first.entity.counted(shown)),
        };
    };
    if complete {
        return match listings.len() {
            1 => format!("{name} listing, all {shown}"),
            pages => format!("{name} listing, all {shown} on {pages} pages"),
        };
    }
    let of_total = match page.total {
        Some(total) if total as usize > shown => format!("{shown} of {total}"),
        _ => format!("{shown} of them"),
    };
    let chosen = listings.iter().any(|listing| listing.page.as_ref().is_some_and(|page| page.filtered));
    let which = match (page.number, page.pages) {
        _ if chosen => ": chosen by a filter".to_owned(),
        _ if listings.len() > 1 => format!(": {} pages", listings.len()),
        (Some(number), Some(pages)) if pages > 1 => format!(": page {number} of {pages}"),
        _ if page.has_next || page.has_previous => ": one page of several".to_owned(),
        _ if listings.iter().any(|listing| !listing.sound) => ": not all of it readable".to_owned(),
        _ => ": it does not say that these are all".to_owned(),
    };
    format!("{name} listing, {of_total}{which}")
}

#[cfg(test)]
mod tests;
