//! `new-rule`: the registry's row, the page and its line in the index, the rule's file, and a fixture for each side.

use super::plan::Plan;
use super::{module, named};

/// How the rules of a family are written.
struct Family {
    /// The word for it on the command line.
    word: &'static str,
    /// The first digit of its codes.
    digit: char,
    /// Its variant in the registry.
    variant: &'static str,
    /// Its heading in the documentation, in lower case.
    title: &'static str,
    /// A page says whose rule it is.
    is_scoped: bool,
    fixture: Fixture,
    /// Where the rule is written.
    code: Code,
}

/// What a fixture of the family is.
#[derive(Clone, Copy)]
enum Fixture {
    Payload,
    Log,
    /// A folder with files of its own.
    Folder(&'static str),
}

enum Code {
    /// In a file of its own under `src/rules`, which judges every payload.
    Payload,
    /// In a manifest's table.
    Manifest(&'static str),
    /// In a file that is there.
    Beside(&'static str),
}

const FAMILIES: &[Family] = &[
    family("endpoint", '1', "Endpoint", "endpoint and handshake", Fixture::Log, Code::Beside("src/rules/endpoint.rs")),
    family("payload", '2', "Payload", "payload", Fixture::Payload, Code::Payload),
    family("field", '2', "Payload", "payload", Fixture::Payload, Code::Manifest("constraints")),
    family("sequence", '3', "Sequence", "sequence", Fixture::Log, Code::Manifest("sequence")),
    family("end", '4', "End", "end of the socket", Fixture::Log, Code::Beside("src/rules/end.rs")),
    family("context", '5', "Context", "queue and deployment", Fixture::Folder("fixtures/configuration"), Code::Payload),
    family(
        "folder",
        '7',
        "Folder",
        "protocol folder",
        Fixture::Folder("fixtures/protocols"),
        Code::Beside("src/folder/lint.rs"),
    ),
    family(
        "project",
        '8',
        "Project",
        "the project's settings",
        Fixture::Folder("fixtures/configuration"),
        Code::Beside("src/policy"),
    ),
    family("input", '9', "Input", "input", Fixture::Payload, Code::Beside("src/rules/input.rs")),
];

const fn family(
    word: &'static str,
    digit: char,
    variant: &'static str,
    title: &'static str,
    fixture: Fixture,
    code: Code,
) -> Family {
    Family { word, digit, variant, title, is_scoped: digit < '7', fixture, code }
}

const REGISTRY: &str = "src/rule/mod.rs";
const INDEX: &str = "docs/rules/README.md";
const MANIFEST: &str = "schemas/PROTOCOL/manifest.json";

/// A rule that is to be.
struct Rule<'r> {
    code: &'r str,
    name: &'r str,
    summary: &'r str,
    family: &'static Family,
}

pub(super) fn plan(plan: &mut Plan, code: &str, name: &str, family: &str, summary: &str) -> Result<String, String> {
    named(name)?;
    let family = FAMILIES.iter().find(|known| known.word == family).ok_or_else(|| {
        let words: Vec<_> = FAMILIES.iter().map(|family| family.word).collect();
        format!("there is no family `{family}`; the families are {}", words.join(", "))
    })?;
    let digits = code.strip_prefix("GL").filter(|digits| digits.len() == 3 && digits.parse::<u16>().is_ok());
    if digits.is_none_or(|digits| !digits.starts_with(family.digit)) {
        return Err(format!("`{code}` is no code of this family: it is GL{} and two digits", family.digit));
    }
    if summary.contains(['"', '\\', '|', '\n']) {
        return Err("the summary stands in Rust and in a table: leave out quotes, backslashes and bars".to_owned());
    }
    let rule = Rule { code, name, summary, family };
    rule.register(plan)?;
    plan.create(&format!("docs/rules/{code}.md"), &rule.page())?;
    rule.fixtures(plan)?;
    let coded = rule.code(plan)?;
    Ok(rule.next(&coded))
}

impl Rule<'_> {
    /// A row in the registry and one in the index, in the order of the codes.
    fn register(&self, plan: &mut Plan) -> Result<(), String> {
        let Self { code, name, summary, family } = self;
        let registry = plan.text(REGISTRY)?;
        let known = |line: &str| line.split_whitespace().nth(1).is_some_and(|word| word == format!("\"{name}\""));
        if registry.lines().any(|line| line.starts_with(&format!("    {code} ")) || known(line)) {
            return Err(format!("there is a rule {code} or {name} already"));
        }
        let row = format!("    {code} \"{name}\" Error {} [] \"{summary}\";", family.variant);
        plan.add_behind(REGISTRY, &row, |line| {
            line.strip_prefix("    GL").is_some_and(|rest| rest.get(..4).is_some_and(|digits| digits < self.digits()))
        })?;
        let row = format!("| [{code}]({code}.md) | {name} | error | {summary} |");
        let start = format!("| [GL{}", family.digit);
        plan.add_behind(INDEX, &row, |line| line.starts_with(&start) && line < row.as_str())
    }

    /// The digits of the code with the space behind them, as a row of the registry has them.
    fn digits(&self) -> &str {
        // A row's digits are compared with the code's: `217 ` is less than `218`.
        &self.code[2..]
    }

