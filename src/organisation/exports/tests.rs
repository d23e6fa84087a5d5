//! What each shape of export tells, and that none tells more than it shows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value as Json;

use crate::organisation::deployment::*;
use crate::organisation::{Context, Deployment, Fact, Language, Queue, Value};

use super::*;

/// What is claimed of an organisation, a line each.
fn claims(context: &Context) -> Vec<String> {
    let mut out = Vec::new();
    let mut complete = |name: &str, is: bool| {
        if is {
            out.push(format!("all {name}"));
        }
    };
    complete("queues", context.queues.complete.is_some());
    complete("languages", context.languages.complete.is_some());
    complete("skills", context.skills.complete.is_some());
    complete("deployments", context.deployments.complete.is_some());
    complete("chat", context.chat_deployments_complete.is_some());
    let without_id = &context.without_id;
    for queue in context.queues.entries.values().chain(&without_id.queues) {
        out.push(of_queue(queue));
    }
    let of_language = |what: &str, one: &Language| {
        let state = one.state.as_ref().map(|state| &state.value);
        format!("{what} {}: {state:?}", one.name)
    };
    let languages = context.languages.entries.values();
    out.extend(languages.map(|one| of_language("language", one)));
    let skills = context.skills.entries.values();
    out.extend(skills.map(|one| of_language("skill", one)));
    for one in context.deployments.entries.values() {
        out.extend(of_deployment(one));
    }
    for one in &without_id.deployments {
        out.extend(of_deployment(one));
    }
    let regions = context.named_regions.iter();
    out.extend(regions.map(|region| format!("region {}", region.value)));
    out
}

fn of_queue(queue: &Queue) -> String {
    format!("queue [{}] {:?}", queue.id, queue.name)
}

fn of_deployment(one: &Deployment) -> Vec<String> {
    fn value<T: std::fmt::Debug>(fact: Option<&Fact<T>>) -> Option<String> {
        fact.map(|fact| format!("{:?}", fact.value))
    }
    let pinned = one.configuration.as_ref();
    let version = pinned.and_then(|pinned| value(pinned.version.as_ref()));
    let newest = pinned.and_then(|pinned| value(pinned.newest.as_ref()));
    let flag = |field| value(one.facts.flag(field));
    let words = |field| value(one.facts.words(field).as_ref());
    let facts = [
        ("kind", one.kind.map(|kind| format!("{kind:?}"))),
        ("status", value(one.facts.word(&STATUS))),
        ("any domain", flag(&ALLOW_ALL_DOMAINS)),
        ("domains", words(&ALLOWED_DOMAINS)),
        ("sign-in", flag(&AUTHENTICATION_REQUIRED)),
        ("typing", flag(&TYPING)),
        ("auto start", flag(&AUTO_START)),
        ("clear", flag(&CLEAR)),
        ("read only", flag(&READ_ONLY_ON_DISCONNECT)),
        ("attachments", flag(&ATTACHMENTS)),
        ("types", words(&FILE_TYPES)),
        ("kB", value(one.facts.size(&MAX_FILE_KB))),
        ("languages", words(&LANGUAGES)),
        ("version", version),
        ("newest", newest),
    ];
    let title = format!("deployment [{}]", one.id);
    let mut lines = vec![format!("{title} {:?}", one.name)];
    let known = facts.into_iter();
    lines.extend(known.filter_map(|(name, fact)| Some(format!("{title} {name}: {}", fact?))));
    lines
}

fn joined(exports: Exports) -> Context {
    let mut context = Context::default();
    exports.join(&mut context);
    context
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/exports").join(name)
}

fn read_fixtures(names: &[&str]) -> Exports {
    let paths: Vec<_> = names.iter().map(|name| fixture(name)).collect();
    read(&paths, Masker::new(false))
}

/// What a text as a file of its own tells.
fn read_text(text: &[u8]) -> Exports {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.json");
    std::fs::write(&path, text).unwrap();
    read(&[path], Masker::new(false))
}

