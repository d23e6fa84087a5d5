//! One run for several targets: what each of them is judged by, and what is told of it.

use std::sync::Arc;

use crate::error::Error;
use crate::finding::Finding;
use crate::judge::file;
use crate::organisation::Context;
use crate::outcome::Verdict;
use crate::protocol::{self, Protocol};
use crate::run::{Run, Told};
use crate::source::{InputName, Source};

impl<'r> Run<'r> {
    /// Turns to another target: its protocol, where it is said, and what is known of its organisation.
    ///
    /// # Errors
    /// There is no such protocol.
    pub fn aim(&mut self, protocol: Option<&str>, context: Arc<Context>) -> Result<(), Error> {
        self.options.protocol = protocol.map(str::to_owned);
        // Without a word of the target's own, that of the configuration holds again.
        let configured = self.policy.config().and_then(|config| config.model().protocol.as_ref());
        let only = protocol.or(configured.map(|name| name.value.as_str()));
        self.how.protocols = match only {
            Some(name) => vec![protocol::find(&self.known, name)?],
            None => self.known.clone(),
        };
        self.how.by_user = protocol.is_some();
        self.how.context = context;
        self.how.planned = true;
        Ok(())
    }

    /// Reports findings that were made elsewhere.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn report(&mut self, findings: Vec<Finding>) -> std::io::Result<()> {
        let mut by_input: Vec<(InputName, Vec<Finding>)> = Vec::new();
        for finding in findings {
            let name = &*finding.location.name;
            match by_input.iter_mut().find(|(known, _)| known == name) {
                Some((_, found)) => found.push(finding),
                None => by_input.push((name.clone(), vec![finding])),
            }
        }
        for (name, found) in by_input {
            let source = Source::from_text(name, "", self.how.masker);
            self.deliver_other(file::of_folder(&source, found))?;
        }
        Ok(())
    }

    /// The protocol of this name.
    pub fn protocol(&self, name: Option<&str>) -> Option<&'r Protocol> {
        let name = name?;
        self.known.iter().find(|known| known.name() == name).copied()
    }

    /// What was reported since this was asked last.
    pub fn take_told(&mut self) -> Vec<Told> {
        self.ledger.take_told()
    }

    /// Hands a verdict to the report.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn verdict(&mut self, verdict: &Verdict) -> std::io::Result<()> {
        let summary = self.ledger.summary();
        summary.files += verdict.inputs.len() as u64;
        summary.targets += u64::from(verdict.unchecked() < verdict.checks.len());
        self.page.verdict(verdict)
    }
}
