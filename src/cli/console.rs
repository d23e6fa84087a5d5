//! Where a command reads what is no file, and says what it has to say: the streams of the process, or memory.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;

use crate::source::content::Content;

use super::progress;

/// What a command talks to.
#[derive(Clone, Debug)]
pub(super) enum Console {
    /// The streams and the environment of this process.
    Process,
    /// Memory: there is no terminal, and no variable is set.
    Memory(Rc<Memory>),
}

/// What was said into memory, and what is left to read.
#[derive(Debug, Default)]
pub(super) struct Memory {
    input: RefCell<Vec<u8>>,
    out: RefCell<Vec<u8>>,
    error: RefCell<Vec<u8>>,
}

/// One of the two streams that are written.
#[derive(Clone, Copy, Debug)]
enum Stream {
    Out,
    Error,
}

/// A stream in memory.
struct Kept(Rc<Memory>, Stream);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let stream = match self.1 {
            Stream::Out => &self.0.out,
            Stream::Error => &self.0.error,
        };
        stream.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Memory {
    /// With `input` on standard input.
    pub(super) fn new(input: &[u8]) -> Self {
        Self { input: RefCell::new(input.to_vec()), ..Self::default() }
    }

    /// What was written to standard output and standard error since this was last asked.
    pub(super) fn take(&self) -> (Vec<u8>, Vec<u8>) {
        (self.out.take(), self.error.take())
    }
}

impl Console {
    /// Standard output. On a terminal, the line that says how far a run is makes room for what is written.
    pub(super) fn out(&self) -> Box<dyn Write> {
        match self {
            Console::Process => progress::stdout(),
            Console::Memory(memory) => Box::new(Kept(memory.clone(), Stream::Out)),
        }
    }

    /// Standard error.
    pub(super) fn error(&self) -> Box<dyn Write> {
        match self {
            Console::Process => Box::new(io::stderr()),
            Console::Memory(memory) => Box::new(Kept(memory.clone(), Stream::Error)),
        }
    }

    /// Writes a line to standard error. Nobody is left to tell when that fails.
    pub(super) fn tell(&self, line: impl Display) {
        let _ = self.error().write_all(format!("{line}\n").as_bytes());
    }

    /// All of standard input.
    pub(super) fn input(&self) -> io::Result<Content> {
        match self {
            Console::Process => Content::of_reader(io::stdin().lock()),
            Console::Memory(memory) => Content::of_reader(memory.input.take().as_slice()),
        }
    }

    /// Standard output is a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Console::Process) && io::stdout().is_terminal()
    }

    /// A variable of the environment.
    pub(super) fn variable(&self, name: &str) -> Option<OsString> {
        match self {
            Console::Process => std::env::var_os(name),
            Console::Memory(_) => None,
        }
    }
}
