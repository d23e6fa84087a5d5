//! Tests of `outcome/bits.rs`.

use super::*;

#[test]
fn sets_of_different_length_join() {
    let (mut one, mut two) = (Bits::default(), Bits::default());
    one.set(3);
    two.set(64);
    two.set(130);
    one.join(&two);
    let set: Vec<usize> = (0..200).filter(|index| one.has(*index)).collect();
    assert_eq!(set, [3, 64, 130]);
}
