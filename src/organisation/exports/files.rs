//! The files of exports: found, unpacked, decoded and read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::finding::Finding;
use crate::guard::guard;
use crate::organisation::Said;
use crate::source::content::Content;
use crate::source::paths::shown;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::document::{self, Outcome};
use super::fields::Fields;
use super::told::Told;
use super::{Exports, Read, Skipped, TRIED, findings, yaml};

/// Largest export that is read, in bytes of its text. A listing of 20,000 queues has about 50 million.
const LARGEST: usize = 512 << 20;
/// Endings of files that a folder walk looks at.
const ENDINGS: [&str; 4] = [".json", ".tfstate", ".yaml", ".yml"];
/// Folders that a walk does not enter: other people's files.
const SKIPPED_FOLDERS: [&str; 5] = ["node_modules", ".git", ".hg", ".svn", ".terraform"];
/// What stands in an export and hardly in other people's files.
const TELLTALES: [&str; 3] = ["/api/v2/", "genesyscloud_", "\"mediaSettings\""];
/// How far into a broken file it is looked for, in bytes.
const HEAD: usize = 1 << 16;

/// Reads what `path` names into `exports`. What git ignores is read, too: exports are rarely kept under version control.
pub(super) fn path(path: &Path, masker: Masker, exports: &mut Exports) {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let shown = shown(path);
            exports.failures.push(format!("{shown}: no such file or folder"));
        }
        Err(error) => exports.findings.push(unreadable(path, &error.to_string(), masker)),
        Ok(metadata) if metadata.is_dir() => folder(path, masker, exports),
        Ok(_) => file(path, true, masker, exports),
    }
}

fn folder(path: &Path, masker: Masker, exports: &mut Exports) {
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name();
        entry.depth() == 0 || !SKIPPED_FOLDERS.iter().any(|skipped| name == *skipped)
    });
    for entry in entries {
        match entry {
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) if is_looked_at(entry.path()) => {
                file(entry.path(), false, masker, exports);
            }
            Ok(_) => exports.passed_by += 1,
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                exports.findings.push(unreadable(&path, &error.to_string(), masker));
            }
        }
    }
}

fn is_looked_at(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let stem = name.strip_suffix(".gz").unwrap_or(&name);
    ENDINGS.iter().any(|ending| stem.ends_with(ending))
}

fn unreadable(path: &Path, why: &str, masker: Masker) -> Finding {
    let source = Source::from_text(InputName::File(shown(path)), "", masker);
    findings::unreadable(source.locate(Span::at(0), Span::at(0)), why)
}

fn file(path: &Path, named: bool, masker: Masker, exports: &mut Exports) {
    let decoded = Content::of_file(path)
        .map_err(|error| error.to_string())
        .and_then(Content::unpacked)
        .and_then(|content| content.decode(InputName::File(shown(path)), masker));
    let decoded = match decoded {
        Ok(decoded) => decoded,
        // What a walk meets and cannot be read as text is nobody's export.
        Err(_) if !named => {
            exports.passed_by += 1;
            return;
        }
        Err(why) => {
            exports.findings.push(unreadable(path, &why, masker));
            return;
        }
    };
    let source = Arc::new(decoded.source);
    if source.len() > LARGEST {
        let why = format!("it holds more than {} MB of text", LARGEST >> 20);
        exports.findings.push(unreadable(path, &why, masker));
        return;
    }
    let file = File { source: &source, path, named, exports };
    file.read(decoded.truncated, decoded.invalid);
}

/// One file that is being read.
struct File<'a> {
    source: &'a Arc<Source>,
    path: &'a Path,
    named: bool,
    exports: &'a mut Exports,
}

impl File<'_> {
    fn read(self, gzip_cut: Option<String>, invalid: Option<Span>) {
        let text = self.source.text();
        if text.trim().is_empty() {
            return self.skip("it is empty", false);
        }
        if let Some(told) = yaml::told(text, self.is_yaml()) {
            return self.skip(&told.why, told.is_export);
        }
        if !text.trim_start().starts_with(['{', '[']) {
            return self.skip(&format!("it is no JSON; looked for {TRIED}"), false);
        }
        let whole = Said::within(self.source, Span::at(0), Span::at(0));
        let fields = Fields::new(self.source);
        let Ok(mut outcome) = guard("the reader of exports", || document::read(text, fields, whole)) else {
            let shown = shown(self.path);
            self.exports.failures.push(format!("internal error in the reader of exports on {shown}: please report it"));
            return;
        };
        if let Some(why) = &outcome.refused {
            return self.skip(why, true);
        }
        let is_export = outcome.told.is_something() || outcome.told.unclear > 0;
        if is_export {
            let bytes = invalid.map(|span| findings::invalid_encoding(self.source.locate(span, span)));
            self.exports.findings.extend(bytes);
        }
        let is_ours = is_export || self.named || has_telltale(text);
        if let Some(why) = gzip_cut.filter(|_| is_ours) {
            let at = self.source.locate(Span::at(text.len()), Span::at(text.len()));
            self.exports.findings.push(findings::truncated(at, &why));
        } else if let Some(fault) = outcome.fault.take().filter(|_| is_ours) {
            self.exports.findings.push(self.fault(&fault));
        } else if !is_export {
            return self.skip(&not_an_export(&outcome), false);
        }
        if is_export {
            self.keep(outcome);
        }
    }

    fn fault(&self, fault: &super::stream::Fault) -> Finding {
        // Around the fault stand other people's data: no more is shown than the fault itself.
        let at = self.source.locate(fault.span, fault.span);
        match fault.truncated {
            true => findings::truncated(at, &fault.message),
            false => findings::malformed(at, &fault.message, fault.help),
        }
    }

    fn is_yaml(&self) -> bool {
        let name = self.path.to_string_lossy().to_ascii_lowercase();
        let stem = name.strip_suffix(".gz").unwrap_or(&name);
        stem.ends_with(".yaml") || stem.ends_with(".yml")
    }

    fn keep(self, mut outcome: Outcome) {
        let told = std::mem::take(&mut outcome.told);
        if !outcome.others.is_empty() {
            let others = outcome.others.join(", ");
            outcome.notes.push(format!("passed by: {others}"));
        }
        self.exports.keep(shown(self.path), told, outcome.notes);
    }

    /// Names the file as one that is not read. One that a folder merely holds is only counted, unless it is an export.
    fn skip(self, why: &str, is_export: bool) {
        if self.named || is_export {
            self.exports.skipped.push(Skipped { path: shown(self.path), why: why.to_owned() });
        } else {
            self.exports.passed_by += 1;
        }
    }
}

fn has_telltale(text: &str) -> bool {
    let head = Span::new(0, crate::text::span::floor(text, HEAD)).slice(text);
    TELLTALES.iter().any(|telltale| head.contains(telltale))
}

fn not_an_export(outcome: &Outcome) -> String {
    match outcome.others.as_slice() {
        [] => format!("it is no export; looked for {TRIED}"),
        others => format!("it is {}; looked for {TRIED}", others.join(", ")),
    }
}

impl Exports {
    fn keep(&mut self, path: String, told: Told, notes: Vec<String>) {
        self.files.push(Read::of(path, &told, notes));
        self.told.push(told);
    }

    /// Reads all that the paths name.
    pub(super) fn of(paths: &[PathBuf], masker: Masker) -> Self {
        let mut exports = Self::default();
        for one in paths {
            path(one, masker, &mut exports);
        }
        exports
    }
}
