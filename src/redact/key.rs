//! The key that stand-ins are derived with, and the keyed permutation itself.
//!
//! A stand-in is a permutation of the values of one shape (the same classes of characters at the same places), so that
//! different values have different stand-ins, however short they are. Each symbol is shifted within its alphabet by a
//! keyed hash of all the symbols before it; forward, backward and forward again, so that every symbol depends on every
//! other. The hash is BLAKE3. Nothing is ever turned back: the key is forgotten with the run.

#[cfg(test)]
mod tests;

use crate::error::Error;

use super::alphabet::Alphabet;

const CONTEXT: &str = "guestlint 2026-11 stand-ins of redacted values";
const PASSES: u8 = 3;

/// What stand-ins are derived with: of two runs with the same key, equal values have equal stand-ins.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// One symbol of a value: its place in its alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Symbol {
    pub(super) alphabet: Alphabet,
    pub(super) index: u32,
}

impl Key {
    /// A key that nobody knows.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn random() -> Result<Self, Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)
            .map_err(|error| Error::new(error.to_string()).context("cannot get random numbers for the stand-ins"))?;
        Ok(Self(key))
    }

    /// A key of the user's, for stand-ins that are the same in several runs.
    pub fn from_text(text: &str) -> Self {
        Self(blake3::derive_key(CONTEXT, text.as_bytes()))
    }

    /// A number that stands for a value in a set: whoever reads the set does not learn the value.
    pub(super) fn mark(&self, value: &str) -> u64 {
        number(&blake3::keyed_hash(&self.0, value.as_bytes()))
    }

    /// Replaces a value, given as symbols, by another one of its shape.
    pub(super) fn permute(&self, symbols: &mut [Symbol]) {
        let shape = self.shape(symbols);
        for pass in 0..PASSES {
            let mut state = self.next(&shape, u32::from(pass));
            let mut shift = |symbol: &mut Symbol| {
                let size = symbol.alphabet.size();
                if size > 1 {
                    let by = number(&state) % u64::from(size);
                    let by = u32::try_from(by).unwrap_or_default();
                    state = self.next(&state, symbol.index);
                    symbol.index = (symbol.index + by) % size;
                }
            };
            if pass % 2 == 0 {
                symbols.iter_mut().for_each(&mut shift);
            } else {
                symbols.iter_mut().rev().for_each(&mut shift);
            }
        }
    }

    fn shape(&self, symbols: &[Symbol]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for symbol in symbols {
            for number in symbol.alphabet.tag() {
                hasher.update(&number.to_le_bytes());
            }
        }
        hasher.finalize()
    }

    fn next(&self, state: &blake3::Hash, symbol: u32) -> blake3::Hash {
        let mut input = [0; 36];
        input[..32].copy_from_slice(state.as_bytes());
        input[32..].copy_from_slice(&symbol.to_le_bytes());
        blake3::keyed_hash(&self.0, &input)
    }
}

fn number(hash: &blake3::Hash) -> u64 {
    hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
