//! JSON to be written: members stand in the order in which they are put, and absent ones are left out. Text from an input is
//! shown with its control and bidirectional characters escaped.

use serde::{Serialize, Serializer};

use super::escape::escape;

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// As a member, it is left out.
    Absent,
    Bool(bool),
    Number(u64),
    Decimal(f64),
    /// Text as it is, not escaped for a reader.
    Raw(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
    Value(serde_json::Value),
}

/// An object with these members.
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => {
        $crate::text::object::Json::of([$(($name, $crate::text::object::Json::from($value))),*])
    };
}

pub(crate) use object;

impl Json {
    /// An object of the members that are not absent.
    pub(crate) fn of(members: impl IntoIterator<Item = (&'static str, Json)>) -> Self {
        Json::Object(members.into_iter().filter(|(_, value)| *value != Json::Absent).collect())
    }

    /// A list, which may be empty.
    pub(crate) fn list(items: impl IntoIterator<Item: Into<Json>>) -> Self {
        Json::List(items.into_iter().map(Into::into).collect())
    }

    /// The object with one more member in front.
    pub(crate) fn begun(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        if let Json::Object(members) = &mut self {
            members.insert(0, (name, value.into()));
        }
        self
    }

    /// The object with the members of another behind its own.
    pub(crate) fn and(mut self, other: Json) -> Self {
        if let (Json::Object(members), Json::Object(more)) = (&mut self, other) {
            members.extend(more);
        }
        self
    }
}

/// The value, absent where it is 0 or has nothing in it.
pub(crate) fn filled(value: impl Into<Json>) -> Json {
    match value.into() {
        Json::Number(0) => Json::Absent,
        Json::List(items) if items.is_empty() => Json::Absent,
        Json::Object(members) if members.is_empty() => Json::Absent,
        value => value,
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Raw(escape(text).into_owned())
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}

impl From<u16> for Json {
    fn from(number: u16) -> Self {
        Json::Number(number.into())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Json::Number(number)
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Json::Number(number as u64)
    }
}

impl From<f64> for Json {
    fn from(number: f64) -> Self {
        Json::Decimal(number)
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Json::Absent, Into::into)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Json::list(items)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Absent => to.serialize_unit(),
            Json::Bool(value) => to.serialize_bool(*value),
            Json::Number(number) => to.serialize_u64(*number),
            Json::Decimal(number) => to.serialize_f64(*number),
            Json::Raw(text) => to.serialize_str(text),
            Json::List(items) => to.collect_seq(items),
            Json::Object(members) => to.collect_map(members.iter().map(|(name, value)| (name, value))),
            Json::Value(value) => value.serialize(to),
        }
    }
}

#[cfg(test)]
mod tests;
