use super::*;

fn matches(glob: &str, path: &str) -> bool {
    Globs::new([glob]).unwrap().matches(Path::new(path))
}

#[test]
fn a_glob_without_a_slash_matches_names_anywhere() {
    assert!(matches("*.json", "a.json"));
    assert!(matches("*.json", "x/y/a.json"));
    assert!(matches("invalid", "x/invalid/a.json"));
    assert!(!matches("*.json", "a.json5"));
    assert!(!matches("invalid", "x/invalid-too/a.json"));
}

#[test]
fn a_glob_with_a_slash_matches_from_the_folder_of_the_configuration() {
    assert!(matches("x/*.json", "x/a.json"));
    assert!(matches("./x/*.json", "x/a.json"));
    assert!(matches("/a.json", "a.json"));
    assert!(!matches("/a.json", "x/a.json"));
    assert!(!matches("x/*.json", "w/x/a.json"));
    assert!(!matches("x/*.json", "x/y/a.json"));
    assert!(matches("x/**/*.json", "x/a.json"));
    assert!(matches("x/**/*.json", "x/y/z/a.json"));
    assert!(matches("x/{a,b}.json", "x/b.json"));
}

#[test]
fn a_folder_stands_for_everything_in_it() {
    for glob in ["x/y", "x/y/", "x/y/**"] {
        assert!(matches(glob, "x/y/a.json"), "{glob}");
        assert!(matches(glob, "x/y/z/a.json"), "{glob}");
        assert!(!matches(glob, "x/yy/a.json"), "{glob}");
    }
}

#[test]
fn what_is_no_glob_is_told_by_its_index() {
    assert_eq!(Globs::new(["a", "x/[b"]).unwrap_err().0, 1);
    assert!(Globs::new([""]).is_err());
    assert!(Globs::new(["../a.json"]).unwrap_err().1.contains("leaves"));
}

#[test]
fn the_matching_globs_are_named() {
    let globs = Globs::new(["*.json", "x/", "y"]).unwrap();
    assert_eq!(globs.matching(Path::new("x/a.json"), false), [0, 1]);
    assert_eq!(globs.matching(Path::new("x"), true), [1]);
    assert!(globs.matching(Path::new("x"), false).is_empty());
    assert!(globs.matching(Path::new("b.txt"), false).is_empty());
    assert!(Globs::default().is_empty());
}
