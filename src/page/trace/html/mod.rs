//! The trace as one page for a browser: nothing is fetched, and nothing of the input can become markup.

mod model;
mod page;
mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::outcome::{Account, Summary};
use crate::page::Page;
use crate::rule::Rule;
use crate::text::object::{Json, object};

use super::view::View;

/// The trace as a page, written to `W` when all inputs are finished.
pub struct TraceHtml<W> {
    out: W,
    sessions: Vec<Json>,
    /// Findings on files, of no session.
    others: Vec<Json>,
    /// Sockets that were not judged, in a sentence each.
    ignored: Vec<Json>,
    rules: BTreeMap<&'static str, &'static Rule>,
}

impl<W: Write> TraceHtml<W> {
    /// A page to `out`.
    pub fn new(out: W) -> Self {
        Self { out, sessions: Vec::new(), others: Vec::new(), ignored: Vec::new(), rules: BTreeMap::new() }
    }
}

impl<W: Write> Page for TraceHtml<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.rules.extend(account.findings().map(|finding| (finding.rule.code, finding.rule)));
        self.sessions.extend(View::of(account).iter().map(model::session));
        self.others.extend(account.by_session().1.into_iter().map(model::finding));
        self.ignored.extend(account.ignored.iter().map(model::ignored));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let data = object! {
            "sessions": std::mem::take(&mut self.sessions),
            "others": std::mem::take(&mut self.others),
            "ignored": std::mem::take(&mut self.ignored),
        };
        let rules: Vec<&Rule> = self.rules.values().copied().collect();
        self.out.write_all(page::page(&serde_json::to_string(&data)?, &rules).as_bytes())?;
        self.out.flush()
    }
}
