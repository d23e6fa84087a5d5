//! `convert`: any capture as the canonical frame log, and redacted on demand.

mod binary;
mod learner;
mod line;
mod writer;

use std::collections::HashSet;
use std::io::{self, Write};

use crate::capture::{self, Format, Problem, Settings, Sink};
use crate::error::Error;
use crate::guard::guard;
use crate::judge::{self, How, Opened};
use crate::protocol::Protocol;
use crate::redact::Redactor;
use crate::source::content::Content;
use crate::source::decode::Decoded;
use crate::source::{InputName, Source};
use crate::text::span::Span;

use learner::Learner;
use writer::{Choice, Log, Writer};

pub use crate::redact::Key;

/// What a conversion is asked to do.
#[derive(Debug, Default)]
pub struct Options {
    /// The format to read inputs as, whatever they look like.
    pub format: Option<Format>,
    /// How logs are read that do not say it themselves.
    pub settings: Settings,
    /// The protocol that all sockets speak, whatever they look like.
    pub protocol: Option<String>,
    /// Replace what is sensitive by stand-ins, derived with this key.
    pub redact: Option<Key>,
    /// Write other people's sockets, too, where the log is redacted.
    pub all_sockets: bool,
}

/// What a conversion came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Lines of sockets and payloads that were written.
    pub lines: u64,
    /// Other people's sockets that were left out.
    pub left_out: usize,
    /// Inputs that could not be read, each in a sentence.
    pub failures: Vec<String>,
}

/// A conversion in progress.
pub struct Converter<'p, W> {
    format: Option<Format>,
    settings: Settings,
    protocol: Option<String>,
    all_sockets: bool,
    protocols: Vec<&'p Protocol>,
    redactor: Option<Redactor>,
    log: Log<W>,
    outcome: Outcome,
}

impl<'p, W: Write> Converter<'p, W> {
    /// A conversion that writes to `out`; `protocols` say whose sockets are whose.
    pub fn new(options: Options, protocols: Vec<&'p Protocol>, out: W) -> Self {
        Self {
            format: options.format,
            settings: options.settings,
            protocol: options.protocol,
            all_sockets: options.all_sockets,
            protocols,
            log: Log::new(out, options.redact.is_some()),
            redactor: options.redact.map(Redactor::new),
            outcome: Outcome::default(),
        }
    }

    /// Converts one input: each capture in it, where it is an archive.
    ///
    /// # Errors
    /// The log cannot be written, or the sockets cannot be judged.
    pub fn input(&mut self, name: InputName, content: Content) -> Result<(), Failure> {
        let shown = name.display().to_owned();
        let how = How {
            by_user: self.protocol.is_some(),
            format: self.format,
            settings: self.settings.clone(),
            ..How::by(self.protocols.clone())
        };
        for opened in judge::open(&how, name, content) {
            match opened {
                Ok(opened) => self.capture(&shown, &how, &opened)?,
                Err(why) => self.fail(format!("{shown}: the file cannot be read: {why}"))?,
            }
        }
        Ok(())
    }

    fn capture(&mut self, shown: &str, how: &How<'_>, opened: &Opened) -> Result<(), Failure> {
        let source = &opened.decoded.source;
        let Some(format) = opened.format else {
            return match &opened.hint {
                Some(hint) => self.fail(format!("{shown}: {hint}")),
                None if source.is_blank() => Ok(()),
                None => self.fail(format!(
                    "{shown}: it looks like no known capture; looked for {}; --format NAME says what it is",
                    capture::tried()
                )),
            };
        };
        let converted = guard("the conversion", || {
            let sockets = self.leaves_out().then(|| self.own_sockets(how, opened));
            self.learn(how, source, format, sockets.as_ref());
            self.write(how, &opened.decoded, format, sockets.as_ref())
        });
        match converted {
            Ok(result) => result,
            Err(_) => self.fail(format!("internal error in the conversion of {shown}: please report it")),
        }
    }

    /// An input that could not even be opened.
    pub fn unreadable(&mut self, name: &InputName, why: &str) {
        let failure = format!("{}: {why}", name.display());
        self.outcome.failures.push(failure);
    }

    /// Ends the conversion.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn finish(mut self) -> io::Result<Outcome> {
        self.log.flush()?;
        self.outcome.lines = self.log.lines;
        Ok(self.outcome)
    }

    fn fail(&mut self, failure: String) -> Result<(), Failure> {
        self.outcome.failures.push(failure);
        Ok(())
    }

    /// Whether other people's sockets are left out.
    fn leaves_out(&self) -> bool {
        self.redactor.is_some() && !self.all_sockets
    }

    /// The sockets that a check judges, by their numbers: the others are other people's.
    fn own_sockets(&mut self, how: &How<'_>, opened: &Opened) -> HashSet<usize> {
        let Some(report) = how.decoded(opened) else {
            return HashSet::new();
        };
        self.outcome.left_out += report.ignored.len();
        // `a.har#2` is the second socket.
        let numbers = report.sessions.iter().filter_map(|session| {
            let (_, number) = session.id.rsplit_once('#')?;
            number.parse::<usize>().ok()?.checked_sub(1)
        });
        numbers.collect()
    }

    fn learn(&mut self, how: &How<'_>, source: &Source, format: Format, sockets: Option<&HashSet<usize>>) {
        if let Some(redactor) = &mut self.redactor {
            let mut learner = Learner { source, redactor, sockets };
            how.read(source, format, &mut learner);
        }
    }

    fn write(
        &mut self,
        how: &How<'_>,
        decoded: &Decoded,
        format: Format,
        sockets: Option<&HashSet<usize>>,
    ) -> Result<(), Failure> {
        let choice = Choice { redactor: self.redactor.as_ref(), sockets };
        let source = &decoded.source;
        let mut writer = Writer::new(source, &mut self.log, choice);
        how.read(source, format, &mut writer);
        if let Some(span) = decoded.invalid
            && matches!(format, Format::Payload | Format::Har)
        {
            writer.problem(Problem::Encoding { span });
        }
        if let Some(why) = &decoded.truncated {
            writer.problem(Problem::Truncated { span: Span::at(source.len()), message: why.clone() });
        }
        Ok(writer.finish()?)
    }
}

/// Why a conversion stops.
#[derive(Debug)]
pub enum Failure {
    /// The log cannot be written.
    Write(io::Error),
    /// The tool cannot do its work.
    Tool(Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Write(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Tool(error)
    }
}
