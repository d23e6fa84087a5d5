//! Options on how an application's log is read, which several commands share.

use crate::capture::{Mapping, Perspective, Settings};
use crate::error::Error;

/// How a log is read that does not say it itself.
#[derive(Debug, clap::Args)]
pub(super) struct LogOptions {
    /// Whose logs these are: what a client's log calls sent, a server's calls received
    #[arg(long, value_name = "SIDE")]
    perspective: Option<Side>,

    /// Where a part of a log's rows stands, as payload=/ws/frame (a JSON Pointer); repeatable
    #[arg(long = "map", value_name = "FIELD=POINTER")]
    map: Vec<String>,
}

impl LogOptions {
    /// The settings of the readers.
    ///
    /// # Errors
    /// A mapping that makes no sense.
    pub(super) fn settings(&self) -> Result<Settings, Error> {
        Ok(Settings {
            perspective: self.perspective.map(Side::perspective),
            mapping: Mapping::parse(&self.map).map_err(|why| Error::new(format!("--map: {why}")))?,
        })
    }
}

/// `--perspective`
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Side {
    /// A client's, as a browser's console
    Client,
    /// A server's
    Server,
}

impl Side {
    fn perspective(self) -> Perspective {
        match self {
            Side::Client => Perspective::Client,
            Side::Server => Perspective::Server,
        }
    }
}
