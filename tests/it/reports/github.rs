//! Annotations: as the runner of GitHub Actions reads them back, how many there are, and whose files they name.

use std::collections::BTreeMap;

use crate::common::{command, guestlint, with_stdin};

/// A workflow command, read as the runner reads one.
#[derive(Debug)]
pub struct Command {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub data: String,
}

impl Command {
    pub fn parse(line: &str) -> Option<Self> {
        let (info, data) = line.strip_prefix("::")?.split_once("::")?;
        let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
        let pairs = properties.split(',').filter(|pair| !pair.is_empty());
        Some(Self {
            name: name.to_owned(),
            properties: pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap();
                    let value = value.replace("%3A", ":").replace("%2C", ",");
                    (name.to_owned(), decoded(&value))
                })
                .collect(),
            data: decoded(data),
        })
    }
}

fn decoded(text: &str) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n");
    text.replace("%25", "%")
}

fn commands(output: &str) -> Vec<Command> {
    let parse = |line| Command::parse(line).unwrap_or_else(|| panic!("{line}"));
    output.lines().map(parse).collect()
}

fn of<'c>(commands: &'c [Command], name: &str) -> Vec<&'c Command> {
    let those = commands.iter().filter(|command| command.name == name);
    those.collect()
}

#[test]
fn no_more_of_a_kind_than_github_shows() {
    let ran = guestlint("check fixtures/invalid --output github");
    let commands = commands(&ran.stdout);
    for name in ["error", "warning", "notice"] {
        assert!(of(&commands, name).len() <= 10, "{name}");
    }
    assert_eq!(of(&commands, "error").len(), 10);
    let rest = &commands.last().unwrap();
    assert_eq!(rest.name, "notice");
    assert_eq!(rest.properties["title"], "guestlint");
    // What is annotated and what is counted make up what was found.
    let report = crate::common::check("fixtures/invalid");
    let shown = crate::common::findings(&report);
    let shown = shown.iter().filter(|finding| finding["code"] != "GL113");
    let left: usize = rest.data.split_once(' ').unwrap().0.parse().unwrap();
    assert_eq!(left + commands.len() - 1, shown.count());
}

#[test]
fn a_cause_comes_before_what_it_caused() {
    let ran = guestlint("check fixtures/reconnect-loop --output github");
    let commands = commands(&ran.stdout);
    let first = &commands[0];
    assert_eq!(first.properties["title"], "GL201 missing-routing-data");
    assert!(first.data.contains("\nThe socket was dropped"), "{}", first.data);
    assert!(first.data.contains("\nmost likely cause (high): "), "{}", first.data);
}

#[test]
fn files_are_named_from_the_top_of_the_repository() {
    let top = env!("CARGO_MANIFEST_DIR");
    let given = [
        (top.to_owned(), format!("{top}/fixtures"), "session.ndjson"),
        (top.to_owned(), format!("{top}/fixtures/field-report"), "./session.ndjson"),
        (top.to_owned(), format!("{top}/fixtures/trace"), "../field-report/session.ndjson"),
        (format!("{top}/"), top.to_owned(), "fixtures/field-report/session.ndjson"),
    ];
    for (workspace, here, path) in given {
        let path = match path {
            "session.ndjson" => format!("{top}/fixtures/field-report/session.ndjson"),
            path => path.to_owned(),
        };
        let mut command = command(&["check", &path, "--output", "github"]);
        command.current_dir(here).env("GITHUB_WORKSPACE", workspace);
        let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
        for command in commands(&output) {
            let file = &command.properties["file"];
            assert_eq!(file, "fixtures/field-report/session.ndjson");
        }
    }
}

/// A host shows nothing on a link.
#[cfg(unix)]
#[test]
fn a_link_is_named_by_its_file_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in [".git", "real", "web"] {
        std::fs::create_dir(path(name)).unwrap();
    }
    std::fs::write(path("real/start.json"), r#"{"type":"startChat"}"#).unwrap();
    std::os::unix::fs::symlink("../real/start.json", path("web/link.json")).unwrap();
    let output = |format: &str| {
        let mut command = command(&["check", "link.json", "--output", format]);
        String::from_utf8(command.current_dir(path("web")).output().unwrap().stdout).unwrap()
    };
    let github = commands(&output("github"));
    assert!(!github.is_empty());
    for command in &github {
        assert_eq!(command.properties["file"], "real/start.json");
    }
    let sarif: serde_json::Value = serde_json::from_str(&output("sarif")).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(*place, serde_json::json!({"uri": "real/start.json", "uriBaseId": "%SRCROOT%"}));
    for format in ["gitlab", "rdjson", "junit", "checkstyle"] {
        let output = output(format);
        assert!(output.contains("\"real/start.json\"") && !output.contains("link.json"), "{output}");
    }
    // A person finds it where it was looked for, and the JSON report names files as they were given.
    for format in ["concise", "json", "markdown"] {
        assert!(output(format).contains("link.json"));
    }
}

#[test]
fn what_is_no_file_of_the_repository_tells_its_place_in_words() {
    let log = crate::common::bytes("fixtures/field-report/session.ndjson");
    let outside = tempfile::tempdir().unwrap();
    let path = outside.path().join("session.ndjson");
    std::fs::write(&path, &log).unwrap();
    let mut command = command(&["check", path.to_str().unwrap(), "--output", "github"]);
    command.env("GITHUB_WORKSPACE", env!("CARGO_MANIFEST_DIR"));
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let stdin = with_stdin("check - --output github", &log).stdout;
    for (output, place) in [(output, "session.ndjson:4:67: "), (stdin, "<stdin>:4:67: ")] {
        let first = &commands(&output)[0];
        assert!(!first.properties.contains_key("file"), "{first:?}");
        assert!(first.data.contains(place), "{first:?}");
    }
    let zip = guestlint("check fixtures/field-report/trace.zip --output github");
    let first = &commands(&zip.stdout)[0];
    assert_eq!(first.properties["file"], "fixtures/field-report/trace.zip");
    assert!(!first.properties.contains_key("line"), "{first:?}");
    assert!(first.data.starts_with("fixtures/field-report/trace.zip!"), "{first:?}");
}

#[test]
fn the_rest_is_in_the_log_for_those_who_ask() {
    let ran = guestlint("check fixtures/reconnect-loop --output github -v");
    let lines: Vec<_> = ran.stdout.lines().collect();
    let group = lines.iter().position(|line| line.starts_with("::group::"));
    let group = group.unwrap();
    assert_eq!(lines.last(), Some(&"::endgroup::"));
    let rest = &lines[group + 1..lines.len() - 1];
    assert!(!rest.is_empty() && rest.iter().all(|line| line.starts_with("fixtures/")));
}
