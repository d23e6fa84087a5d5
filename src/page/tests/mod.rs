//! What users see. Look at a screen before you accept its snapshot: would you be glad of it at two in the morning?

mod cost;
mod json;
mod machine;
pub(super) mod sample;
mod screens;
