//! `guestlint preflight`.

mod checks;
mod organisation;
