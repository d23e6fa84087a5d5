//! A place in the words of formats that have one line for it.

use crate::source::{InputName, Location};
use crate::text::escape::escape;

/// The input as a path word, escaped: `a.log`, `a.zip!member.har`, `<stdin>`, `<--endpoint>`. What is no file is never taken for one.
pub(super) fn word(location: &Location) -> String {
    let mut word = match &*location.name {
        InputName::File(path) => escape(path).into_owned(),
        InputName::Stdin => "<stdin>".to_owned(),
        InputName::Argument(option) => format!("<{}>", escape(option)),
    };
    if let Some(member) = &location.member {
        word.push('!');
        word.push_str(&escape(member));
    }
    word
}

/// `a.log:3:14`, escaped.
pub(super) fn full(location: &Location) -> String {
    format!("{}:{}:{}", word(location), location.line, location.column)
}
