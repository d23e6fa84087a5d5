//! The tables of fields, against what manifests may name.

use serde_json::Value;

use crate::protocol::MANIFEST_SCHEMA;

use super::{Context, deployment, queue};

#[test]
fn a_manifest_may_name_every_feature_and_nothing_else() {
    let schema: Value = serde_json::from_str(MANIFEST_SCHEMA).unwrap();
    let named = schema.pointer("/$defs/featureUse/properties/feature/enum").unwrap();
    let named: Vec<_> = named.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let features = deployment::FIELDS.iter().filter(|field| field.feature.is_some());
    assert_eq!(named, features.map(|field| field.key).collect::<Vec<_>>());
}

#[test]
fn keys_are_unique() {
    for table in [queue::FIELDS, deployment::FIELDS] {
        let mut keys: Vec<_> = table.iter().map(|field| field.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), table.len());
    }
}

#[test]
fn what_is_known_can_be_shared_by_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Context>();
}
