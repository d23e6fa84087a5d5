//! What a project keeps in its repository: the configuration and the baseline.

mod adoption;
mod baseline;
mod configuration;
mod expected;
mod folders;
mod starter;
