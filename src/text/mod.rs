//! Text: places in it, JSON that keeps them, what must not be shown of it, and words for it. Knows nothing of files or chats.

pub mod escape;
pub mod fnv;
pub mod json;
pub mod mask;
pub(crate) mod object;
pub mod span;
pub mod words;
