//! What the terminal can show.

use clap::ValueEnum;

use crate::page::HumanOptions;

use super::console::Console;

/// Width where there is no terminal, in columns.
pub(super) const DEFAULT_WIDTH: usize = 100;
/// Narrowest width that is laid out for.
const LEAST_WIDTH: usize = 40;
/// Widest: longer lines are hard to read.
const MOST_WIDTH: usize = 140;

/// What a screen shows, and how.
#[derive(clap::Args, Debug)]
pub(super) struct Look {
    /// Show secrets and personal values, which are masked otherwise
    #[arg(long)]
    pub(super) show_values: bool,

    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// `--color`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to lay out human output on standard output (`to_stdout`) or in a file.
pub(super) fn human_options(
    console: &Console,
    color: Color,
    to_stdout: bool,
    quiet: bool,
    verbose: bool,
) -> HumanOptions {
    let terminal = to_stdout && console.is_terminal();
    let allowed = console.variable("NO_COLOR").is_none_or(|value| value.is_empty());
    HumanOptions {
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && allowed && console.variable("TERM").is_none_or(|term| term != "dumb"),
        },
        width: width(console, terminal),
        unicode: !terminal || supports_unicode::on(supports_unicode::Stream::Stdout),
        verbose,
        quiet,
    }
}

fn width(console: &Console, terminal: bool) -> usize {
    let columns = console.variable("COLUMNS").and_then(|value| value.to_str()?.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.or_else(|| if terminal { measured() } else { None });
    width.unwrap_or(DEFAULT_WIDTH).clamp(LEAST_WIDTH, MOST_WIDTH)
}
