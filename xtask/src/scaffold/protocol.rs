//! `new-protocol`: a folder of three messages and one rule of order, and its entry among the protocols that are built in.

use super::named;
use super::plan::Plan;

const EMBEDDED: &str = "src/protocol/embedded.rs";

/// What a small protocol has: the frame that opens, its answer, and what may be sent only then.
const MESSAGES: [(&str, &str); 3] = [
    ("begin", "TODO: what opens the session: the first frame that a client sends."),
    ("begun", "TODO: the server's answer to it."),
    ("say", "TODO: what a client may send once the server has answered."),
];

pub(super) fn plan(plan: &mut Plan, name: &str) -> Result<String, String> {
    named(name)?;
    let inside = |file: &str| format!("schemas/{name}/{file}");
    plan.create(&inside("manifest.json"), &MANIFEST.replace("NAME", name))?;
    let mut files = String::new();
    for (message, what) in MESSAGES {
        let schema = SCHEMA.replace("NAME", name).replace("MESSAGE", message).replace("WHAT", what);
        plan.create(&inside(&format!("{message}.schema.json")), &schema)?;
    }
    let mut names = MESSAGES.map(|(message, _)| message);
    names.sort_unstable();
    for message in names {
        files.push_str(&format!("        \"{message}.schema.json\",\n"));
    }
    let entry = format!("    ),\n    embedded!(\"{name}\":\n{files}    ),\n];\n");
    plan.replace(EMBEDDED, "    ),\n];\n", &entry)?;
    Ok(format!(
        "  1. schemas/{name}/manifest.json: title, endpoint, messages, sources (docs/protocols.md goes through every key).
  2. A schema a message beside it, each with an example, and its name in {EMBEDDED}.
  3. cargo run -- check --protocol-dir schemas/{name} says what the folder still lacks.
  4. Captures that show it is recognised: fixtures/valid/sessions, and one fault each in fixtures/invalid.
  5. INSTA_UPDATE=always cargo test, and read what changed in the screens that list protocols.
"
    ))
}

const MANIFEST: &str = r#"{
  "$schema": "../protocol.schema.json",
  "name": "NAME",
  "title": "TODO",
  "status": "documented",
  "summary": "TODO: what is spoken, in one sentence.",
  "sources": {
    "DOC": "TODO: where the facts come from, so that whoever doubts one can look it up"
  },
  "endpoints": [{ "url": "wss://NAME.{domain}/v1", "source": "DOC" }],
  "subprotocols": [],
  "discriminator": { "field": "/type", "source": "DOC" },
  "messages": [
    {
      "name": "begin",
      "direction": "client",
      "schema": "begin.schema.json",
      "unknownFields": "near",
      "opens": true,
      "source": "DOC"
    },
    { "name": "begun", "direction": "server", "schema": "begun.schema.json", "source": "DOC" },
    { "name": "say", "direction": "client", "schema": "say.schema.json", "unknownFields": "near", "source": "DOC" }
  ],
  "sequence": [
    {
      "id": "begin-first",
      "rule": "GL303",
      "pattern": "precedence",
      "of": [{ "direction": "client", "not": ["begin"] }],
      "by": [
        { "direction": "client", "message": "begin" },
        { "direction": "server", "message": "begun" }
      ],
      "group": "order",
      "once": true,
      "message": "the first client frame is {message}, not begin",
      "help": "send begin as the first frame",
      "why": "TODO: what the server does otherwise",
      "source": "DOC"
    }
  ]
}
"#;

const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:guestlint:schema:NAME:MESSAGE",
  "title": "MESSAGE",
  "description": "WHAT Source: DOC.",
  "type": "object",
  "required": ["type"],
  "properties": {
    "type": { "const": "MESSAGE", "description": "The message's name. Source: DOC." }
  },
  "examples": [{ "type": "MESSAGE" }]
}
"#;
