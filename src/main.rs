//! The `guestlint` command: see [`guestlint::cli`].
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    guestlint::cli::main()
}
