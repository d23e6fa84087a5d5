//! Every key that `guestlint.toml` may have: the one place that says so. What is accepted, the JSON Schema of the file and its
//! documentation are made from this list.

use crate::organisation::fields::{Field, Type};
use crate::organisation::{deployment, queue};

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Kind,
    /// What holds without it, as a reader would say it; empty where there is nothing to say.
    pub default: &'static str,
    /// The table cannot do without it.
    pub required: bool,
    /// What it means, in a sentence or two of Markdown.
    pub about: &'static str,
}

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// Any text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A protocol's name.
    Protocol,
    /// The domain of a region.
    Region,
    /// A host, or `*.` and a domain.
    Host,
    /// A path, relative to the file.
    Path,
    /// A glob, relative to the file.
    Glob,
    /// A rule's code or name.
    Rule,
    /// A number, or a rate.
    Limit,
    /// A whole number that is not negative.
    Size,
    /// A percentage.
    Percentage,
    /// A list.
    List(&'static Kind),
    /// A value, or a list of such values.
    OneOrMore(&'static Kind),
    /// A table with these keys.
    Table(&'static [Key]),
    /// Tables with these keys, `[[name]]` each.
    Tables(&'static [Key]),
    /// A table whose keys the user chooses among what `KeyOf` says.
    Each(KeyOf, &'static Kind),
}

/// What the keys of a table name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOf {
    /// A rule, by code or name.
    Rule,
    /// A protocol.
    Protocol,
    /// A limit of a protocol.
    Limit,
    /// A queue or a deployment, by its id.
    Id,
    /// A target, by a name of the user's choice.
    Name,
}

/// What a rule's findings may be given as severity.
pub const LEVELS: &[&str] = &["error", "warning", "note", "off"];
/// What `fail-on` may be.
pub const FAIL_ON: &[&str] = &["error", "warning", "note", "never"];

const LEVEL_OF_RULE: Kind = Kind::Each(KeyOf::Rule, &Kind::Word(LEVELS));

macro_rules! keys {
    ($($name:literal $kind:expr, $default:literal, $required:ident, $about:literal;)*) => {
        &[$(Key { name: $name, kind: $kind, default: $default, required: keys!(@ $required), about: $about }),*]
    };
    (@ required) => { true };
    (@ optional) => { false };
}

/// The keys of the file.
pub static KEYS: &[Key] = keys! {
    "protocol" Kind::Protocol, "recognised per socket and payload", optional,
        "The only protocol that the project speaks. Sockets of other services are left alone all the same; `--protocol` also judges those.";
    "protocol-dirs" Kind::List(&Kind::Path), "", optional,
        "Folders with protocols of your own, as `--protocol-dir` takes them, relative to this file.";
    "region" Kind::Region, "any region is right", optional,
        "The domain of the organisation's region, such as `mypurecloud.de`. An endpoint in another region is GL106.";
    "hosts" Kind::List(&Kind::Host), "", optional,
        "Hosts of your own, such as a proxy or a test server: GL101, GL102, GL103 and GL106 leave them alone. `*.chat.example` stands for every host under `chat.example`.";
    "include" Kind::List(&Kind::Glob), "files that look like a payload or a capture", optional,
        "In folders, only these files are checked, whatever their endings are. Each is taken to be meant: one that cannot be recognised is reported.";
    "exclude" Kind::List(&Kind::Glob), "", optional,
        "In folders, these files are left out. A path that is named on the command line is always checked.";
    "fail-on" Kind::Word(FAIL_ON), "`error`", optional,
        "The least severity that gives exit status 1.";
    "baseline" Kind::Path, "`guestlint-baseline.json`, where it is there", optional,
        "The file of findings that are known, which `check --write-baseline` writes, relative to this file. They are not shown and do not count; an entry that no longer occurs is GL806.";
    "severity" LEVEL_OF_RULE, "each rule's own", optional,
        "Severities by a rule's code or name. Every finding of the rule gets it; `off` switches the rule off.";
    "min-coverage" Kind::Percentage, "any coverage will do", optional,
        "The percentage of each protocol that the checked files must exercise, such as `80`; less is GL807. It holds where a folder is checked; `--min-coverage` wins over it.";
    "overrides" Kind::Tables(OVERRIDE), "", optional,
        "Settings for some files. Of several that match a file, later ones win.";
    "limits" Kind::Each(KeyOf::Protocol, &Kind::Each(KeyOf::Limit, &Kind::Limit)), "the protocol's own", optional,
        "Limits by protocol and name: a number, or a rate such as `\"5/1s\"` (five in one second).";
    "queues" Kind::Each(KeyOf::Id, &Kind::Table(&QUEUE)), "", optional,
        "The queues that chats are routed to, by id. What is said of a queue here is held against each `startChat` that names it.";
    "queues-complete" Kind::Flag, "`false`", optional,
        "The queues above are all there are: another id in `startChat` is GL501.";
    "deployments" Kind::Each(KeyOf::Id, &Kind::Table(&DEPLOYMENT)), "", optional,
        "The deployments of the organisation, by id. What is said of a deployment here is held against each socket and payload that names it.";
    "deployments-complete" Kind::Flag, "`false`", optional,
        "The deployments above are all there are: another id in a URL or a payload is GL504.";
    "preflight" Kind::Each(KeyOf::Name, &Kind::Table(PREFLIGHT)), "", optional,
        "What a deploy will use, by the name of the target, such as `production`: what `guestlint preflight` checks.";
    "ignore" Kind::Tables(IGNORE), "", optional,
        "Findings that are known and accepted: they are not shown and do not count. One that suppresses nothing is GL803.";
    "expect" Kind::Tables(EXPECT), "", optional,
        "Findings that must occur, for fixtures that are invalid on purpose. They are not shown and do not count; one that is missing is GL804, a further one GL805.";
};

static OVERRIDE: &[Key] = keys! {
    "files" Kind::OneOrMore(&Kind::Glob), "", required,
        "The files that the settings are for. An override that matches no file is GL802.";
    "severity" LEVEL_OF_RULE, "as outside of the override", optional,
        "Severities, as above.";
    "protocol" Kind::Protocol, "as outside of the override", optional,
        "The files speak this protocol, whatever they look like, as with `--protocol`.";
};

static QUEUE: [Key; queue::FIELDS.len() + 1] = of_fields("The queue's name, for messages.", queue::FIELDS);

static DEPLOYMENT: [Key; deployment::FIELDS.len() + 1] =
    of_fields("The deployment's name, for messages.", deployment::FIELDS);

/// The keys of a queue or a deployment: its name, and what may be said of it.
const fn of_fields<const N: usize>(name: &'static str, fields: &[&Field]) -> [Key; N] {
    let mut keys = [Key { name: "name", kind: Kind::Text, default: "", required: false, about: name }; N];
    let mut index = 0;
    while index < fields.len() {
        let field = fields[index];
        let kind = match field.is {
            Type::Flag => Kind::Flag,
            Type::Word(words) => Kind::Word(words),
            Type::Texts => Kind::List(&Kind::Text),
            Type::Size => Kind::Size,
        };
        index += 1;
        keys[index] = Key { name: field.key, kind, default: field.default, required: false, about: field.about };
    }
    keys
}

pub(super) static PREFLIGHT: &[Key] = keys! {
    "endpoint" Kind::Text, "what the settings say", optional,
        "The URL of the socket that the client opens.";
    "protocol" Kind::Protocol, "recognised by the endpoint and the payloads", optional,
        "The protocol that the client speaks.";
    "region" Kind::Region, "the region above", optional,
        "The domain of the region of the target's organisation.";
    "origin" Kind::Text, "what the settings say", optional,
        "The origin of the page that opens the chat, such as `https://shop.example`.";
    "payloads" Kind::OneOrMore(&Kind::Path), "", optional,
        "The payloads that the client sends, in their order: files, folders, or logs of a planned session.";
    "pages" Kind::OneOrMore(&Kind::Path), "", optional,
        "Pages or scripts with the Messenger snippet.";
    "settings" Kind::OneOrMore(&Kind::Path), "", optional,
        "Files with the client's settings: `.env`, JSON, YAML or TOML.";
    "exports" Kind::OneOrMore(&Kind::Path), "", optional,
        "Exports of the organisation: files or folders.";
};

static IGNORE: &[Key] = keys! {
    "files" Kind::OneOrMore(&Kind::Glob), "", required,
        "The files whose findings are ignored.";
    "rules" Kind::OneOrMore(&Kind::Rule), "", required,
        "The rules whose findings are ignored, by code or name.";
    "reason" Kind::Text, "", optional,
        "Why, for whoever reads the file next.";
};

static EXPECT: &[Key] = keys! {
    "files" Kind::OneOrMore(&Kind::Glob), "", required,
        "The files in which the findings must occur, in each of them.";
    "findings" Kind::OneOrMore(&Kind::Rule), "", required,
        "The errors and warnings that each file must have, by code or name, each as often as it occurs. A note may be left out.";
};

impl Kind {
    /// What a value of this kind is, after "must be".
    pub fn phrase(&self) -> String {
        match self {
            Kind::Flag => "true or false".to_owned(),
            Kind::Text => "a string".to_owned(),
            Kind::Word(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("one of {}", words.join(", "))
            }
            Kind::Protocol => "a string: a protocol's name".to_owned(),
            Kind::Region => "a string: the domain of a region, such as \"mypurecloud.com\"".to_owned(),
            Kind::Host => "a string: a host".to_owned(),
            Kind::Path => "a string: a path".to_owned(),
            Kind::Glob => "a string: a glob".to_owned(),
            Kind::Rule => "a string: a rule's code or name".to_owned(),
            Kind::Limit => "a number, or a rate such as \"5/1s\"".to_owned(),
            Kind::Size => "a whole number, 0 or more".to_owned(),
            Kind::Percentage => "a number from 0 to 100".to_owned(),
            Kind::List(item) => format!("a list, each item {}", item.phrase()),
            Kind::OneOrMore(item) => format!("{}; or a list of such", item.phrase()),
            Kind::Table(_) | Kind::Each(..) => "a table".to_owned(),
            Kind::Tables(_) => "tables, each with a [[heading]] of its own".to_owned(),
        }
    }
}
