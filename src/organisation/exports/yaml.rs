//! YAML is not read; what `gc` wrote in it is named, with what to do instead.

/// Text that is YAML.
pub(super) struct Yaml {
    pub(super) why: String,
    /// It is an export of the platform.
    pub(super) is_export: bool,
}

/// How far the text is looked at, in bytes.
const HEAD: usize = 1 << 14;

/// What YAML it is; nothing for JSON, which is YAML, too, and is read.
pub(super) fn told(text: &str, by_name: bool) -> Option<Yaml> {
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        return None;
    }
    let head = text.get(..crate::text::span::floor(text, HEAD)).unwrap_or(text);
    let is_export = head.lines().any(|line| {
        let line = line.trim_start_matches([' ', '-']);
        let uri = line.strip_prefix("selfUri:").map(|uri| uri.trim_matches([' ', '"', '\'']));
        uri.is_some_and(|uri| uri.starts_with("/api/v2/"))
    });
    let is_yaml = by_name || start.starts_with("---") || is_export;
    is_yaml.then(|| Yaml {
        why: match is_export {
            true => "it is YAML, and JSON is read: run the gc command without `--outputformat yaml`".to_owned(),
            false => "it is YAML, and JSON is read".to_owned(),
        },
        is_export,
    })
}
