//! A line on the terminal that says how far a run is, once the run takes long.
//!
//! It is drawn on standard error, and only if that is a terminal. A report may go to the same terminal: what is written to
//! standard output passes through [`stdout`], which takes the line away first, so that the two never mix.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::run::Progress;
use crate::text::escape::escape;

use super::console::Console;

/// How long a run takes before anything is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// There is one terminal.
static LINE: Mutex<Line> = Mutex::new(Line { text: String::new(), bar: None, is_mid_line: false });

struct Line {
    /// What it says; it is not drawn while that is empty.
    text: String,
    /// It, where it is drawn.
    bar: Option<ProgressBar>,
    /// Standard output is a terminal too, and the last line there has not ended.
    is_mid_line: bool,
}

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    fn draw(&mut self, since: Instant) {
        if self.is_mid_line || self.text.is_empty() {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{wide_msg}");
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        bar.set_message(format!("{} s, {}", since.elapsed().as_secs(), self.text));
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// A run whose progress is shown, until this is dropped.
pub(super) struct Shown {
    thread: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Shown {
    /// Begins to show a run, unless the user wants findings only or nobody would see it.
    pub(super) fn start(quiet: bool, console: &Console) -> Self {
        if quiet || matches!(console, Console::Memory(_)) || !io::stderr().is_terminal() {
            return Self { thread: None };
        }
        let (stop, stopped) = mpsc::channel();
        let since = Instant::now();
        let draw = move || {
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                line().draw(since);
                wait = TICK;
            }
        };
        let thread = thread::Builder::new().spawn(draw).ok();
        Self { thread: thread.map(|thread| (stop, thread)) }
    }
}

/// Says how far the run is.
pub(super) fn tell(progress: Progress<'_>) {
    let Progress { done, file } = progress;
    let files = if done == 1 { "file" } else { "files" };
    line().text = format!("{done} {files} checked, now {}", escape(file));
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            drop(stop);
            // It ends by itself; that it crashed would be no news for the user.
            let _ = thread.join();
            let mut line = line();
            line.clear();
            line.text.clear();
        }
    }
}

/// Standard output, for a report. On a terminal, the line that says how far the run is makes room for it.
pub(super) fn stdout() -> Box<dyn Write> {
    let out = io::stdout();
    if out.is_terminal() { Box::new(Screen(out)) } else { Box::new(out) }
}

struct Screen(io::Stdout);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut line = line();
        line.clear();
        let written = self.0.write(bytes)?;
        if let Some(last) = bytes.get(..written).and_then(<[u8]>::last) {
            line.is_mid_line = *last != b'\n';
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut line = line();
        line.clear();
        self.0.flush()
    }
}
