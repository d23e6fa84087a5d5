//! GL209: placeholders that were left where real values belong.

/// Whether the whole value is a placeholder: something that a person was meant to replace.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    is_bracketed(value) || is_word(value) || is_zero_uuid(value)
}

/// `<token>`, `{{queueId}}`, `${QUEUE}`, `%QUEUE_ID%`, `__QUEUE__`, `[queue id]`, `:queueId`, `{queueId}`
fn is_bracketed(value: &str) -> bool {
    let between = |open: &str, close: &str| {
        value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_name)
    };
    [
        ("<", ">"),
        ("{{", "}}"),
        ("${", "}"),
        ("{", "}"),
        ("%", "%"),
        ("__", "__"),
        ("[", "]"),
        ("#{", "}"),
        ("<%=", "%>"),
    ]
    .iter()
    .any(|(open, close)| between(open, close))
}

fn is_name(inner: &str) -> bool {
    let inner = inner.trim();
    !inner.is_empty()
        && inner.chars().any(char::is_alphabetic)
        && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | ':'))
}

/// `your-queue-id-here`, `YOUR_QUEUE_ID`, `example-queue-id`, `xxx…`, `TODO`, `CHANGEME`
fn is_word(value: &str) -> bool {
    let plain: String =
        value.chars().map(|c| if matches!(c, '_' | ' ' | '.') { '-' } else { c.to_ascii_lowercase() }).collect();
    let words = [
        "todo",
        "tbd",
        "fixme",
        "changeme",
        "change-me",
        "replaceme",
        "replace-me",
        "placeholder",
        "insert-here",
        "null",
        "undefined",
    ];
    words.contains(&plain.as_str())
        || (plain.starts_with("your-") && plain.len() > 5)
        || (plain.starts_with("my-") && plain.ends_with("-id"))
        || (plain.starts_with("insert-") && plain.ends_with("-here"))
        || (plain.starts_with("example-") && plain.ends_with("-id"))
        || (plain.starts_with("todo-") || plain.starts_with("todo:"))
        || is_crossed_out(&plain)
}

/// `xxx`, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, `...`
fn is_crossed_out(value: &str) -> bool {
    let crosses = value.chars().filter(|c| *c == 'x').count();
    crosses >= 3 && value.chars().all(|c| matches!(c, 'x' | '-'))
}

/// The nil UUID, where a real id is meant.
fn is_zero_uuid(value: &str) -> bool {
    value.len() >= 32 && value.chars().all(|c| matches!(c, '0' | '-'))
}

#[cfg(test)]
mod tests;
