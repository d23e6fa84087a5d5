//! The name of its socket that a line of a log may bear: `[ws-12]`, `connId=7`.

#[cfg(test)]
mod tests;

/// Most bytes of a line in which a name is looked for.
const MAX_HEAD: usize = 200;

/// Words before a number that name a socket, in brackets; and keys that do, before `=` or `:`.
const WORDS: [&str; 6] = ["ws", "websocket", "socket", "sock", "conn", "connection"];
const KEYS: [&str; 10] =
    ["socketid", "socket_id", "wsid", "ws_id", "connid", "conn_id", "connectionid", "connection_id", "conn", "cid"];

/// The name of the socket that stands before the payload of a line.
pub fn socket(line: &str) -> Option<&str> {
    let end = line.find('{').unwrap_or(line.len()).min(MAX_HEAD);
    let head = &line[..crate::text::span::floor(line, end)];
    in_brackets(head).or_else(|| behind_key(head))
}

fn in_brackets(head: &str) -> Option<&str> {
    head.split(['[', '(']).skip(1).find_map(|part| {
        let inner = &part[..part.find([']', ')'])?];
        let at = inner.find(|c: char| !c.is_ascii_alphabetic())?;
        let (word, rest) = inner.split_at(at);
        let known = WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
        let name = rest.strip_prefix(['-', ':', '#', ' ', '_', '=', '/'])?;
        (known && is_name(name)).then_some(inner)
    })
}

fn behind_key(head: &str) -> Option<&str> {
    head.match_indices(['=', ':']).find_map(|(at, _)| {
        let before = &head[..at];
        let word = before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next()?;
        KEYS.iter().find(|key| word.eq_ignore_ascii_case(key))?;
        let value = head[at + 1..].trim_start_matches([' ', '"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(value.len());
        Some(&value[..end]).filter(|value| is_name(value))
    })
}

/// A number, or a hexadecimal id such as a UUID. A word with a number is rather the name of a thread.
fn is_name(name: &str) -> bool {
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    let hex = name.len() >= 6
        && name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        && name.bytes().any(|b| b.is_ascii_digit());
    !name.is_empty() && name.len() <= 40 && (digits || hex)
}
