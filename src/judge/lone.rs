//! Inputs outside of a run: opened and judged one by one, as a run would, for those who do other things with them.

use crate::outcome::Account;
use crate::source::InputName;
use crate::source::content::Content;

use super::How;
use super::file::Opened;

/// Opens an input as a run does: its text, or that of each capture in an archive; a sentence for what cannot be opened.
pub(crate) fn open(how: &How<'_>, name: InputName, content: Content) -> Vec<Result<Opened, String>> {
    let why = |report: Box<Account>| {
        let finding = report.loose.into_iter().next();
        let told = finding.map(|finding| match finding.help {
            Some(help) => format!("{}; {help}", finding.message),
            None => finding.message,
        });
        told.unwrap_or_else(|| "it holds no capture".to_owned())
    };
    let opened = how.open(name, content).into_iter();
    opened.map(|opened| opened.map_err(why)).collect()
}
