//! What a run's inputs exercised of their protocols, and whether that is enough.

use crate::judge::file;
use crate::policy::project;
use crate::protocol;
use crate::rules;
use crate::source::Source;

use super::Run;

impl<'r> Run<'r> {
    /// Takes coverage into the summary, and reports the protocols that have too little of it (GL807).
    pub(crate) fn cover(&mut self) -> std::io::Result<()> {
        if self.options.coverage.is_none() {
            return Ok(());
        }
        let summary = &self.outcome.summary;
        if summary.sessions - summary.empty_sessions + summary.payloads > 0 {
            self.meet_named();
        }
        let results = std::mem::take(&mut self.coverage).into_protocols();
        if let Some(required) = self.options.min_coverage.clone() {
            if results.is_empty() {
                let notice = "no input was of a known protocol, so there is no coverage to hold against its minimum";
                self.outcome.summary.notices.push(notice.to_owned());
            }
            let scope = self.project.meet(None);
            let found = results.iter();
            let found = found.filter_map(|result| rules::coverage::below(result, &required));
            let found: Vec<_> =
                found.filter_map(|mut finding| project::graded(&mut finding, &scope).then_some(finding)).collect();
            if !found.is_empty() {
                let name = (*required.at.name).clone();
                let source = Source::from_text(name, "", self.masker);
                self.deliver_counted(file::of_folder(&source, found))?;
            }
        }
        self.outcome.summary.coverage = Some(results);
        Ok(())
    }

    /// The protocol that the user names is reported even if no input turned out to be of it.
    fn meet_named(&mut self) {
        let configured = self.project.config();
        let configured = configured.and_then(|config| config.model().protocol.as_ref());
        let configured = configured.map(|protocol| &protocol.value);
        let named = self.options.protocol.as_ref().or(configured);
        let found = named.and_then(|name| protocol::find(&self.known, name).ok());
        let nothing = self.options.coverage.as_ref().zip(found).and_then(|(hook, protocol)| hook.nothing(protocol));
        nothing.into_iter().for_each(|nothing| self.coverage.add(nothing));
    }
}
