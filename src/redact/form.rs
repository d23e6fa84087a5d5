//! The form of a value: which of its characters stay, and what may stand for the others.

use crate::rules::payload::is_placeholder;
use crate::rules::secrets;
use crate::text::json;

use super::alphabet::Alphabet;
use super::jwt;
use super::key::{Key, Symbol};
use super::shape::{date, hex, uuid};

/// Steps along the permutation to a stand-in that rules judge as they judge the value. Nearly always the first one is it.
const MOST_STEPS: usize = 64;
/// From here on other digits could make a number that no reader can hold; its first characters stay.
const HUGE: f64 = 1e300;
const HUGE_DIGITS: usize = 6;
/// Authentication schemes that stand before a credential (RFC 9110, 11.6.2) and tell nothing.
const SCHEMES: [&str; 6] = ["bearer", "basic", "digest", "token", "apikey", "negotiate"];
/// Words that placeholders are made of; one that consists of them says that nobody filled it in, and nothing else.
const PLACEHOLDER_WORDS: &str = "\
    access address agent api change changeme client customer deployment email example first fixme guest here id \
    insert jwt key language last mail me message my name null number password phone placeholder queue replace \
    replaceme secret session tbd text the todo token undefined url user uuid value visitor your";

/// A character of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) character: char,
    /// It stays, whatever it is.
    pub(super) bound: bool,
}

/// What stands for a value: as many characters, each of the length and the class of the one that it stands for.
pub(super) fn stand_in(key: &Key, value: &[Part]) -> Vec<char> {
    let text: String = value.iter().map(|part| part.character).collect();
    let mut symbols = symbols(key, &text, value);
    let judged = Judged::of(&text);
    let mut first = None;
    for _ in 0..MOST_STEPS {
        key.permute(&mut symbols);
        let candidate = written(&symbols);
        if candidate == text {
            // Once around: no other value of the shape is judged like this one.
            return first.unwrap_or(candidate).chars().collect();
        }
        if Judged::of(&candidate) == judged {
            return candidate.chars().collect();
        }
        first.get_or_insert(candidate);
    }
    first.unwrap_or(text).chars().collect()
}

/// What rules see in a value that they do not compare with another.
#[derive(PartialEq, Eq)]
struct Judged {
    placeholder: bool,
    token: bool,
}

impl Judged {
    fn of(text: &str) -> Self {
        Self { placeholder: is_placeholder(text), token: secrets::is_token(text) }
    }
}

fn written(symbols: &[Symbol]) -> String {
    let mut out = String::new();
    for symbol in symbols {
        symbol.alphabet.write(symbol.index, &mut out);
    }
    out
}

fn symbols(key: &Key, text: &str, value: &[Part]) -> Vec<Symbol> {
    let whole = !value.iter().any(|part| part.bound);
    let special = whole.then(|| date(text).or_else(|| uuid(text)).or_else(|| hex(text)));
    if let Some(alphabets) = special.flatten() {
        return read(text, alphabets);
    }
    if let Some((text, alphabets)) = whole.then(|| jwt::alphabets(key, text)).flatten() {
        return read(&text, alphabets);
    }
    let mut alphabets: Vec<Alphabet> = value
        .iter()
        .map(|part| match part.bound {
            true => Alphabet::One(part.character),
            false => Alphabet::of(part.character),
        })
        .collect();
    numbers(value, &mut alphabets);
    keep_words(text, value, &mut alphabets);
    read(text, alphabets)
}

fn read(text: &str, alphabets: Vec<Alphabet>) -> Vec<Symbol> {
    let mut rest = text;
    let symbol = |alphabet: Alphabet| {
        let width = match alphabet {
            Alphabet::Decimal { width, .. } => width as usize,
            _ => 1,
        };
        let end = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
        let (own, after) = rest.split_at(end);
        rest = after;
        Symbol { index: alphabet.index(own), alphabet }
    };
    alphabets.into_iter().map(symbol).collect()
}

/// A number stays one: a zero at its beginning stays, and none comes there; an exponent stays, so that it does not grow.
fn numbers(value: &[Part], alphabets: &mut [Alphabet]) {
    let mut before = None;
    for (part, alphabet) in value.iter().zip(alphabets.iter_mut()) {
        let starts = before.is_none_or(|c: char| !c.is_alphanumeric() && c != '.');
        match part.character {
            '0' if starts => *alphabet = Alphabet::One('0'),
            '1'..='9' if starts && !part.bound => *alphabet = Alphabet::Range('1', 9),
            _ => {}
        }
        before = Some(part.character);
    }
    let text: String = value.iter().map(|part| part.character).collect();
    let Some(number) = number(&text) else {
        return;
    };
    let exponent = text.find(['e', 'E']).unwrap_or(text.len());
    let first = if number.abs() > HUGE { HUGE_DIGITS } else { 0 };
    for (at, (part, alphabet)) in value.iter().zip(alphabets.iter_mut()).enumerate() {
        if at < first || at >= exponent {
            *alphabet = Alphabet::One(part.character);
        }
    }
}

/// The number that a text is in JSON.
pub(super) fn number(text: &str) -> Option<f64> {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let document = begins.then(|| json::parse(text, 1).ok()).flatten()?;
    document.root().as_f64()
}

/// The words that stay: the scheme before a credential, and what a placeholder is made of.
fn keep_words(text: &str, value: &[Part], alphabets: &mut [Alphabet]) {
    let scheme = text.find([' ', '\t']).unwrap_or(0);
    let known = text.get(..scheme).unwrap_or_default();
    let mut keep = vec![false; value.len()];
    if SCHEMES.iter().any(|name| name.eq_ignore_ascii_case(known)) {
        keep.iter_mut().take(scheme).for_each(|keep| *keep = true);
    }
    if is_placeholder(text) {
        keep_placeholder(value, &mut keep);
    }
    for ((part, alphabet), keep) in value.iter().zip(alphabets).zip(keep) {
        if keep {
            *alphabet = Alphabet::One(part.character);
        }
    }
}

fn keep_placeholder(value: &[Part], keep: &mut [bool]) {
    let blank = |part: &Part| matches!(part.character, 'x' | 'X' | '0') || !part.character.is_alphanumeric();
    if value.iter().all(blank) {
        keep.fill(true);
        return;
    }
    let mut start = 0;
    while start < value.len() {
        let len = word_len(&value[start..]);
        let word: String = value[start..start + len].iter().map(|part| part.character).collect();
        let word = word.to_lowercase();
        if PLACEHOLDER_WORDS.split(' ').any(|known| known == word) {
            keep[start..start + len].fill(true);
        }
        start += len.max(1);
    }
}

/// The length of the word at the beginning; a capital begins the next one, as in `queueId`.
fn word_len(value: &[Part]) -> usize {
    let letter = |part: &Part| part.character.is_alphabetic();
    let mut last_lower = false;
    let inside = |part: &&Part| {
        let goes_on = letter(part) && !(last_lower && part.character.is_uppercase());
        last_lower = part.character.is_lowercase();
        goes_on
    };
    value.iter().take_while(inside).count()
}
