//! Tests of `policy/expect.rs`.

use super::*;

#[test]
fn names_stand_one_a_line() {
    let text = "# why\n\n  GL201 # missing\nmissing-field\r\n";
    let names: Vec<_> = names(text).map(|(name, span)| (name, span.slice(text))).collect();
    assert_eq!(names, [("GL201", "GL201"), ("missing-field", "missing-field")]);
}

#[test]
fn comments_at_the_top_stay() {
    let counts = BTreeMap::from([("GL201", 1), ("GL202", 2)]);
    let old = "# the queue is missing, too\n\nGL203\n# gone\n";
    assert_eq!(
        sidecar_text(Some(old), &counts),
        "# the queue is missing, too\n\nGL201 # missing-routing-data\nGL202 # missing-field\nGL202 # missing-field\n"
    );
    assert!(says("GL201\nGL202\nmissing-field", &counts, &[]));
    assert!(!says("GL201\nGL202", &counts, &[]));
    assert!(!says("GL201\nGL202\nGL202\nGL999", &counts, &[]));
}

#[test]
fn a_sidecar_is_named_by_its_file() {
    assert_eq!(sidecar(Path::new("a/b.json")), Path::new("a/b.json.expect"));
    assert_eq!(file_of(Path::new("a/b.json.expect")).unwrap(), Path::new("a/b.json"));
    assert!(file_of(Path::new("a/b.json")).is_none());
}
