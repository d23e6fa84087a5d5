//! Reports for other tools, read back: every one is valid, whatever the input was.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::xml_reports::{checkstyle, junit};
use super::{bytes, findings, run, text};

/// One run in every format that other tools read.
pub struct Reports {
    pub json: Value,
    pub sarif: Value,
    pub gitlab: Value,
    pub rdjson: Value,
    pub junit: String,
    pub checkstyle: String,
}

/// Checks `paths` with all formats at once.
pub fn reports<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Reports {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut all: Vec<std::ffi::OsString> = vec!["check".into()];
    all.extend(arguments.iter().map(|argument| argument.as_ref().to_owned()));
    for format in ["json", "sarif", "gitlab", "rdjson", "junit", "checkstyle"] {
        all.push("--output".into());
        all.push(format!("{format}={}", path(format).display()).into());
    }
    run(&all);
    let read = |name: &str| std::fs::read_to_string(path(name)).unwrap();
    let json = |name: &str| serde_json::from_str(&read(name)).unwrap();
    Reports {
        json: json("json"),
        sarif: json("sarif"),
        gitlab: json("gitlab"),
        rdjson: json("rdjson"),
        junit: read("junit"),
        checkstyle: read("checkstyle"),
    }
}

/// The schemas of JSON reports, by file.
static SCHEMAS: LazyLock<Vec<(&str, jsonschema::Validator)>> = LazyLock::new(|| {
    let names = ["sarif-schema-2.1.0.json", "gitlab-code-quality.json", "rdjson.json"];
    names.map(|name| (name, validator(name))).into()
});

fn validator(name: &str) -> jsonschema::Validator {
    let path = format!("tests/data/report-schemas/{name}");
    let schema = serde_json::from_slice(&bytes(&path)).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn assert_valid(schema: &str, report: &Value) {
    let (_, validator) = SCHEMAS.iter().find(|(name, _)| *name == schema).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{schema}");
}

/// The results of a SARIF report.
pub fn results(sarif: &Value) -> &[Value] {
    sarif["runs"][0]["results"].as_array().unwrap()
}

/// The text of a SARIF message, without what escapes links and placeholders (3.11.5, 3.11.6).
pub fn plain(message: &str) -> String {
    let text = message.replace("\\](", "](");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        match behind.split_once("}}") {
            Some((digits, after)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str(&format!("{{{digits}}}"));
                rest = after;
            }
            _ => {
                out.push_str("{{");
                rest = behind;
            }
        }
    }
    out + rest
}

impl Reports {
    /// Every report keeps to its schema or its form, and tells every finding of the JSON report with its message.
    pub fn assert_sound(&self) {
        assert_valid("sarif-schema-2.1.0.json", &self.sarif);
        assert_valid("gitlab-code-quality.json", &self.gitlab);
        assert_valid("rdjson.json", &self.rdjson);
        let findings = findings(&self.json);
        self.sarif_tells(findings);
        self.gitlab_tells(findings);
        self.rdjson_tells(findings);
        let (rows, _) = checkstyle(&self.checkstyle);
        assert_eq!(rows.len(), findings.len());
        for finding in findings {
            let source = format!("guestlint.{}", text(finding, "code"));
            let told = |row: &super::xml_reports::Row| row.4.starts_with(text(finding, "message")) && row.5 == source;
            assert!(rows.iter().any(told), "{finding}");
        }
        self.junit_tells(findings);
    }

    fn sarif_tells(&self, findings: &[Value]) {
        let run = &self.sarif["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = results(&self.sarif);
        assert_eq!(results.len(), findings.len());
        for (result, finding) in results.iter().zip(findings) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert_eq!(result["ruleId"], finding["code"]);
            assert_eq!(result["level"], finding["severity"]);
            assert_eq!(result["occurrenceCount"], finding["count"]);
            assert_eq!(result["partialFingerprints"]["guestlint/v1"], finding["fingerprint"]);
            let told = plain(text(&result["message"], "text"));
            assert!(told.starts_with(text(finding, "message")), "{told}");
            let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
            assert_eq!(related, finding["related"].as_array().map_or(0, Vec::len));
        }
    }

    fn gitlab_tells(&self, findings: &[Value]) {
        let issues = self.gitlab.as_array().unwrap();
        let mut fingerprints: Vec<_> = issues.iter().map(|i| text(i, "fingerprint")).collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), issues.len(), "fingerprints are unique");
        assert_eq!(issues.len(), findings.len());
        for (issue, finding) in issues.iter().zip(findings) {
            assert_eq!(issue["check_name"], finding["code"]);
            assert!(text(issue, "description").contains(text(finding, "message")));
        }
    }

    fn rdjson_tells(&self, findings: &[Value]) {
        let diagnostics = self.rdjson["diagnostics"].as_array().unwrap();
        assert_eq!(diagnostics.len(), findings.len());
        for (diagnostic, finding) in diagnostics.iter().zip(findings) {
            assert_eq!(diagnostic["code"]["value"], finding["code"]);
            assert!(text(diagnostic, "message").starts_with(text(finding, "message")));
        }
    }

    fn junit_tells(&self, findings: &[Value]) {
        let tests = junit(&self.junit);
        let errors = findings.iter().filter(|f| text(f, "severity") == "error");
        for finding in errors {
            let message = text(finding, "message");
            let class = format!("guestlint.{}", text(finding, "code"));
            let told = tests.iter().any(|test| {
                let bad = test.bad.as_ref();
                test.class == class && bad.is_some_and(|(_, told, _)| told.ends_with(message))
            });
            assert!(told, "{finding}");
        }
    }

    /// The columns of SARIF (characters) and of rdjson (bytes) point at the very bytes that the JSON report's offsets do, in
    /// files in UTF-8. Returns how many were looked at.
    pub fn assert_places(&self) -> usize {
        let mut files = HashMap::new();
        let results = results(&self.sarif).iter();
        let diagnostics = self.rdjson["diagnostics"].as_array().unwrap();
        let all = findings(&self.json).iter().zip(results).zip(diagnostics);
        let mut looked_at = 0;
        for ((finding, result), diagnostic) in all {
            let place = &finding["location"];
            let content =
                files.entry(text(place, "file")).or_insert_with_key(|file| String::from_utf8(bytes(file)).ok());
            let Some(content) = content.as_ref().filter(|_| place["member"].is_null()) else {
                continue;
            };
            looked_at += 1;
            let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
            let (start, length) = (number(&place["offset"]), number(&place["length"]));
            let range = &diagnostic["location"]["range"];
            let at = |position: &Value| start_of(content, number(&position["line"])) + number(&position["column"]) - 1;
            assert_eq!(at(&range["start"]), start, "{diagnostic}");
            assert_eq!(at(&range["end"]), start + length, "{diagnostic}");
            let region = &result["locations"][0]["physicalLocation"]["region"];
            let at = |line: &str, column: &str| {
                let line = &content[start_of(content, number(&region[line]))..];
                let line = line.strip_prefix('\u{feff}').unwrap_or(line);
                let before = line.chars().take(number(&region[column]) - 1);
                content.len() - line.len() + before.map(char::len_utf8).sum::<usize>()
            };
            assert_eq!(at("startLine", "startColumn"), start, "{result}");
            assert_eq!(at("endLine", "endColumn"), start + length, "{result}");
        }
        looked_at
    }
}

/// Where a line begins, from 1: lines end at LF, CR LF or a lone CR.
fn start_of(content: &str, line: usize) -> usize {
    let bytes = content.as_bytes();
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' || **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    let mut starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
    starts.nth(line - 1).unwrap()
}
