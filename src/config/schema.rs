//! The JSON Schema of the file, for editors. TOML is JSON as far as its types go, which is how SchemaStore treats it.

use serde_json::{Map, Value, json};

use crate::protocol::{self, regions};
use crate::rule::RULES;

use super::keys::{KEYS, Key, KeyOf, Kind};

/// Where the schema is published.
const ID: &str = "https://json.schemastore.org/guestlint.json";

/// The JSON Schema (draft 7, as SchemaStore asks for) of `guestlint.toml`.
pub fn schema() -> Value {
    let mut schema = table(KEYS);
    if let Value::Object(members) = &mut schema {
        members.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        members.insert("$id".to_owned(), json!(ID));
        members.insert("title".to_owned(), json!("guestlint.toml"));
        members.insert(
            "description".to_owned(),
            json!("Settings of guestlint, the protocol validator for guest chat over WebSocket on Genesys Cloud"),
        );
        members.insert("definitions".to_owned(), definitions());
    }
    schema
}

fn definitions() -> Value {
    let names = RULES.iter().flat_map(|rule| [json!(rule.code), json!(rule.name)]);
    json!({
        "rule": { "description": "A rule's code or name", "type": "string", "enum": names.collect::<Vec<_>>() },
        "glob": {
            "description": "A glob, relative to this file. Without a slash it matches names in any folder; one that matches a folder matches everything in it",
            "type": "string",
            "minLength": 1
        }
    })
}

fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<_> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = value(&key.kind);
    let about = key.about.replace('`', "");
    let about =
        if key.default.is_empty() { about } else { format!("{about} Default: {}", key.default.replace('`', "")) };
    // Beside a $ref, draft 7 reads nothing.
    if schema.get("$ref").is_some() {
        schema = json!({ "allOf": [schema] });
    }
    schema["description"] = json!(about);
    schema
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string" }),
        Kind::Path => json!({ "type": "string", "minLength": 1 }),
        Kind::Word(words) => json!({ "type": "string", "enum": words }),
        Kind::Protocol => {
            let known = protocol::embedded().unwrap_or_default().iter();
            let known: Vec<_> = known.map(|protocol| protocol.name()).collect();
            // A protocol of the user's own is as good.
            json!({ "anyOf": [{ "enum": known }, { "type": "string", "minLength": 1 }] })
        }
        Kind::Region => {
            let known = regions::known();
            let domains = known.regions.iter().chain(&known.aliases);
            let domains: Vec<_> = domains.map(|region| region.domain.as_str()).collect();
            json!({ "type": "string", "enum": domains })
        }
        Kind::Host => {
            json!({ "type": "string", "pattern": "^(\\*\\.)?[^*:/?#\\s]+$|^\\[[0-9A-Fa-f:.]+\\]$" })
        }
        Kind::Glob => json!({ "$ref": "#/definitions/glob" }),
        Kind::Rule => json!({ "$ref": "#/definitions/rule" }),
        Kind::Size => json!({ "type": "integer", "minimum": 0 }),
        Kind::Limit => json!({ "anyOf": [
            { "type": "integer", "minimum": 0 },
            { "type": "string", "pattern": "^\\s*[0-9]+\\s*/\\s*([0-9]+(\\.[0-9]+)?)?\\s*(ms|s|m|min|h)\\s*$" }
        ] }),
        Kind::Percentage => json!({ "type": "number", "minimum": 0, "maximum": 100 }),
        Kind::List(item) => json!({ "type": "array", "items": value(item) }),
        Kind::OneOrMore(item) => json!({ "anyOf": [
            value(item),
            { "type": "array", "items": value(item) }
        ] }),
        Kind::Table(keys) => table(keys),
        Kind::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Kind::Each(named, item) => each(*named, item),
    }
}

fn each(named: KeyOf, item: &Kind) -> Value {
    let mut schema = json!({ "type": "object", "additionalProperties": value(item) });
    if named == KeyOf::Rule {
        schema["propertyNames"] = json!({ "$ref": "#/definitions/rule" });
    }
    schema
}
