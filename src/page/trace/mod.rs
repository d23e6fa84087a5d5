//! The session told frame by frame: on a terminal, as a Mermaid sequence diagram, and as a page for a browser.

mod html;
mod human;
mod lanes;
mod mermaid;
mod pretty;
mod view;

pub use html::TraceHtml;
pub use human::TraceHuman;
pub use mermaid::TraceMermaid;
