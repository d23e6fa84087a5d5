//! Reading JSON, with the place of everything in it.

mod adapter;
mod errors;
mod properties;
mod robustness;
mod suite;
