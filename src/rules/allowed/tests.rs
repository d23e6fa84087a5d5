//! Which values an announced list holds.

use super::*;

#[test]
fn a_media_type_is_in_the_ranges_that_name_it() {
    for (media, range, is) in [
        ("image/png", "image/png", true),
        ("image/png", "image/*", true),
        ("image/png", "*/*", true),
        ("text/plain", "text/plain;charset=utf-8", true),
        ("image/png", "image/jpeg", false),
        ("image/png", "images/*", false),
        ("imagery/png", "image/*", false),
        ("png", "image/*", false),
    ] {
        assert_eq!(is_in(media, range), is, "{media} in {range}");
    }
}

#[test]
fn an_extension_is_the_end_of_a_name_behind_its_dot() {
    let blocked = |file: &str| blocked(file, &[".exe".into(), "tar.gz".into(), ".gz".into()]);
    assert_eq!(blocked("setup.exe").as_deref(), Some(".exe"));
    assert_eq!(blocked("logs.tar.gz").as_deref(), Some(".tar.gz"));
    assert_eq!(blocked("notes.exe.txt"), None);
    assert_eq!(blocked("myexe"), None);
}
