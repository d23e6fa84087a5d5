//! What the page on editors shows: its schemas are written by its command, and tell right from wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::Value;

use crate::markdown::Page;
use crate::readme::copy_folder;
use crate::{read, root};

/// The example's folder, with the schemas as the page's command writes them.
fn project(page: &Page) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&root().join("fixtures/adoption"), folder.path());
    let mut commands = page.blocks.iter().filter(|block| block.info.starts_with("sh "));
    let command = commands.next().unwrap().text.trim().to_owned();
    let arguments = command.strip_prefix("guestlint ").unwrap().split(' ');
    let output =
        Command::new(env!("CARGO_BIN_EXE_guestlint")).args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    folder
}

fn schema(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn validator(path: &Path) -> Validator {
    jsonschema::validator_for(&schema(path)).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn visual_studio_code_tells_right_from_wrong() {
    let page = Page::parse(&read("docs/editors.md"));
    let folder = project(&page);
    let mut blocks = page.blocks.iter();
    let settings = blocks.find(|block| block.info == "json").unwrap();
    let settings: Value = serde_json::from_str(&settings.text).unwrap();
    let mut judged = Vec::new();
    for entry in settings["json.schemas"].as_array().unwrap() {
        let url = entry["url"].as_str().unwrap();
        let validator = validator(&folder.path().join(url.strip_prefix("./").unwrap()));
        let pattern = entry["fileMatch"][0].as_str().unwrap();
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build();
        let glob = glob.unwrap().compile_matcher();
        for path in files(folder.path()) {
            let name = path.strip_prefix(folder.path()).unwrap();
            if glob.is_match(name) {
                judged.push((name.display().to_string(), validator.is_valid(&schema(&path))));
            }
        }
    }
    judged.sort();
    let judged: Vec<_> = judged.iter().map(|(name, valid)| (name.as_str(), *valid)).collect();
    let expected = [
        ("chat/bad-start-chat.json", false),
        ("chat/connect.invalid.json", false),
        ("chat/connect.json", true),
        ("chat/start.json", true),
    ];
    assert_eq!(judged, expected);
}

#[test]
fn the_first_line_of_the_configuration_leads_to_its_schema() {
    let page = Page::parse(&read("docs/editors.md"));
    let folder = project(&page);
    let mut blocks = page.blocks.iter();
    let toml = blocks.find(|block| block.info == "toml").unwrap();
    let path = toml.text.lines().next().unwrap();
    let path = path.strip_prefix("#:schema ./").unwrap();
    let validator = validator(&folder.path().join(path));
    let value = |text: &str| serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    assert!(validator.is_valid(&value(&toml.text)));
    assert!(!validator.is_valid(&value(&toml.text.replace("region", "regoin"))));
}

/// The places that a schema refers to.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if key == "$ref"
                    && let Some(reference) = value.as_str()
                {
                    found.push(reference.to_owned());
                }
                references(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn each_schema_holds_all_that_it_refers_to() {
    let folder = project(&Page::parse(&read("docs/editors.md")));
    let mut followed = 0;
    let written = files(&folder.path().join("guestlint-schemas"));
    assert!(written.len() > 40, "{}", written.len());
    for path in written {
        let schema = schema(&path);
        validator(&path);
        let mut all = Vec::new();
        references(&schema, &mut all);
        for reference in all {
            let pointer = reference.strip_prefix('#').unwrap_or_else(|| {
                panic!("{path:?} refers to {reference}");
            });
            assert!(schema.pointer(pointer).is_some(), "{path:?}: {reference}");
            followed += 1;
        }
    }
    assert!(followed > 0);
}

#[test]
fn the_paths_for_other_editors_exist_too() {
    let text = read("docs/editors.md");
    let folder = project(&Page::parse(&text));
    let schemas = folder.path().join("guestlint-schemas");
    let page = Page::parse(&text);
    let mut blocks = page.blocks.iter();
    let lua = blocks.find(|block| block.info == "lua").unwrap();
    let mut seen = 0;
    for quoted in lua.text.split('"').filter(|part| part.ends_with(".schema.json")) {
        assert!(schemas.join(quoted.trim_start_matches('/')).exists(), "{quoted}");
        seen += 1;
    }
    assert!(seen > 0);
}
