//! Replaces values where they stand: everything outside of them stays byte for byte, and so does the way they are escaped.

use crate::text::mask::units::{Form, Unit, units};
use crate::text::span::Span;

use super::form::{Part, stand_in};
use super::key::Key;

/// `text` with the values at `values` replaced by their stand-ins. A value in another one (an e-mail address in a chat text)
/// is replaced as it would be alone.
pub(super) fn rewrite(key: &Key, text: &str, mut values: Vec<Span>) -> String {
    values.retain(|value| !value.is_empty());
    // Of two that begin at one place the longer comes first, and holds the other.
    values.sort_unstable_by_key(|value| (value.start, std::cmp::Reverse(value.end)));
    values.dedup();
    let mut out = String::with_capacity(text.len());
    let mut units = units(text).peekable();
    let mut values = values.as_slice();
    while let Some(first) = values.first() {
        // The values that overlap are looked at together; of the text only these are held.
        let mut end = first.end;
        let together = values.iter().take_while(|value| {
            let inside = value.start < end;
            end = if inside { end.max(value.end) } else { end };
            inside
        });
        let (region, rest) = values.split_at(together.count().max(1));
        values = rest;
        while let Some(unit) = units.next_if(|unit| unit.span.end <= first.start) {
            out.push_str(unit.span.slice(text));
        }
        let mut held = Vec::new();
        while let Some(unit) = units.next_if(|unit| unit.span.start < end) {
            held.push(unit);
        }
        replace(key, text, &held, region, &mut out);
    }
    for unit in units {
        out.push_str(unit.span.slice(text));
    }
    out
}

/// Writes the units of a stretch of overlapping values.
fn replace(key: &Key, text: &str, units: &[Unit], values: &[Span], out: &mut String) {
    let mut owners: Vec<Option<usize>> = vec![None; units.len()];
    // The innermost value owns a character: the shorter ones claim after the longer ones.
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(values[*index].len()));
    let reach = |value: Span| {
        let start = units.partition_point(|unit| unit.span.end <= value.start);
        let end = units.partition_point(|unit| unit.span.start < value.end);
        start..end.max(start)
    };
    for index in order {
        owners[reach(values[index])].fill(Some(index));
    }
    let mut written: Vec<char> = units.iter().map(|unit| unit.character).collect();
    for (index, value) in values.iter().enumerate() {
        let own = reach(*value);
        if owners[own.clone()].contains(&Some(index)) {
            let parts = parts(&units[own.clone()], &owners[own.clone()], index);
            let replaced = stand_in(key, &parts.iter().map(|(part, _)| *part).collect::<Vec<_>>());
            for ((part, at), character) in parts.iter().zip(replaced) {
                if !part.bound {
                    written[own.start + at] = character;
                }
            }
        }
    }
    for (unit, character) in units.iter().zip(written) {
        write(text, *unit, character, out);
    }
}

/// The characters of one value, each with its place; a value inside of it is one character that stays.
fn parts(units: &[Unit], owners: &[Option<usize>], own: usize) -> Vec<(Part, usize)> {
    let mut parts: Vec<(Part, usize)> = Vec::with_capacity(units.len());
    let mut inside = None;
    for (at, (unit, owner)) in units.iter().zip(owners).enumerate() {
        if *owner == Some(own) {
            let bound = unit.form == Form::Bound;
            let character = unit.character;
            parts.push((Part { character, bound }, at));
        } else if inside != *owner {
            let gap = Part { character: '\0', bound: true };
            parts.push((gap, at));
        }
        inside = owner.filter(|owner| *owner != own);
    }
    parts
}

/// Writes a character in the form of the unit that it stands for.
fn write(text: &str, unit: Unit, character: char, out: &mut String) {
    let raw = unit.span.slice(text);
    if character == unit.character {
        out.push_str(raw);
        return;
    }
    let capital = raw.bytes().any(|b| (b'A'..=b'F').contains(&b));
    let hex = |number: u32, width: usize| match capital {
        true => format!("{number:0width$X}"),
        false => format!("{number:0width$x}"),
    };
    match unit.form {
        Form::Raw => out.push(character),
        Form::Bound => out.push_str(raw),
        Form::Escape => {
            out.push_str(&raw[..raw.len() - 4]);
            out.push_str(&hex(u32::from(character), 4));
        }
        Form::Pair => {
            let mut pair = [0; 2];
            character.encode_utf16(&mut pair);
            // Both halves carry as many backslashes as before.
            let first = raw.find('u').map_or(0, |at| at + 1);
            out.push_str(&raw[..first]);
            out.push_str(&hex(u32::from(pair[0]), 4));
            out.push_str(&raw[first + 4..raw.len() - 4]);
            out.push_str(&hex(u32::from(pair[1]), 4));
        }
        Form::Percent => {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                out.push('%');
                out.push_str(&hex(u32::from(byte), 2));
            }
        }
        Form::Byte => {
            out.push('%');
            out.push_str(&hex(u32::from(character) & 0xff, 2));
        }
    }
}
