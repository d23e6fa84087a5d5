//! What is a token by its form or by its name.

use super::*;

#[test]
fn jwts_are_told_by_their_form() {
    assert!(is_jwt("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"));
    for other in
        ["eyJhbGciOiJIUzI1NiJ9", "a.b.c", "www.example.com", "eyJ.eyJ.x", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.x"]
    {
        assert!(!is_jwt(other), "{other}");
    }
}

#[test]
fn tokens_need_a_form_or_a_name() {
    assert!(classify(Some("access_token"), "0123456789abcdef0123").is_some());
    assert!(classify(Some("note"), "Bearer 0123456789abcdef").is_some());
    assert!(classify(Some("text"), "Bearer of bad news, that's me").is_none());
    assert!(classify(Some("source"), "0123456789abcdef0123").is_none());
}
