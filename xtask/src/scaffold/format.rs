//! `new-format`: a variant, its row in the table of formats, and a reader that reads nothing yet.

use super::plan::Plan;
use super::{module, named, variant};

const TABLE: &str = "src/capture/formats.rs";

pub(super) fn plan(plan: &mut Plan, name: &str) -> Result<String, String> {
    named(name)?;
    let (module, variant) = (module(name), variant(name));
    let reader = format!("src/capture/{module}.rs");
    plan.create(&reader, &READER.replace("NAME", name))?;
    plan.replace(TABLE, "\n}\n\n/// What is to be known of a format", &format!(
        "\n    /// TODO: whose files these are, and what writes them.\n    {variant},\n}}\n\n/// What is to be known of a format"
    ))?;
    plan.replace(TABLE, "\n];\n", &format!("\n{}];\n", row(name, &module, &variant)))?;
    let imports = plan.text(TABLE)?;
    let import = imports.lines().find(|line| line.starts_with("use super::{") && line.contains("frame_log"));
    let import = import.ok_or_else(|| format!("{TABLE}: found no import of the readers"))?.to_owned();
    plan.replace(TABLE, &import, &with(&import, &module))?;
    plan.declare("src/capture/mod.rs", &module)?;
    let schema = "schemas/report.schema.json";
    let text = plan.text(schema)?;
    let listed = text.lines().find(|line| line.contains("\"har-messages\"")).unwrap_or_default().to_owned();
    plan.replace(schema, &listed, &listed.replacen("] }", &format!(", \"{name}\"] }}"), 1))?;
    Ok(format!(
        "  1. The words of the row in {TABLE}, and `mark`: how the format shows itself in its content.
  2. The reader, {reader}, whose comments say what it owes.
  3. A short recording of the tool itself, cleaned of names and tokens, under fixtures/recordings; and what goes wrong
     in practice: cut in the middle, CRLF, two sockets at once.
  4. INSTA_UPDATE=always cargo test writes the README's table and the screens that list formats; read what changed.
"
    ))
}

/// The line that imports the readers, with one more, in the order of their names.
fn with(import: &str, module: &str) -> String {
    let (start, rest) = import.split_once('{').unwrap_or((import, ""));
    let mut names: Vec<&str> = rest.trim_end_matches("};").split(", ").collect();
    let types = names.iter().take_while(|name| name.starts_with(char::is_uppercase)).count();
    names.push(module);
    names[types..].sort_unstable();
    format!("{start}{{{}}};", names.join(", "))
}

fn row(name: &str, module: &str, variant: &str) -> String {
    ROW.replace("NAME", name).replace("MODULE", module).replace("VARIANT", variant)
}

const ROW: &str = "    FormatRow {
        format: Format::VARIANT,
        name: \"NAME\",
        about: \"TODO: what it is, for the README\",
        files: None,
        one: None,
        reader: \"the reader of NAME\",
        of_sockets: true,
        exact: false,
        by_line: true,
        mark: Mark::First(MODULE::is_ours),
        read: |source, _, sink| MODULE::read(source, sink),
    },
";

const READER: &str = r#"//! TODO: what NAME is, which tool writes it, in which version.

use crate::capture::kit::Lines;
use crate::source::Source;

use super::{Located, Sink};

/// Whether the first record is one of this format: by its content, never by the file's name.
pub(super) fn is_ours(first: &Located<'_>) -> bool {
    // TODO: what only this format begins with.
    first.text.starts_with("%NAME%")
}

/// Reads everything in the input, in file order.
pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    for line in Lines::of(source).filled() {
        // A frame is handed out by `sink.event`, with its socket, its direction and its place; a `Tracker` of the kit says
        // which socket a record tells of. Say only what the format records: an end that it does not show is `End::Unknown`,
        // a sender that it does not name `Direction::Unknown`. A record that should hold a frame and cannot be read is a
        // `Problem::Malformed`, and what holds nothing to check is skipped, so that it is counted.
        sink.skipped(line.span());
    }
}
"#;
