//! Baselines: what is known is not shown, what is new is, and what no longer occurs is told and taken out.

use std::fs;
use std::path::Path;

use crate::common::{Ran, findings, text, with_stdin};

use super::folders::{START, UNROUTED, folder, report, within};

const FILE: &str = "guestlint-baseline.json";
const COLOURED: &str = r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263","colour":"red","routingData":{"language":"en-US"}}"#;
const DROPPED: &str = r#"{"event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":101}
{"event":"send","data":{"type":"connect","version":"2.0"}}
{"event":"recv","data":{"type":"connected"}}
{"event":"send","data":{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263"}}
{"event":"close","code":1006,"clean":false}
"#;

fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// `file code` of each finding but GL113.
fn found(folder: &Path, arguments: &str) -> Vec<String> {
    let report = report(folder, arguments);
    let findings = findings(&report).iter();
    let findings = findings.filter(|finding| text(finding, "code") != "GL113");
    let told = findings.map(|finding| format!("{} {}", text(&finding["location"], "file"), text(finding, "code")));
    told.collect()
}

/// Makes everything known that is found by `arguments`.
fn accept(folder: &Path, arguments: &str) -> Ran {
    let ran = within(folder, &format!("check --write-baseline {arguments}"));
    assert_eq!(ran.exit, 0, "{ran:?}");
    ran
}

#[test]
fn what_is_known_is_not_shown_and_does_not_count() {
    let folder = folder(&[("a.json", UNROUTED), ("b.json", COLOURED)]);
    assert_eq!(within(folder.path(), "check .").exit, 1);
    let ran = accept(folder.path(), ".");
    assert_eq!(ran.stderr, format!("{FILE}: written, 2 entries (2 new, 0 pruned)\n"));
    let again = within(folder.path(), "check . --fail-on warning");
    insta::assert_snapshot!(again.transcript("check . --fail-on warning"), @r"
    $ guestlint check . --fail-on warning
    No problems found in 2 files, 2 payloads.
    2 findings known by the baseline, not shown.
    [exit 0]
    ");
    assert_eq!(report(folder.path(), ".")["summary"]["baselined"], 2);
    assert_eq!(found(folder.path(), ". --no-baseline"), ["./a.json GL201", "./b.json GL204"]);
    assert_eq!(within(folder.path(), "check . --no-baseline").exit, 1);
    // It says nothing of the same fault in another file.
    write(folder.path(), "c.json", UNROUTED);
    assert_eq!(found(folder.path(), "."), ["./c.json GL201"]);
}

#[test]
fn writing_again_changes_nothing() {
    let folder = folder(&[("b.json", UNROUTED), ("a.json", COLOURED), ("s.ndjson", DROPPED)]);
    accept(folder.path(), ".");
    let written = read(folder.path(), FILE);
    let ran = accept(folder.path(), ".");
    assert_eq!(ran.stderr, format!("{FILE}: unchanged, 4 entries\n"));
    accept(folder.path(), "s.ndjson ./b.json a.json");
    assert_eq!(read(folder.path(), FILE), written);
    let lines = written.lines().filter(|line| line.contains("fingerprint"));
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.len(), 4);
    assert!(lines.is_sorted());
}

#[test]
fn a_finding_is_known_wherever_it_moves() {
    let pretty = "{\n  \"type\": \"startChat\",\n  \"queueId\": \"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263\",\n  \"colour\": \"red\",\n  \"routingData\": {\"language\": \"en-US\"}\n}\n";
    let folder = folder(&[("a.json", pretty), ("s.ndjson", DROPPED)]);
    accept(folder.path(), ".");
    let moved = pretty.replace("{\n  \"type\"", "\n\n{\n  \"sessionContext\": {},\n  \"type\"");
    write(folder.path(), "a.json", &moved);
    write(folder.path(), "s.ndjson", &format!("{START}\n\n{DROPPED}"));
    assert_eq!(found(folder.path(), "."), [""; 0]);
}

#[test]
fn a_second_one_of_the_same_is_new_and_of_two_one_can_be_mended() {
    let folder = folder(&[("a.ndjson", UNROUTED)]);
    accept(folder.path(), ".");
    write(folder.path(), "a.ndjson", &format!("{UNROUTED}\n{UNROUTED}\n"));
    assert_eq!(found(folder.path(), "."), ["./a.ndjson GL201"]);
    let ran = accept(folder.path(), ".");
    assert_eq!(ran.stderr, format!("{FILE}: written, 2 entries (1 new, 0 pruned)\n"));
    for mended in [format!("{START}\n{UNROUTED}\n"), format!("{UNROUTED}\n{START}\n")] {
        write(folder.path(), "a.ndjson", &mended);
        let report = report(folder.path(), ".");
        let stale = &findings(&report)[0];
        assert_eq!(findings(&report).len(), 1);
        assert_eq!(text(stale, "code"), "GL806");
        assert_eq!(
            text(stale, "message"),
            "1 of the entries for GL201 missing-routing-data in a.ndjson no longer occurs"
        );
        assert_eq!(text(&stale["location"], "file"), FILE);
    }
    let ran = accept(folder.path(), ".");
    assert_eq!(ran.stderr, format!("{FILE}: written, 1 entry (0 new, 1 pruned)\n"));
    assert_eq!(found(folder.path(), "."), [""; 0]);
}

#[test]
fn stale_entries_are_told_with_their_places() {
    let two = r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263","colour":"red","size":1,"routingData":{"language":"en-US"}}"#;
    let folder = folder(&[("a.json", UNROUTED), ("gone.json", UNROUTED), ("two.json", two)]);
    accept(folder.path(), ".");
    write(folder.path(), "a.json", START);
    write(folder.path(), "two.json", START);
    fs::remove_file(folder.path().join("gone.json")).unwrap();
    let ran = within(folder.path(), "check .");
    insta::assert_snapshot!(ran.transcript("check ."));
    assert_eq!(within(folder.path(), "check . --fail-on warning").exit, 1);
}

#[test]
fn a_file_that_was_renamed_is_another() {
    let folder = folder(&[("a.json", UNROUTED)]);
    accept(folder.path(), ".");
    fs::rename(folder.path().join("a.json"), folder.path().join("b.json")).unwrap();
    let expected = ["./b.json GL201", &format!("{FILE} GL806")];
    assert_eq!(found(folder.path(), "."), expected);
    let ran = accept(folder.path(), ".");
    assert_eq!(ran.stderr, format!("{FILE}: written, 1 entry (1 new, 1 pruned)\n"));
    assert_eq!(found(folder.path(), "."), [""; 0]);
}

#[test]
fn only_what_was_looked_at_is_judged_and_pruned() {
    let folder = folder(&[
        ("a.json", UNROUTED),
        ("sub/b.json", UNROUTED),
        ("sub/gone.json", UNROUTED),
        ("other/c.json", UNROUTED),
    ]);
    accept(folder.path(), ".");
    for file in ["a.json", "sub/b.json", "other/c.json"] {
        write(folder.path(), file, START);
    }
    fs::remove_file(folder.path().join("sub/gone.json")).unwrap();
    assert_eq!(found(folder.path(), "a.json").len(), 1);
    assert_eq!(found(folder.path(), "sub/b.json").len(), 1);
    assert_eq!(found(folder.path(), "sub").len(), 2);
    assert_eq!(found(folder.path(), ".").len(), 4);
    // What decides what is found proves nothing.
    for guided in ["--protocol guest-conversations", "--format payload", "--perspective server"] {
        assert_eq!(found(folder.path(), &format!(". {guided}")), [""; 0]);
    }
    let before = read(folder.path(), FILE);
    accept(folder.path(), ". --protocol guest-conversations");
    assert_eq!(read(folder.path(), FILE), before);
    let ran = accept(folder.path(), "sub");
    assert_eq!(ran.stderr, format!("{FILE}: written, 2 entries (0 new, 2 pruned)\n"));
    assert_eq!(found(folder.path(), ".").len(), 2);
}

#[test]
fn an_entry_without_the_configuration_that_it_needs_is_not_judged() {
    let toml = "region = \"mypurecloud.de\"\n";
    let folder = folder(&[("guestlint.toml", toml), ("s.ndjson", DROPPED)]);
    accept(folder.path(), ".");
    assert!(read(folder.path(), FILE).contains("GL106"));
    assert_eq!(found(folder.path(), ". --no-config"), [""; 0]);
    write(folder.path(), "guestlint.toml", "region = \"mypurecloud.com\"\n");
    assert_eq!(found(folder.path(), "."), [format!("{FILE} GL806")]);
}

#[test]
fn it_is_the_same_from_everywhere() {
    let folder = folder(&[("repo/a.json", UNROUTED), ("repo/sub/b.json", COLOURED)]);
    let root = folder.path();
    accept(&root.join("repo"), ".");
    let sub = root.join("repo/sub");
    // Without a configuration the nearest baseline upwards holds.
    for arguments in [".", "..", "../a.json b.json", "./../sub/./b.json ../a.json ../a.json"] {
        assert_eq!(found(&sub, arguments), [""; 0], "{arguments}");
    }
    let absolute = root.join("repo/a.json");
    assert_eq!(found(&sub, absolute.to_str().unwrap()), [""; 0]);
    assert_eq!(found(root, &format!("repo --baseline repo/{FILE}")), [""; 0]);
    assert_eq!(found(root, "repo").len(), 2);
    // In another folder it tells the files by the way to them.
    accept(root, "repo --baseline ci/known.json --no-config");
    assert!(read(&root.join("."), "ci/known.json").contains("\"../repo/sub/b.json\""));
    assert_eq!(found(&sub, ".. --baseline ../../ci/known.json"), [""; 0]);
}

#[test]
fn fingerprints_of_a_report_do_not_depend_on_the_working_directory() {
    let folder = folder(&[("guestlint.toml", ""), ("sub/a.json", UNROUTED)]);
    let print = |within: &str, arguments: &str| {
        let report = report(&folder.path().join(within), arguments);
        text(&findings(&report)[0], "fingerprint").to_owned()
    };
    let one = print("", "sub");
    for (within, arguments) in
        [("", "./sub/a.json"), ("sub", "a.json"), ("sub", "../sub/a.json"), ("", "sub/a.json --show-values")]
    {
        assert_eq!(print(within, arguments), one);
    }
}

#[test]
fn the_configuration_names_it() {
    let folder =
        folder(&[("guestlint.toml", "baseline = \"ci/known.json\"\n"), ("ci/readme", ""), ("sub/a.json", UNROUTED)]);
    let ran = within(folder.path(), "check .");
    insta::assert_snapshot!(ran.transcript("check ."));
    let ran = accept(&folder.path().join("sub"), ".");
    assert_eq!(ran.stderr, "../ci/known.json: written, 1 entry (1 new, 0 pruned)\n");
    assert_eq!(found(folder.path(), "."), [""; 0]);
    assert_eq!(found(folder.path(), ". --no-config"), ["./sub/a.json GL201"]);
    let shown = within(folder.path(), "config").stdout;
    let line = shown.lines().find(|line| line.contains("baseline"));
    let words: Vec<_> = line.unwrap().split_whitespace().collect();
    assert_eq!(words, ["baseline", "ci/known.json", "guestlint.toml:1:12"]);
    let missing = within(folder.path(), "check . --baseline none.json");
    assert_eq!(missing.exit, 2);
    assert_eq!(missing.stderr, "guestlint: --baseline none.json: no such file; with --write-baseline it is written\n");
}

#[test]
fn a_session_whose_findings_are_known_is_not_diagnosed_anew() {
    let folder = folder(&[("s.ndjson", DROPPED)]);
    assert!(report(folder.path(), ".")["sessions"][0]["headline"].is_string());
    accept(folder.path(), ".");
    let known = report(folder.path(), ".");
    assert!(known["sessions"][0]["headline"].is_null());
    assert!(known["sessions"][0]["causes"].is_null());
    // Something new brings it back, and the known cause is named.
    let new = DROPPED.replace("\"version\":\"2.0\"", "\"version\":\"2.0\",\"colour\":1");
    write(folder.path(), "s.ndjson", &new);
    let report = report(folder.path(), ".");
    assert!(report["sessions"][0]["headline"].is_string());
    let next = report["sessions"][0]["checkNext"][0].as_str().unwrap();
    assert_eq!(next, "GL201 missing-routing-data, which the baseline knows (--no-baseline shows it)");
}

#[test]
fn repeats_and_values_are_known_however_they_are_shown() {
    let repeated = DROPPED.replace(
        "{\"event\":\"close\"",
        "{\"event\":\"send\",\"data\":{\"type\":\"message\",\"text\":\"Hello Bob\",\"colour\":1}}\n{\"event\":\"send\",\"data\":{\"type\":\"message\",\"text\":\"Bob here\",\"colour\":1}}\n{\"event\":\"close\"",
    );
    let folder = folder(&[("s.ndjson", &format!("{repeated}{repeated}"))]);
    accept(folder.path(), ".");
    assert!(!read(folder.path(), FILE).contains("Bob"));
    for arguments in [". --all", ". --show-values", ". --max-findings 1"] {
        assert_eq!(found(folder.path(), arguments), [""; 0], "{arguments}");
    }
}

#[test]
fn what_is_ignored_or_expected_is_not_in_it() {
    let toml = "[[ignore]]\nfiles = \"a.json\"\nrules = \"GL201\"\n\n[[expect]]\nfiles = \"b.json\"\nfindings = \"GL201\"\n\n[severity]\nGL204 = \"off\"\n";
    let files = [("a.json", UNROUTED), ("b.json", UNROUTED), ("c.json", COLOURED)];
    let folder = folder(&files);
    accept(folder.path(), ".");
    write(folder.path(), "guestlint.toml", toml);
    // They are settled before the baseline is asked, which then has no use.
    assert_eq!(found(folder.path(), "."), vec![format!("{FILE} GL806"); 3]);
    accept(folder.path(), ".");
    assert!(read(folder.path(), FILE).ends_with("\"findings\": []\n}\n"));
    assert_eq!(found(folder.path(), "."), [""; 0]);
    assert_eq!(report(folder.path(), ".")["summary"]["expected"], 1);
}

#[test]
fn what_is_wrong_with_the_project_or_was_not_checked_stays() {
    let toml = "colour = 1\ninclude = [\"*.json\", \"*.dump\"]\n\n[[expect]]\nfiles = [\"a.json\", \"b.json\"]\nfindings = \"GL204\"\n";
    let folder = folder(&[
        ("guestlint.toml", toml),
        ("a.json", START),
        ("b.json", UNROUTED),
        ("c.json", UNROUTED),
        ("d.dump", "nothing known"),
    ]);
    let ran = within(folder.path(), "check . --write-baseline -q");
    assert_eq!(ran.exit, 1);
    assert_eq!(
        ran.stderr,
        format!(
            "{FILE}: written, 1 entry (1 new, 0 pruned)\n{FILE}: a baseline cannot hold GL804, GL805, GL902: see what is reported\n"
        )
    );
    let mut left = found(folder.path(), ".");
    left.sort();
    assert_eq!(
        left,
        ["./b.json GL805", "./d.dump GL902", "guestlint.toml GL801", "guestlint.toml GL804", "guestlint.toml GL804"]
    );
    let stdin = with_stdin("check - --write-baseline --baseline /dev/null", b"");
    assert_eq!(stdin.exit, 2);
}

#[test]
fn what_cannot_be_used_ends_the_run_with_a_caret() {
    let folder = folder(&[("a.json", UNROUTED), ("b.json", COLOURED)]);
    accept(folder.path(), ".");
    let good = read(folder.path(), FILE);
    let conflict = good.replace("    { \"file\": \"b.json\"", "<<<<<<< HEAD\n=======\n    { \"file\": \"b.json\"");
    let cases = [
        ("conflict", conflict),
        ("no comma", good.replace("},\n", "}\n")),
        ("version", good.replace("\"version\": 1", "\"version\": 2")),
        ("entry", good.replace("\"code\": \"GL204\", ", "")),
        ("other", "[]\n".to_owned()),
        ("empty", String::new()),
    ];
    let mut screens = String::new();
    for (name, content) in cases {
        write(folder.path(), FILE, &content);
        let ran = within(folder.path(), "check .");
        assert_eq!(ran.exit, 2, "{name}");
        screens.push_str(&format!("## {name}\n{}\n", ran.stderr));
        // It is not written over: entries of files that are not looked at would be lost.
        assert_eq!(within(folder.path(), "check . --write-baseline").exit, 2);
        assert_eq!(read(folder.path(), FILE), content);
    }
    insta::assert_snapshot!(screens);
    assert_eq!(within(folder.path(), "check . --no-baseline").exit, 1);
}

#[test]
fn the_baseline_itself_is_no_input() {
    let folder =
        folder(&[("guestlint.toml", "include = [\"*.json\"]\nbaseline = \"known.json\"\n"), ("a.json", UNROUTED)]);
    accept(folder.path(), ".");
    let report = report(folder.path(), ". a.json known.json");
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(findings(&report).len(), 0);
}

#[test]
fn options_that_contradict_it_are_refused() {
    for arguments in [
        "--write-baseline --no-baseline",
        "--write-baseline --update-expect",
        "--write-baseline --show-values",
        "--write-baseline --merge",
        "--baseline a.json --no-baseline",
    ] {
        let ran = crate::common::guestlint(&format!("check . {arguments}"));
        assert_eq!(ran.exit, 2, "{arguments}");
        assert!(ran.stderr.contains("cannot be used with"), "{}", ran.stderr);
    }
}

#[test]
fn findings_of_a_protocol_folder_are_counted_one_by_one() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/protocols/graphql-ws");
    let folder = folder(&[]);
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let name = path.file_name().unwrap().to_str().unwrap();
            write(folder.path(), &format!("own/{name}"), &fs::read_to_string(&path).unwrap());
        }
    }
    write(folder.path(), "own/one.schema.json", "{\"type\":\"object\"}");
    write(folder.path(), "own/two.schema.json", "{\"type\":\"object\"}");
    let faults = found(folder.path(), "--protocol-dir own");
    assert_eq!(faults, ["own/one.schema.json GL703", "own/two.schema.json GL703"]);
    accept(folder.path(), "--protocol-dir own");
    let known = report(folder.path(), "--protocol-dir own");
    assert_eq!(known["summary"]["baselined"], 2);
    assert_eq!(findings(&known).len(), 0);
    fs::remove_file(folder.path().join("own/two.schema.json")).unwrap();
    // A folder of a protocol is not walked, so that a file in it may only have been left out.
    assert_eq!(found(folder.path(), "--protocol-dir own"), [""; 0]);
    assert_eq!(found(folder.path(), ". --protocol-dir own"), [format!("{FILE} GL806")]);
}
