//! The subschemas that speak of one value: a schema, what it refers to, and the parts it is composed of.

use serde_json::Value;

/// Most subschemas that are looked at for one value: a schema that is composed of more is cut.
const MOST: usize = 256;

/// A subschema that says something of a value.
#[derive(Clone, Debug)]
pub(super) struct Facet<'s> {
    pub(super) schema: &'s Value,
    /// It holds only for some values: a branch of `oneOf` or `anyOf`, a `then`, an `else` …
    pub(super) conditional: bool,
    /// The references that led here. One that leads to itself again is not followed.
    pub(super) followed: Vec<&'s str>,
}

impl<'s> Facet<'s> {
    /// The whole schema.
    pub(super) fn root(schema: &'s Value) -> Self {
        Self { schema, conditional: false, followed: vec!["#"] }
    }

    /// A part of this subschema, for the same value or one inside it.
    pub(super) fn part(&self, schema: &'s Value, conditional: bool) -> Self {
        Self { schema, conditional: self.conditional || conditional, followed: self.followed.clone() }
    }
}

/// Every subschema that speaks of the same value as `facets` do. What is only tested (`if`, `not`, `contains`) says nothing of what
/// a value may be.
pub(super) fn all<'s>(root: &'s Value, facets: Vec<Facet<'s>>) -> Vec<Facet<'s>> {
    let mut open = facets;
    let mut found = Vec::new();
    open.reverse();
    while let Some(facet) = open.pop() {
        if found.len() + open.len() > MOST {
            break;
        }
        let mut parts = referred(root, &facet).into_iter().collect::<Vec<_>>();
        parts.extend(composed(&facet));
        found.push(facet);
        open.extend(parts.into_iter().rev());
    }
    found
}

/// What a local `$ref` leads to.
fn referred<'s>(root: &'s Value, facet: &Facet<'s>) -> Option<Facet<'s>> {
    let reference = facet.schema.get("$ref")?.as_str()?;
    if facet.followed.contains(&reference) {
        return None;
    }
    let target = root.pointer(reference.strip_prefix('#')?)?;
    let mut part = facet.part(target, false);
    part.followed.push(reference);
    Some(part)
}

fn composed<'s>(facet: &Facet<'s>) -> Vec<Facet<'s>> {
    let mut parts = Vec::new();
    for key in ["allOf", "oneOf", "anyOf"] {
        let branches = facet.schema.get(key).and_then(Value::as_array);
        let branches = branches.map_or(&[][..], Vec::as_slice);
        let conditional = key != "allOf" && branches.len() > 1;
        parts.extend(branches.iter().map(|branch| facet.part(branch, conditional)));
    }
    if facet.schema.get("if").is_some() {
        let branches = ["then", "else"].into_iter();
        let branches = branches.filter_map(|key| facet.schema.get(key));
        parts.extend(branches.map(|branch| facet.part(branch, true)));
    }
    let dependent = facet.schema.get("dependentSchemas");
    let dependent = dependent.and_then(Value::as_object).into_iter().flatten();
    parts.extend(dependent.map(|(_, branch)| facet.part(branch, true)));
    parts
}
