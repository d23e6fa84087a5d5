//! The files of a plan, put together as one source.

use std::path::Path;

use crate::capture::Located;
use crate::finding::Finding;
use crate::guard::guard;
use crate::judge::{How, Opened, file};
use crate::outcome::Account;
use crate::rules::input;
use crate::source::content::Content;
use crate::source::decode::Decoded;
use crate::source::{InputName, Source};
use crate::text::json::SourceMap;

use super::PlannedUrl;
use super::steps::{Step, Steps};

/// The files of a plan, as one source.
pub(super) struct Script {
    pub(super) decoded: Decoded,
    pub(super) url: Option<Located<'static>>,
    pub(super) origin: Option<Located<'static>>,
    pub(super) steps: Vec<Step>,
    /// On files that cannot be part of it.
    pub(super) reports: Vec<Account>,
    /// The order of the steps is that of a folder's names, and means nothing.
    pub(super) unordered: bool,
}

/// Whether the names of a folder's files begin with numbers, which give an order.
pub(super) fn is_numbered(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    let shown = names.iter().map(|name| name.to_string_lossy());
    let mut inputs = shown.filter(|name| !name.starts_with('.')).peekable();
    inputs.peek().is_some() && inputs.all(|name| name.starts_with(|c: char| c.is_ascii_digit()))
}

impl How<'_> {
    /// Reads the files of a plan into one source.
    pub(super) fn script(
        &self,
        endpoint: Option<PlannedUrl>,
        contents: Vec<(InputName, Content, bool)>,
        unordered: bool,
    ) -> Script {
        let (source, url) = if let Some(planned) = endpoint {
            (planned.source, Some(planned.url))
        } else {
            let name = InputName::Argument("--payload".to_owned());
            (Source::from_text(name, "", self.masker), None)
        };
        let mut script = Script {
            decoded: Decoded { source, invalid: None, truncated: None },
            url,
            origin: None,
            steps: Vec::new(),
            reports: Vec::new(),
            unordered,
        };
        for (name, content, named) in contents {
            for opened in self.open(name, content) {
                match opened {
                    Ok(opened) => self.add(opened, named, &mut script),
                    Err(report) => script.reports.push(*report),
                }
            }
        }
        script
    }

    fn add(&self, opened: Opened, named: bool, script: &mut Script) {
        let Some(format) = opened.format else {
            if named {
                script.reports.extend(self.decoded(&opened));
            }
            return;
        };
        let source = opened.decoded.source;
        let mut steps = Steps::default();
        let read = || self.read(&source, format, &mut steps);
        let crash = guard(format.row().reader, read).err();
        let crash = crash.map(|_| format!("{} crashed on {}", format.row().reader, source.shown_name()));
        if !steps.problems.is_empty() || crash.is_some() {
            let problems = steps.problems.iter();
            let mut found: Vec<Finding> = problems.map(|problem| input::problem(&source, problem)).collect();
            for finding in &mut found {
                source.resolve(&mut finding.location);
            }
            let mut report = file::empty(&source, Some(format));
            report.loose = found;
            report.crashes.extend(crash);
            script.reports.push(report);
        }
        let file = source.shown_name().into_owned();
        let part = script.decoded.source.append(source);
        if let (None, Some((text, map))) = (&script.url, steps.url) {
            script.url = Some(Located { text: text.into(), map: map.through(&SourceMap::verbatim(part)) });
        }
        script.steps.extend(steps.steps.into_iter().map(|mut step| {
            step.file.clone_from(&file);
            step.moved(part)
        }));
    }
}
