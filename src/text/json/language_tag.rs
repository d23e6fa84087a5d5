//! Well-formed language tags (BCP 47).

/// Tags that RFC 5646, section 2.1 ("irregular"), grandfathers although they do not follow its grammar.
const IRREGULAR: [&str; 17] = [
    "en-gb-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-be-fr",
    "sgn-be-nl",
    "sgn-ch-de",
];

/// Whether `tag` is a well-formed language tag: the grammar of RFC 5646, section 2.1, in upper or lower case.
///
/// Whether its subtags are registered is not looked at: `qq-ZZ` is well-formed.
pub fn is_language_tag(tag: &str) -> bool {
    let subtags: Vec<&str> = tag.split('-').collect();
    is_private_use(&subtags) || is_langtag(&subtags) || IRREGULAR.iter().any(|known| tag.eq_ignore_ascii_case(known))
}

/// `x`, then at least one subtag.
fn is_private_use(subtags: &[&str]) -> bool {
    match subtags {
        [x, rest @ ..] => {
            x.eq_ignore_ascii_case("x") && !rest.is_empty() && rest.iter().all(|subtag| is_alphanumeric(subtag, 1, 8))
        }
        [] => false,
    }
}

/// Language, script, region, variants, extensions, private use, in this order.
fn is_langtag(subtags: &[&str]) -> bool {
    let Some((language, mut rest)) = subtags.split_first() else {
        return false;
    };
    if !is_alphabetic(language, 2, 8) {
        return false;
    }
    if language.len() <= 3 {
        // Up to three extended language subtags.
        for _ in 0..3 {
            rest = skip_if(rest, |subtag| is_alphabetic(subtag, 3, 3));
        }
    }
    rest = skip_if(rest, |subtag| is_alphabetic(subtag, 4, 4));
    rest = skip_if(rest, is_region);
    while rest.first().is_some_and(|subtag| is_variant(subtag)) {
        rest = skip_if(rest, is_variant);
    }
    after_extensions(rest).is_some_and(|rest| rest.is_empty() || is_private_use(rest))
}

/// What is left behind all extensions; nothing where a singleton has no subtag.
fn after_extensions<'s, 't>(mut subtags: &'s [&'t str]) -> Option<&'s [&'t str]> {
    while let [singleton, rest @ ..] = subtags {
        if !is_alphanumeric(singleton, 1, 1) || singleton.eq_ignore_ascii_case("x") {
            break;
        }
        let count = rest.iter().take_while(|subtag| is_alphanumeric(subtag, 2, 8)).count();
        if count == 0 {
            return None;
        }
        subtags = rest.get(count..).unwrap_or_default();
    }
    Some(subtags)
}

fn skip_if<'s, 't>(subtags: &'s [&'t str], test: impl Fn(&str) -> bool) -> &'s [&'t str] {
    match subtags {
        [first, rest @ ..] if test(first) => rest,
        _ => subtags,
    }
}

fn is_region(subtag: &str) -> bool {
    is_alphabetic(subtag, 2, 2) || subtag.len() == 3 && subtag.bytes().all(|b| b.is_ascii_digit())
}

fn is_variant(subtag: &str) -> bool {
    is_alphanumeric(subtag, 5, 8) || is_alphanumeric(subtag, 4, 4) && subtag.starts_with(|c: char| c.is_ascii_digit())
}

fn is_alphabetic(subtag: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_alphanumeric(subtag: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests;
