//! `--fix`, `--unsafe` and `--diff`, on copies.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use guestlint::rule::{Fixes, RULES, by_code};
use serde_json::Value;
use tempfile::TempDir;

use crate::common::{Ran, bytes, code_of, command, findings, fixtures, text};

const QUEUE: &str = "8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263";

/// A folder with files of its own.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.path(name), content).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &str) -> Ran {
        let mut command = command(&arguments.split_whitespace().collect::<Vec<_>>());
        command.current_dir(self.0.path()).output().unwrap().into()
    }
}

fn top_level_language() -> String {
    format!(r#"{{"type":"startChat","queueId":"{QUEUE}","language":"en-US"}}"#)
}

fn moved_language() -> String {
    format!(r#"{{"type":"startChat","queueId":"{QUEUE}","routingData":{{"language":"en-US"}}}}"#)
}

/// The folders under `fixtures/fixes`: of each the file before and after, and its configuration.
fn cases(kind: &str) -> BTreeMap<String, [Option<Vec<u8>>; 3]> {
    let mut cases: BTreeMap<String, [Option<Vec<u8>>; 3]> = BTreeMap::new();
    for path in fixtures(&format!("fixes/{kind}")) {
        let path = Path::new(&path);
        let folder = path.parent().unwrap().to_str().unwrap().to_owned();
        let index = match path.file_stem().unwrap().to_str().unwrap() {
            "before" => 0,
            "after" => 1,
            _ => 2,
        };
        let extension = path.extension().unwrap().to_str().unwrap();
        let key = if index == 2 { folder } else { format!("{folder}.{extension}") };
        let content = bytes(path.to_str().unwrap());
        if index == 2 {
            let known = cases.iter_mut().find(|(name, _)| name.starts_with(&format!("{key}.")));
            known.unwrap().1[2] = Some(content);
        } else {
            cases.entry(key).or_default()[index] = Some(content);
        }
    }
    cases
}

/// The case in a folder of its own, and the name of its file.
fn copied(name: &str, before: &[u8], configuration: Option<&[u8]>) -> (Copy, String) {
    let file = format!("file.{}", name.rsplit('.').next().unwrap());
    let mut copy = Copy::new().with(&file, before);
    if let Some(configuration) = configuration {
        copy = copy.with("guestlint.toml", configuration);
    }
    (copy, file)
}

#[test]
fn every_fixture_is_mended_as_it_says_and_once() {
    for (kind, options) in [("safe", "--fix"), ("unsafe", "--fix --unsafe")] {
        for (name, [before, after, configuration]) in cases(kind) {
            let (before, after) = (before.unwrap(), after.unwrap());
            let (copy, file) = copied(&name, &before, configuration.as_deref());
            if kind == "unsafe" {
                copy.run(&format!("check {file} --fix"));
                assert_eq!(copy.read(&file), before, "{name} is not safe");
            }
            let shown = copy.run(&format!("check {file} --diff {}", &options[5..]));
            assert_eq!(shown.exit, 1, "{name}: {}", shown.stdout);
            assert_eq!(copy.read(&file), before, "{name}: --diff writes nothing");
            let ran = copy.run(&format!("check {file} {options} --output json"));
            let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(show(&copy.read(&file)), show(&after), "{name}");
            let report = ran.report();
            let fixed = report["summary"]["fixed"].as_array().unwrap();
            let code = code_of(name.rsplit_once('.').unwrap().0);
            assert!(fixed.iter().any(|fixed| text(fixed, "code") == code), "{name}");
            assert_eq!(ran.exit, 0, "{name}: {}", ran.stdout);
            let again = copy.run(&format!("check {file} --diff --unsafe"));
            assert_eq!((again.exit, again.stdout.as_str()), (0, ""), "{name}");
        }
    }
}

#[test]
fn the_list_of_fixed_rules_has_a_fixture_for_each() {
    let codes = |kind: &str| -> Vec<String> {
        let mut codes: Vec<_> = cases(kind).keys().map(|name| code_of(name).to_owned()).collect();
        codes.dedup();
        codes
    };
    let listed = |kind: Fixes| -> Vec<&str> {
        let listed = RULES.iter().filter(|rule| [kind, Fixes::Either].contains(&rule.traits.fixes));
        listed.map(|rule| rule.code).collect()
    };
    assert_eq!(codes("safe"), listed(Fixes::Safe));
    assert_eq!(codes("unsafe"), listed(Fixes::Unsafe));
}

#[test]
fn no_other_rule_has_a_fix_and_edits_are_exact() {
    let mut seen = 0;
    for folder in ["invalid", "near-misses", "fixes", "field-report", "endpoints"] {
        let arguments = format!("check fixtures/{folder} --output json --show-values");
        let report = crate::common::guestlint(&arguments).report();
        for finding in findings(&report).iter().filter(|finding| finding["fix"].is_object()) {
            let fixes = by_code(text(finding, "code")).unwrap().traits.fixes;
            let kind = if finding["fix"]["safe"].as_bool().unwrap() { Fixes::Safe } else { Fixes::Unsafe };
            assert!([kind, Fixes::Either].contains(&fixes), "{finding}");
            seen += usize::from(!applied(finding).is_empty());
        }
    }
    assert!(seen > 40, "{seen}");
}

/// What the edits of a finding's fix make of its file.
fn applied(finding: &Value) -> Vec<u8> {
    let mut content = bytes(text(&finding["location"], "file"));
    for edit in finding["fix"]["edits"].as_array().unwrap().iter().rev() {
        let number = |key: &str| usize::try_from(edit["location"][key].as_u64().unwrap()).unwrap();
        let (from, len) = (number("offset"), number("length"));
        content.splice(from..from + len, text(edit, "text").bytes());
    }
    content
}

#[test]
fn the_screens() {
    let copy = Copy::new()
        .with("moved.json", top_level_language())
        .with("misspelt.json", moved_language().replace("startChat", "strtChat"))
        .with("bare.json", format!(r#"{{"type":"startChat","queueId":"{QUEUE}"}}"#))
        .with("session.har", bytes("fixtures/invalid/GL104-hyphen-for-slash.har"));
    let mut screens = String::new();
    for arguments in [
        "check .",
        "check . --diff --unsafe",
        "check . --fix",
        "check . --fix --unsafe",
        "check . --diff",
        "check . --unsafe",
        "check . --fix --diff",
    ] {
        screens.push_str(&copy.run(arguments).transcript(arguments));
        screens.push('\n');
    }
    insta::assert_snapshot!(screens);
}

#[test]
fn what_is_mended_is_in_the_json_report() {
    let copy = Copy::new().with("chat.json", top_level_language());
    let report = copy.run("check chat.json --output json").report();
    assert_eq!(report["summary"]["fixable"], 1);
    let fix = &findings(&report)[0]["fix"];
    insta::assert_json_snapshot!(fix);
    let report = copy.run("check chat.json --fix --output json").report();
    assert!(findings(&report).iter().all(|finding| text(finding, "severity") == "note"));
    assert_eq!(text(&report["summary"]["fixed"][0], "code"), "GL201");
    assert!(report["summary"]["fixable"].is_null());
}

#[test]
fn a_masked_value_is_in_no_report_and_is_moved_all_the_same() {
    let payload =
        moved_language().replace(r#""routingData""#, r#""guestEmail":"guest7@private.example","routingData""#);
    let copy = Copy::new().with("chat.json", &payload);
    let report = copy.run("check chat.json --output json");
    assert!(!report.stdout.contains("private.example"));
    let parsed = report.report();
    let fix = &findings(&parsed)[0]["fix"];
    assert_eq!((fix["safe"].as_bool(), fix["edits"].as_array().map(Vec::len)), (Some(true), Some(0)));
    let open = copy.run("check chat.json --output json --show-values").report();
    assert_eq!(findings(&open)[0]["fix"]["edits"].as_array().unwrap().len(), 1);
    let diff = copy.run("check chat.json --diff").stdout;
    assert!(!diff.contains("private.example") && diff.contains("customData"), "{diff}");
    let diff = copy.run("check chat.json --diff --show-values").stdout;
    assert!(diff.contains("guest7@private.example"), "{diff}");
    let ran = copy.run("check chat.json --fix");
    assert!(!ran.stdout.contains("private.example"));
    let mended: Value = serde_json::from_slice(&copy.read("chat.json")).unwrap();
    assert_eq!(mended["sessionContext"]["customData"]["guestEmail"], "guest7@private.example");
}

#[test]
fn recordings_and_what_is_encoded_stay_as_they_are() {
    use std::io::Write;
    let payload = top_level_language();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(payload.as_bytes()).unwrap();
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(payload.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut invalid = payload.replace("en-US", "en-US\",\"text\":\"#").into_bytes();
    let at = invalid.iter().position(|byte| *byte == b'#').unwrap();
    invalid[at] = 0xff;
    let row = |extra: &str| {
        let data = serde_json::to_string(&payload).unwrap();
        format!("{{\"timestamp\":\"2026-11-23T09:14:05Z\",\"direction\":\"out\",\"payload\":{data}{extra}}}\n")
    };
    let files: [(&str, Vec<u8>); 8] = [
        ("session.har", bytes("fixtures/invalid/GL104-hyphen-for-slash.har")),
        ("console.txt", bytes("fixtures/invalid/GL104-plurals.txt")),
        ("session.cdp.ndjson", bytes("fixtures/field-report/session.cdp.ndjson")),
        ("trace.zip", bytes("fixtures/field-report/trace.zip")),
        ("app.ndjson", row("").repeat(2).into_bytes()),
        ("chat.json.gz", gzip.finish().unwrap()),
        ("utf16.json", utf16),
        ("invalid.json", invalid),
    ];
    for (name, content) in files {
        let copy = Copy::new().with(name, &content);
        let ran = copy.run(&format!("check {name} --fix --unsafe"));
        assert!(copy.read(name) == content, "{name}");
        assert!(!ran.stdout.contains("fix:") && !ran.stdout.contains("Mended"), "{name}");
        let diff = copy.run(&format!("check {name} --diff --unsafe"));
        assert_eq!(diff.stdout, "", "{name}");
    }
    let ran = Copy::new().with("a.har", bytes("fixtures/invalid/GL104-hyphen-for-slash.har"));
    let ran = ran.run("check a.har --fix");
    assert!(ran.stdout.contains("1 fix was not applied in a.har"), "{}", ran.stdout);
}

#[test]
fn standard_input_has_no_fix() {
    let ran = crate::common::with_stdin("check - --fix --output json", top_level_language().as_bytes());
    assert!(findings(&ran.report())[0]["fix"].is_null());
}

#[test]
fn what_is_wrong_on_purpose_stays_wrong() {
    let payload = top_level_language();
    let expect = "[[expect]]\nfiles = \"*.json\"\nfindings = [\"GL201\"]\n";
    let ignore = "[[ignore]]\nfiles = \"*.json\"\nrules = \"GL201\"\n";
    let off = "[severity]\nGL201 = \"off\"\n";
    for configuration in [expect, ignore, off] {
        let copy = Copy::new().with("chat.json", &payload).with("guestlint.toml", configuration);
        let ran = copy.run("check . --fix --unsafe");
        assert_eq!(copy.read("chat.json"), payload.as_bytes(), "{configuration}");
        assert_eq!(ran.exit, 0, "{configuration}{}", ran.stdout);
        assert_eq!(copy.run("check . --diff").exit, 0);
    }
    let copy = Copy::new().with("chat.json", &payload).with("chat.json.expect", "GL201\n");
    assert_eq!(copy.run("check . --fix").exit, 0);
    assert_eq!(copy.read("chat.json"), payload.as_bytes());
    // A finding beyond what is expected is no reason to change such a file either.
    let copy = Copy::new().with("chat.json", &payload).with("chat.json.expect", "GL209\n");
    let ran = copy.run("check . --fix");
    assert_eq!(ran.exit, 1);
    assert!(!ran.stdout.contains("fix:"), "{}", ran.stdout);
    assert_eq!(copy.read("chat.json"), payload.as_bytes());
}

#[test]
fn other_programs_files_are_left_alone() {
    let content = "{\n  // for the compiler\n  \"compilerOptions\": {\"strict\": true,},\n}\n";
    let copy = Copy::new().with("tsconfig.json", content);
    for arguments in [
        "check . --fix --unsafe",
        "check tsconfig.json --fix --unsafe",
        "check . --fix --unsafe --protocol guest-conversations",
    ] {
        copy.run(arguments);
        assert_eq!(copy.read("tsconfig.json"), content.as_bytes(), "{arguments}");
    }
}

#[test]
fn a_fix_that_adds_an_error_is_not_applied_and_told() {
    let payload = top_level_language().replace("en-US", "english language");
    let copy = Copy::new().with("chat.json", &payload);
    let ran = copy.run("check chat.json --fix");
    assert_eq!(copy.read("chat.json"), payload.as_bytes());
    let told = ran.stdout.replace('\n', " ");
    assert!(told.contains("a fix of GL201 in chat.json was not applied: with it there would be GL208, too"), "{told}");
    // One such fix does not stand in the way of others.
    let both = format!("[{payload},{}]", top_level_language());
    let copy = Copy::new().with("chat.json", &both);
    copy.run("check chat.json --fix");
    assert_eq!(String::from_utf8(copy.read("chat.json")).unwrap(), format!("[{payload},{}]", moved_language()));
}

#[test]
fn an_error_that_comes_to_light_is_no_harm() {
    let copy = Copy::new().with("chat.json", format!(r#"{{"type":"startchat","queueId":"{QUEUE}"}}"#));
    let ran = copy.run("check chat.json --fix");
    assert!(String::from_utf8(copy.read("chat.json")).unwrap().contains("startChat"));
    assert!(ran.stdout.contains("GL201") && ran.exit == 1, "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_and_read_only_files_are_not_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let copy = Copy::new().with("real.json", top_level_language());
    let mode = |mode| fs::set_permissions(copy.path("real.json"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o440);
    let ran = copy.run("check real.json --fix");
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("cannot write real.json: it is read-only"), "{}", ran.stderr);
    mode(0o640);
    symlink("real.json", copy.path("link.json")).unwrap();
    copy.run("check link.json --fix");
    assert_eq!(copy.read("real.json"), moved_language().as_bytes());
    assert!(fs::symlink_metadata(copy.path("link.json")).unwrap().is_symlink());
    let left = fs::metadata(copy.path("real.json")).unwrap().permissions().mode();
    assert_eq!(left & 0o777, 0o640);
    assert_eq!(fs::read_dir(copy.0.path()).unwrap().count(), 2, "no file is left behind");
}

#[test]
fn many_findings_of_one_file_are_mended_in_one_run() {
    let payloads = vec![top_level_language().replace("startChat\"", "startChat\",\"guestName\":\"G\""); 60];
    let copy = Copy::new().with("chats.json", format!("[\n{}\n]", payloads.join(",\n")));
    let ran = copy.run("check chats.json --fix");
    assert_eq!(ran.exit, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("Mended 120 findings in 1 file:"), "{}", ran.stdout);
    let mended: Value = serde_json::from_slice(&copy.read("chats.json")).unwrap();
    for chat in mended.as_array().unwrap() {
        assert_eq!(chat["sessionContext"]["customData"]["guestName"], "G");
        assert_eq!(chat["routingData"]["language"], "en-US");
    }
    // Repeats in a session are one finding, and each of them is mended.
    let data = serde_json::to_string(r#"{"type":"typing","isTyping":true}"#).unwrap();
    let rows = format!("{{\"event\":\"send\",\"data\":{data}}}\n").repeat(50);
    let open = bytes("fixtures/field-report/session.ndjson");
    let open = String::from_utf8(open).unwrap().lines().next().unwrap().to_owned();
    let copy = Copy::new().with("log.ndjson", format!("{open}\n{rows}"));
    copy.run("check log.ndjson --fix");
    let mended = String::from_utf8(copy.read("log.ndjson")).unwrap();
    assert_eq!(mended.matches(r#"\"data\":{\"isTyping\":true}"#).count(), 50);
}
