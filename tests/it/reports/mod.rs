//! The reports of `check` in all their formats: whole outputs, what they do with hostile input, and where they may go.

mod github;
mod hostile;
mod lines;
mod machine;
mod machine_hostile;
mod markdown;
mod screens;
mod targets;
