//! Did you mean …?

/// The candidate nearest to `name`: the same but for case and separators, or within a small edit distance for its length.
/// `None` where nothing is near, and where `name` is a candidate itself.
pub fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let plain = simplify(name);
    let allowed = match plain.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    candidates
        .filter(|candidate| *candidate != name)
        .map(|candidate| (strsim::osa_distance(&plain, &simplify(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Lower case, without `_`, `-`, `.` and spaces; long text is cut, since no name is long.
fn simplify(name: &str) -> String {
    name.chars().take(64).filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