    fn page(&self) -> String {
        let Self { code, name, summary, family } = self;
        let (first, rest) = summary.split_at(summary.chars().next().map_or(0, char::len_utf8));
        let scope = if family.is_scoped { " · every protocol" } else { "" };
        let (info, bad, good) = match family.fixture {
            Fixture::Payload => ("json payload", PAYLOAD.to_owned(), PAYLOAD.to_owned()),
            Fixture::Log => ("ndjson log", LOG.to_owned(), LOG.to_owned()),
            Fixture::Folder(_) => ("json payload norun", PAYLOAD.to_owned(), PAYLOAD.to_owned()),
        };
        format!(
            "# {code} {name}

**error** · {}{scope}

{}{rest}.

## Why it matters
TODO: what the server does with it, and where the mistake comes from.

## Bad
```{info}
{bad}```

## Good
```{info}
{good}```

## Fix
TODO: what to write instead.

## Source
TODO: where the fact comes from.
",
            family.title,
            first.to_uppercase(),
        )
    }

    /// One that the rule must find, one that it must leave alone. They are alike until somebody writes the fault into the first.
    fn fixtures(&self, plan: &mut Plan) -> Result<(), String> {
        let Self { code, name, family, .. } = self;
        let (invalid, near) = match family.fixture {
            Fixture::Folder(folder) => {
                let inside = |folder: &str| format!("{folder}/{code}-{name}/payload.json");
                (inside(folder), inside(&format!("{folder}/near-misses")))
            }
            Fixture::Payload => {
                (format!("fixtures/invalid/{code}-{name}.json"), format!("fixtures/near-misses/{code}-{name}.json"))
            }
            Fixture::Log => {
                (format!("fixtures/invalid/{code}-{name}.ndjson"), format!("fixtures/near-misses/{code}-{name}.ndjson"))
            }
        };
        let text = if matches!(family.fixture, Fixture::Log) { LOG } else { PAYLOAD };
        plan.create(&invalid, text)?;
        plan.create(&near, text)?;
        if let Fixture::Folder(folder) = family.fixture {
            let setting = "# TODO: the settings that the rule needs.\n";
            plan.create(&format!("{folder}/{code}-{name}/guestlint.toml"), setting)?;
            plan.create(&format!("{folder}/near-misses/{code}-{name}/guestlint.toml"), setting)?;
        }
        Ok(())
    }

    /// The file of a rule on payloads, where it is called; or where the rule is to be written.
    fn code(&self, plan: &mut Plan) -> Result<String, String> {
        let path = match self.family.code {
            Code::Payload => format!("src/rules/{}.rs", module(self.name)),
            Code::Manifest(table) => {
                return Ok(format!(
                    "an entry with \"rule\": \"{}\" in `{table}` of {MANIFEST}; no Rust is needed (docs/protocols.md)",
                    self.code
                ));
            }
            Code::Beside(path) => return Ok(format!("{path}, beside the family's other rules")),
        };
        let name = module(self.name);
        let text = PAYLOAD_RULE.replace("CODE", self.code).replace("SUMMARY", self.summary);
        plan.create(&path, &text)?;
        plan.declare("src/rules/mod.rs", &name)?;
        let marker = |line: &str| line.trim_start().starts_with("// `cargo xtask new-rule` adds");
        plan.add_before("src/rules/judge.rs", &format!("    super::{name}::check,"), marker)?;
        Ok(format!("{path}, whose comments say how"))
    }

    fn next(&self, coded: &str) -> String {
        let code = self.code;
        format!(
            "  1. Severity and traits: the row of {code} in {REGISTRY} (src/rule/traits.rs says what there is); the index and the
     page repeat the severity.
  2. The rule: {coded}.
  3. The fault, in the fixture under fixtures that holds none yet, and what comes near it in the other.
  4. The page, docs/rules/{code}.md.
  5. cargo test, then INSTA_UPDATE=always cargo test, and read what changed in the snapshots.
"
        )
    }
}

const PAYLOAD: &str = "{\n  \"type\": \"message\",\n  \"text\": \"Where is my parcel?\"\n}\n";

const LOG: &str = r#"{"event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":101}
{"event":"send","data":{"type":"connect","version":"2.0"}}
{"event":"recv","data":{"type":"connected"}}
{"event":"close","code":1000,"reason":"","clean":true}
"#;

const PAYLOAD_RULE: &str = r#"//! CODE: SUMMARY.

use crate::finding::Finding;
use crate::rule::CODE;

use super::claims::{Claims, Fault};
use super::judge::{Judged, Subject};

/// What the rule has to say of a payload.
pub(super) fn check<'p>(subject: &Subject<'_, 'p>, judged: &mut Judged<'p>, claims: &mut Claims) {
    // Stay silent without evidence: on a payload of which nobody can tell what message it is, on another protocol's.
    if judged.message.is_none_or(|message| message.name != "TODO") {
        return;
    }
    // The smallest value that shows the fault.
    let pointer = "/TODO";
    let Some(value) = subject.root().pointer(pointer) else {
        return;
    };
    // One fault, one finding: a rule that came before may have told of this value.
    if claims.by(Fault::Value, pointer).is_some() {
        return;
    }
    claims.claim(Fault::Value, pointer, &CODE);
    let finding = Finding::new(&CODE, subject.place.at(value.span()), "TODO: what is wrong, in one sentence")
        .pointer(pointer)
        .help("TODO: what to write instead");
    judged.findings.push(finding);
}
"#;
