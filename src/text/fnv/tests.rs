//! Tests of `text/fnv.rs`.

use super::*;

#[test]
fn the_hash_is_fnv_1a() {
    let mut hash = Fnv::new();
    hash.bytes(b"a");
    assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
}
