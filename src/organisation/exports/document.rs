//! The text of one file: its JSON documents, one after another, each taken for what it is.

use crate::organisation::Said;
use crate::text::json::{Kind, Node};

use super::entity::{self, Plain};
use super::fields::Fields;
use super::kind::{Entity, Shape};
use super::listing::{Listing, Page};
use super::stream::{Fault, Stream};
use super::terraform;
use super::told::Told;

/// Most different reasons that are kept of why parts of a file are no exports.
const REASONS: usize = 3;

/// What came of a text.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) told: Told,
    pub(super) notes: Vec<String>,
    /// Where it cannot be read on.
    pub(super) fault: Option<Fault>,
    /// It is an export, and one that is not read: why.
    pub(super) refused: Option<String>,
    /// What stands in it that is none: a phrase each, as in `a listing of /api/v2/users`.
    pub(super) others: Vec<String>,
}

/// Reads the text of `fields`' file.
pub(super) fn read(text: &str, fields: Fields<'_>, whole: Said) -> Outcome {
    let mut reader = Reader { stream: Stream::new(text), fields, out: Outcome::default(), whole };
    if let Err(fault) = reader.documents() {
        reader.out.fault = Some(fault);
        // A page that is cut shows that the file is not all there is.
    }
    reader.out.notes.extend(reader.fields.into_notes());
    reader.out
}

struct Reader<'t, 's> {
    stream: Stream<'t>,
    fields: Fields<'s>,
    out: Outcome,
    /// The beginning of the file.
    whole: Said,
}

impl Reader<'_, '_> {
    fn documents(&mut self) -> Result<(), Fault> {
        while let Some(byte) = self.stream.peek() {
            match byte {
                b'[' => self.bare()?,
                b'{' if self.stream.has_list("entities") => self.envelope()?,
                _ => {
                    let document = self.stream.value()?;
                    self.object(document.root());
                }
            }
        }
        Ok(())
    }

    /// A document that is no listing.
    fn object(&mut self, node: Node<'_>) {
        if node.kind() != Kind::Object {
            self.other(format!("{} that is no object", node.kind().with_article()));
            return;
        }
        let Some(shape) = Shape::of(node) else {
            return self.single(node);
        };
        let (fields, told) = (&mut self.fields, &mut self.out.told);
        told.shapes.push(shape);
        let read = match shape {
            Shape::Active => entity::active,
            Shape::ConfigJson => entity::config_json,
            Shape::DomainsJson => entity::domains_json,
            Shape::TerraformShow | Shape::TerraformPlan => terraform::show,
            Shape::TerraformState => terraform::state,
            Shape::TerraformExport => terraform::export,
        };
        if let Err(why) = read(fields, node, told) {
            self.out.refused = Some(why);
        }
    }

    /// An entity that stands alone: it shows that it is there, and nothing of the others.
    fn single(&mut self, node: Node<'_>) {
        match Entity::of(node) {
            Some(entity) if entity::read(&mut self.fields, node, entity, &mut self.out.told) => {
                self.out.told.single.push(entity);
            }
            Some(entity) => self.other(format!("a {} without an id or a name", entity.singular())),
            None if Plain::of(&mut self.fields, node).has_state() => self.unclear(1),
            None => self.other("an object of another kind".to_owned()),
        }
    }

    /// A list by itself, as `gc … list -a` writes it.
    fn bare(&mut self) -> Result<(), Fault> {
        let mut items = Items::default();
        let fault = self.items(&mut items).err();
        if items.count == 0 && fault.is_none() {
            self.other("an empty list, which does not say what of".to_owned());
        }
        self.settle(items, None, fault)
    }

    /// A listing of the REST API.
    fn envelope(&mut self) -> Result<(), Fault> {
        let (mut items, mut page) = (Items::default(), Page::default());
        let fault = self.members(&mut items, &mut page).err();
        self.settle(items, Some(page), fault)
    }

    fn members(&mut self, items: &mut Items, page: &mut Page) -> Result<(), Fault> {
        self.stream.step();
        let mut first = true;
        while self.stream.goes_on(&mut first, b'}')? {
            let key = self.stream.key()?;
            if key == "entities" && self.stream.peek() == Some(b'[') {
                self.items(items)?;
            } else {
                let value = self.stream.value()?;
                page.take(&key, value.root());
            }
        }
        Ok(())
    }

    fn items(&mut self, items: &mut Items) -> Result<(), Fault> {
        self.stream.step();
        let mut first = true;
        while self.stream.goes_on(&mut first, b']')? {
            let document = self.stream.value()?;
            self.item(document.root(), items);
        }
        Ok(())
    }

    fn item(&mut self, node: Node<'_>, items: &mut Items) {
        items.count += 1;
        match Entity::of(node) {
            Some(entity) => {
                if entity::read(&mut self.fields, node, entity, &mut self.out.told) {
                    items.add(entity);
                }
            }
            None => items.plain.push(Plain::of(&mut self.fields, node)),
        }
    }

    /// What a listing comes to when it was read: its items that do not say what they are, are what its address says.
    fn settle(&mut self, mut items: Items, page: Option<Page>, fault: Option<Fault>) -> Result<(), Fault> {
        let named = page.as_ref().and_then(Page::entity);
        let of_others = items.kinds.is_empty() && named.is_none();
        let stateful = items.plain.iter().filter(|plain| plain.has_state()).count();
        let plain = std::mem::take(&mut items.plain);
        if let Some(entity) = named {
            for one in plain {
                if one.add(entity, &mut self.out.told) {
                    items.add(entity);
                }
            }
            items.kinds.entry(entity);
        } else if of_others && stateful > 0 {
            self.unclear(stateful);
        } else if of_others && items.count > 0 {
            self.other(match page.as_ref().and_then(Page::address) {
                Some(address) => format!("a listing of {}", cut(address)),
                None => "a list of other things".to_owned(),
            });
        }
        let mixed = items.kinds.found.len() > 1;
        if mixed {
            self.out.notes.push("it lists several kinds of things, so it is not taken for all of any".to_owned());
        }
        for (entity, count) in items.kinds.found {
            self.out.told.listings.push(Listing {
                entity,
                count,
                sound: fault.is_none() && !mixed && count == items.count,
                page: page.clone(),
                at: self.whole.clone(),
            });
        }
        fault.map_or(Ok(()), Err)
    }

    fn unclear(&mut self, count: usize) {
        self.out.told.unclear += count;
    }

    fn other(&mut self, what: String) {
        let others = &mut self.out.others;
        if others.len() < REASONS && !others.contains(&what) {
            others.push(what);
        }
    }
}

/// The items of a listing that is being read.
#[derive(Default)]
struct Items {
    count: usize,
    kinds: Kinds,
    /// Those that do not say what they are.
    plain: Vec<Plain>,
}

impl Items {
    fn add(&mut self, entity: Entity) {
        *self.kinds.entry(entity) += 1;
    }
}

/// How many items are of which kind.
#[derive(Default)]
struct Kinds {
    found: Vec<(Entity, usize)>,
}

impl Kinds {
    fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    fn entry(&mut self, entity: Entity) -> &mut usize {
        let index = if let Some(index) = self.found.iter().position(|(kind, _)| *kind == entity) {
            index
        } else {
            self.found.push((entity, 0));
            self.found.len() - 1
        };
        &mut self.found[index].1
    }
}

/// The start of an address, for a message.
fn cut(address: &str) -> String {
    let start: String = address.chars().take(60).collect();
    match start.len() < address.len() {
        true => format!("{start}…"),
        false => start,
    }
}