#[test]
fn every_shape_tells_what_it_shows() {
    let mut told = String::new();
    for names in [
        &["rest/queues.json"][..],
        &["rest/queue.json"],
        &["gc/queues-first-page.json"],
        &["gc/queues-all.json"],
        &["gc/queues-stream.json"],
        &["rest/languages.json", "rest/skills.json"],
        &["rest/chat-deployments.json"],
        &["rest/deployments.json"],
        &["rest/deployments.json", "rest/configuration-versions.json"],
        &["rest/deployment-with-configuration.json"],
        &["terraform/show-state.json"],
        &["terraform/show-plan.json"],
        &["terraform/terraform.tfstate"],
        &["terraform/genesyscloud.tf.json"],
        &["public"],
        &["broken/truncated.json"],
        &["broken/missing-comma.json"],
    ] {
        let exports = read_fixtures(names);
        writeln!(told, "== {}", names.join(" ")).unwrap();
        for claim in claims(&joined(exports)) {
            writeln!(told, "{claim}").unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_configuration_stays_where_it_says_something() {
    let mut context = joined(read_fixtures(&["rest/deployments.json"]));
    let mut known = context.deployments.entries.values_mut();
    let first = known.next().unwrap();
    let at = first.facts.word(&STATUS).unwrap().at.clone();
    first.facts.say(&STATUS, Some(Value::Word(Fact { value: "Inactive".to_owned(), at })));
    first.facts.say(&ALLOW_ALL_DOMAINS, None);
    first.facts.say(&AUTHENTICATION_REQUIRED, None);
    let before = claims(&context);
    read_fixtures(&["rest/deployment-with-configuration.json"]).join(&mut context);
    let after = claims(&context);
    let lost: Vec<_> = before.iter().filter(|claim| !after.contains(claim)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let has = |what: &str| after.iter().any(|claim| claim.ends_with(what));
    assert!(has("status: \"Inactive\"") && has("sign-in: false"), "{after:#?}");
}

#[test]
fn a_folder_is_walked_and_only_exports_are_named() {
    let exports = read_fixtures(&["broken", "gc", "terraform"]);
    let skipped: Vec<_> =
        exports.skipped.iter().map(|skipped| skipped.path.rsplit('/').next().unwrap_or_default()).collect();
    assert_eq!(skipped, ["queues.yaml", "show-format-2.json", "version-3.tfstate"]);
    assert_eq!(exports.passed_by, 3, "package.json, users.json, nothing.json");
    assert_eq!(exports.findings.len(), 2);
    assert!(exports.files.len() >= 8);
}

#[test]
fn a_path_that_is_not_there_is_a_failure_and_the_others_are_read() {
    let exports = read_fixtures(&["nowhere.json", "rest/queues.json"]);
    assert_eq!(exports.failures.len(), 1);
    assert_eq!(exports.files.len(), 1);
}

#[test]
fn gzipped_exports_are_read() {
    use std::io::Write;
    let text = std::fs::read(fixture("rest/queues.json")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&text).unwrap();
    let packed = packed.finish().unwrap();
    assert!(joined(read_text(&packed)).queues.complete.is_some());
    let cut = read_text(&packed[..packed.len() - 12]);
    assert_eq!(cut.findings.len(), 1);
    assert!(joined(cut).queues.complete.is_none());
}

#[test]
fn a_large_listing_is_read_as_a_small_one() {
    let count = 2_000;
    let mut text = String::from(r#"{"entities":["#);
    for index in 0..count {
        let comma = if index > 0 { "," } else { "" };
        let filler = "x".repeat(200);
        let id = format!("6f0a1c52-8a57-4d0e-9a5e-{index:012}");
        write!(text, r#"{comma}{{"id":"{id}","name":"Queue {index}","description":"{filler}","memberCount":4,"mediaSettings":{{"chat":{{"enableAutoAnswer":false}}}},"selfUri":"/api/v2/routing/queues/{id}"}}"#).unwrap();
    }
    write!(text, r#"],"total":{count},"selfUri":"/api/v2/routing/queues"}}"#).unwrap();
    let context = joined(read_text(text.as_bytes()));
    assert_eq!(context.queues.entries.len(), count);
    assert!(context.queues.complete.is_some());
}

#[test]
fn a_cut_export_claims_no_more_than_the_whole() {
    for name in [
        "rest/queues.json",
        "gc/queues-stream.json",
        "gc/queues-all.json",
        "rest/deployments.json",
        "rest/deployment-with-configuration.json",
        "terraform/show-state.json",
    ] {
        let text = std::fs::read(fixture(name)).unwrap();
        let whole = claims(&joined(read_text(&text)));
        for cut in (0..text.trim_ascii_end().len()).step_by(61) {
            let exports = read_text(&text[..cut]);
            let told = claims(&joined(exports));
            let more: Vec<_> = told.iter().filter(|claim| !whole.contains(claim)).collect();
            assert!(more.is_empty(), "{name} cut at {cut}: {more:?}");
            let is_list = name.contains("queues");
            assert!(!is_list || !told.iter().any(|claim| claim.starts_with("all ")), "{name} {cut}");
        }
    }
}

/// Every member's place in a document, as JSON Pointers.
fn members(value: &Json, at: &str, out: &mut Vec<String>) {
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                out.push(at.clone());
                members(value, &at, out);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                members(value, &format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
}

fn change(document: &mut Json, at: &str, how: u8) {
    let Some((parent, key)) = at.rsplit_once('/') else {
        return;
    };
    let Some(Json::Object(map)) = document.pointer_mut(parent) else {
        return;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    match how {
        0 => {
            map.remove(&key);
        }
        1 => {
            map.insert(key, Json::Null);
        }
        2 => {
            map.insert(key, Json::from(7));
        }
        _ => {
            map.insert(key, Json::from(vec![Json::Null]));
        }
    }
}

/// Members that may be numbers: another number there is another claim, and no wrong value.
const NUMBERS: [&str; 3] = ["total", "version", "maxFileSizeKB"];

const CHANGED: [&str; 7] = [
    "rest/queues.json",
    "rest/queues-page-1-of-2.json",
    "rest/languages.json",
    "rest/deployments.json",
    "rest/chat-deployments.json",
    "rest/deployment-with-configuration.json",
    "public/domains.json",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fields_that_are_gone_or_wrong_claim_no_more(
        file in 0..CHANGED.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4), 1..6),
    ) {
        let text = std::fs::read(fixture(CHANGED[file])).unwrap();
        let mut document: Json = serde_json::from_slice(&text).unwrap();
        let before = claims(&joined(read_text(&text)));
        let mut places = Vec::new();
        members(&document, "", &mut places);
        let mut unaddressed = false;
        for (index, how) in changes {
            let place = index.get(&places);
            let (entity, key) = place.rsplit_once('/').unwrap_or_default();
            unaddressed |= key == "selfUri" && !entity.is_empty();
            let how = if how == 2 && NUMBERS.contains(&key) { 1 } else { how };
            change(&mut document, place, how);
        }
        let changed = serde_json::to_vec(&document).unwrap();
        let after = claims(&joined(read_text(&changed)));
        // Without its name an entity is still there.
        let known = |claim: &String| before.contains(claim)
            || claim.strip_suffix(" None").is_some_and(|id| before.iter().any(|one| one.starts_with(id)))
            || claim.strip_suffix(": None").is_some_and(|id| before.iter().any(|one| one.starts_with(id)))
            // What an entity is, its own address says; without it, the fields that are left do.
            || unaddressed && claim.contains(" kind: ")
            // Of a deployment that is gone the configuration is left, and the other way round.
            || claim.starts_with("deployment []");
        let more: Vec<_> = after.iter().filter(|claim| !known(claim)).collect();
        prop_assert!(more.is_empty(), "{more:?}\n{}", String::from_utf8_lossy(&changed));
    }

    #[test]
    fn no_text_is_too_odd(text in "[\\[\\]{}:,\"a0 \\\\n-]{0,80}") {
        let _ = joined(read_text(text.as_bytes()));
    }
}
