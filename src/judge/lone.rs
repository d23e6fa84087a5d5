//! Inputs outside of a run: opened and judged one by one, as a run would, for those who do other things with them.

use std::cell::RefCell;

use crate::outcome::Account;
use crate::protocol::Protocol;
use crate::run::Options;
use crate::source::InputName;
use crate::source::content::Content;
use crate::text::mask::Masker;

use super::file::{Job, Opened};

/// Opens an input as a run does: its text, or that of each capture in an archive; a sentence for what cannot be opened.
pub(crate) fn open(options: &Options, name: InputName, content: Content) -> Vec<Result<Opened, String>> {
    let job = lone_job(options, &[]);
    let why = |report: Box<Account>| {
        let finding = report.findings.into_iter().next();
        let told = finding.map(|finding| match finding.help {
            Some(help) => format!("{}; {help}", finding.message),
            None => finding.message,
        });
        told.unwrap_or_else(|| "it holds no capture".to_owned())
    };
    let opened = job.open(name, content).into_iter();
    opened.map(|opened| opened.map_err(why)).collect()
}

/// The report on an input that was opened, by itself.
pub(crate) fn judge(options: &Options, protocols: &[&Protocol], opened: &Opened) -> Option<Account> {
    lone_job(options, protocols).decoded(opened)
}

fn lone_job<'r>(options: &'r Options, protocols: &'r [&'r Protocol]) -> Job<'r> {
    Job { protocols, options, masker: Masker::new(options.show_values), named: true, failures: RefCell::default() }
}
