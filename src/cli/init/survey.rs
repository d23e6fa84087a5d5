//! The configuration to start with, by what was found in a folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::outcome::{Account, Summary};
use crate::page::Page;
use crate::protocol::regions::{self, HostKind};
use crate::protocol::url::UrlParts;
use crate::rule::Severity;

use super::meant::is_meant;

/// What was found in a folder: a report that only remembers.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// What the files' names begin with: the folder itself, which globs leave out.
    prefix: String,
    /// The protocols that were recognised, with the number of files.
    protocols: BTreeMap<String, usize>,
    /// The domains of regions in endpoints.
    regions: BTreeSet<String>,
    /// The codes of the errors and warnings of each file that has some.
    faults: BTreeMap<String, Vec<&'static str>>,
    /// How many files were checked.
    files: usize,
}

impl Page for Survey {
    fn file(&mut self, report: &Account) -> std::io::Result<()> {
        let sessions = report.sessions.iter().filter_map(|session| session.protocol.as_deref());
        let findings = report.findings().filter_map(|finding| finding.protocol.as_deref());
        for protocol in sessions.chain(findings).collect::<BTreeSet<_>>() {
            *self.protocols.entry(protocol.to_owned()).or_default() += 1;
        }
        let urls = report.sessions.iter().filter_map(|session| session.url.as_deref());
        self.regions.extend(urls.filter_map(region));
        let faults = report.findings().filter(|finding| finding.severity != Severity::Note);
        let codes: Vec<_> = faults.map(|finding| finding.rule.code).collect();
        if !codes.is_empty() {
            let name = report.file.strip_prefix(&self.prefix).unwrap_or(&report.file);
            // An archive comes once for each capture in it.
            let name = name.trim_start_matches('/').to_owned();
            let of_file = self.faults.entry(name).or_default();
            of_file.extend(codes);
            of_file.sort_unstable();
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> std::io::Result<()> {
        self.files = usize::try_from(summary.files).unwrap_or(usize::MAX);
        Ok(())
    }
}

fn region(url: &str) -> Option<String> {
    let host = UrlParts::split(url)?.host_text();
    match regions::known().classify(&host) {
        HostKind::Region { domain, .. } => Some(domain.to_owned()),
        _ => None,
    }
}

impl Survey {
    /// A survey of a folder, by its name as it is shown.
    pub(super) fn new(folder: &str) -> Self {
        Self { prefix: folder.to_owned(), ..Self::default() }
    }

    /// The configuration.
    pub(super) fn text(&self) -> String {
        let mut text = String::from(
            "# Settings of guestlint. `guestlint config` shows what is in force, and the file's schema is\n# printed by `guestlint config --schema`. Every key: docs/configuration.md.\n\n",
        );
        text.push_str(&self.protocol());
        text.push_str(&self.region());
        text.push_str(
            "# In folders, leave out what is no fixture. What .gitignore names is left out already.\n# exclude = [\"vendor/\"]\n\n",
        );
        text.push_str("# The least severity that fails a run: \"error\", \"warning\", \"note\" or \"never\".\n# fail-on = \"warning\"\n\n");
        text.push_str("# Severities by rule: \"error\", \"warning\", \"note\" or \"off\". `guestlint rules` lists the rules.\n# [severity]\n# unknown-field = \"error\"\n\n");
        text.push_str("# What only the organisation knows of its queues.\n# [queues.\"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263\"]\n# name = \"Web Chat EU\"\n# languages = [\"en-US\", \"de-DE\"]\n# required-attributes = [\"customerType\"]\n");
        text.push_str(&self.expectations());
        text
    }

    fn protocol(&self) -> String {
        let mut text = String::new();
        if self.protocols.is_empty() {
            text.push_str("# Which protocol is spoken is recognised; this would say that it is the only one.\n");
        } else {
            let seen = self
                .protocols
                .iter()
                .map(|(name, files)| format!("{name} in {files} {}", if *files == 1 { "file" } else { "files" }));
            let seen = seen.collect::<Vec<_>>().join(", ");
            text.push_str(&format!("# Recognised here: {seen}. This would say that it is the only one.\n"));
        }
        let name = self.protocols.keys().next().map_or("web-messaging", String::as_str);
        text.push_str(&format!("# protocol = \"{name}\"\n\n"));
        text
    }

    fn region(&self) -> String {
        let lead = "# The domain of the organisation's region: an endpoint in another one is GL106.\n";
        let line = match self.regions.iter().collect::<Vec<_>>().as_slice() {
            [only] => format!("region = \"{only}\"\n"),
            [] => "# region = \"mypurecloud.com\"\n".to_owned(),
            several => {
                let several: Vec<_> = several.iter().map(|region| region.as_str()).collect();
                format!("# Here are endpoints in {}.\n# region = \"{}\"\n", several.join(", "), several[0])
            }
        };
        format!("{lead}{line}\n")
    }

    /// What is expected of the files that are invalid on purpose: files with the same faults in one entry.
    fn expectations(&self) -> String {
        let meant = self.faults.iter().filter(|(file, _)| is_meant(file));
        let mut groups: BTreeMap<&[&str], Vec<&str>> = BTreeMap::new();
        for (file, codes) in meant {
            groups.entry(codes).or_default().push(file);
        }
        if groups.is_empty() {
            return "\n# Files that are invalid on purpose: exactly these findings must occur in each.\n# [[expect]]\n# files = \"fixtures/invalid/no-routing-data*.json\"\n# findings = [\"GL201\"]\n".to_owned();
        }
        let mut text =
            String::from("\n# Files that are invalid on purpose: exactly these findings must occur in each.\n");
        for (codes, files) in groups {
            text.push_str(&format!("[[expect]]\nfiles = {}\nfindings = {}\n\n", list(&files), list(codes)));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// What was found, for a person: a sentence a line.
    pub(super) fn told(&self) -> Vec<String> {
        let meant = self.faults.keys().filter(|file| is_meant(file)).count();
        let others = self.faults.len() - meant;
        let mut told = vec![match self.files {
            0 => "no payload and no capture was found here: the file is all comments".to_owned(),
            files => format!("looked at {}", counted(files)),
        }];
        if meant > 0 {
            told.push(format!(
                "{} said to be invalid by name or folder: what is found in them is expected",
                counted(meant)
            ));
        }
        if others > 0 {
            told.push(format!("{} elsewhere with errors or warnings: guestlint check shows them", counted(others)));
        }
        told
    }
}

fn counted(files: usize) -> String {
    format!("{files} {}", if files == 1 { "file" } else { "files" })
}

/// A list in TOML, a line each where they are many. Names that hold what a glob would read are quoted for it.
fn list(items: &[&str]) -> String {
    let quoted: Vec<_> = items.iter().map(|item| toml_string(item)).collect();
    match quoted.as_slice() {
        [one] => format!("[{one}]"),
        some if some.len() <= 3 && some.iter().map(String::len).sum::<usize>() < 80 => {
            format!("[{}]", some.join(", "))
        }
        many => format!("[\n  {},\n]", many.join(",\n  ")),
    }
}

fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '[' | ']' | '{' | '}' | '*' | '?' => out.extend(['[', c, ']']),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
