//! The schema of one message.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::text::json::{self, SpanJson};

/// The JSON Schema of a message: its text, its value, and a validator that is made when it is first needed (compiling costs
/// more than checking a payload, and most runs need few).
#[derive(Debug)]
pub struct MessageSchema {
    text: String,
    value: Value,
    validator: OnceLock<Option<Validator<SpanJson>>>,
}

impl MessageSchema {
    /// A schema from its text.
    ///
    /// # Errors
    /// The text is no JSON, or no valid schema.
    pub fn new(text: String) -> Result<Self, String> {
        let value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(Self { text, value, validator: OnceLock::new() })
    }

    /// The text of the schema's file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The schema.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The validator; `None` for a schema that does not compile (a test compiles every embedded one).
    pub fn validator(&self) -> Option<&Validator<SpanJson>> {
        self.validator.get_or_init(|| json::compile(&self.value).ok()).as_ref()
    }

    /// The members that a message must have, as the schema's top level says.
    pub fn required(&self) -> Vec<&str> {
        let names = self.value.get("required").and_then(Value::as_array);
        names.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The part of the schema that describes the value at `pointer`, as far as `properties` and `items` lead there.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        crate::text::json::pointer::tokens(pointer).try_fold(&self.value, |schema, token| {
            let schema = self.resolve(schema);
            let property = schema.get("properties").and_then(|all| all.get(token.as_ref()));
            property.or_else(|| schema.get("items"))
        })
    }

    /// The names of the properties that the schema knows in the object at `pointer`.
    pub fn properties(&self, pointer: &str) -> impl Iterator<Item = &str> {
        self.at(pointer)
            .map(|schema| self.resolve(schema))
            .and_then(|schema| schema.get("properties"))
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|properties| properties.keys().map(String::as_str))
    }

    /// Follows one local `$ref`.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix('#'))
            .and_then(|pointer| self.value.pointer(pointer))
            .unwrap_or(schema)
    }
}
