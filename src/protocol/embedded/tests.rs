//! The folders under `schemas/` are built in whole, are valid, and explain their sources.

use super::*;

#[test]
fn embedded_protocols_load_and_list_every_file_of_their_folder() {
    let protocols = embedded().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for ((_, files), protocol) in EMBEDDED.iter().zip(protocols) {
        let mut on_disk: Vec<String> = std::fs::read_dir(root.join(protocol.name()))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "manifest.json")
            .collect();
        on_disk.sort();
        let mut listed: Vec<_> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(on_disk, listed);
    }
}

#[test]
fn manifests_are_valid_by_the_manifest_schema() {
    let schema = serde_json::from_str(MANIFEST_SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (manifest, _) in EMBEDDED {
        let manifest = serde_json::from_str(manifest).unwrap();
        let errors: Vec<_> = validator.iter_errors(&manifest).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn examples_of_message_schemas_are_valid_by_their_schema() {
    for protocol in embedded().unwrap() {
        for message in &protocol.manifest.messages {
            let schema = protocol.schema(message).unwrap();
            let examples = schema.value()["examples"].as_array().unwrap();
            assert!(!examples.is_empty());
            let validator = jsonschema::validator_for(schema.value()).unwrap();
            for example in examples {
                assert!(validator.is_valid(example), "{}", message.name);
            }
        }
    }
}

#[test]
fn every_source_mark_is_explained() {
    for (manifest, _) in EMBEDDED {
        let value: serde_json::Value = serde_json::from_str(manifest).unwrap();
        let known = value["sources"].as_object().unwrap();
        let mut marks = Vec::new();
        collect_sources(&value, &mut marks);
        assert!(marks.len() >= value["messages"].as_array().unwrap().len());
        for mark in marks {
            assert!(known.contains_key(&mark), "{mark}");
        }
    }
}

fn collect_sources(value: &serde_json::Value, marks: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(mark) if key == "source" => marks.push(mark.to_owned()),
                    _ => collect_sources(value, marks),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_sources(item, marks)),
        _ => {}
    }
}
