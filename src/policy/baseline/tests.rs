use proptest::prelude::*;

use super::*;

fn entry(file: &str, code: &str, number: usize) -> Entry {
    Entry {
        file: file.to_owned(),
        member: None,
        code: code.to_owned(),
        message_type: None,
        pointer: None,
        message: format!("fault {number}"),
        fingerprint: format!("{number:032x}"),
        places: Places::default(),
    }
}

/// What comes of a file that holds `text`.
fn load(text: &[u8]) -> Result<Vec<Entry>, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.json");
    std::fs::write(&path, text).unwrap();
    match Baseline::load(&path, Masker::new(false)) {
        Ok(baseline) => {
            Ok(baseline.entries.into_iter().map(|entry| Entry { places: Places::default(), ..entry }).collect())
        }
        Err(Failure::Unusable(problems)) => {
            Err(problems.into_iter().map(|problem| format!("{}: {}", problem.location.line, problem.message)).collect())
        }
        Err(Failure::Unreadable(error)) => Err(vec![error.to_string()]),
    }
}

#[test]
fn entries_are_sorted_and_stand_one_a_line() {
    let mut first = entry("a.json", "GL204", 3);
    first.pointer = Some("/a\"b\\c".to_owned());
    let entries = vec![entry("b.json", "GL201", 1), entry("a.json", "GL202", 2), first, entry("b.json", "GL201", 1)];
    insta::assert_snapshot!(write::text(entries), @r#"
    {
      "version": 1,
      "findings": [
        { "file": "a.json", "code": "GL202", "message": "fault 2", "fingerprint": "00000000000000000000000000000002" },
        { "file": "a.json", "code": "GL204", "pointer": "/a\"b\\c", "message": "fault 3", "fingerprint": "00000000000000000000000000000003" },
        { "file": "b.json", "code": "GL201", "message": "fault 1", "fingerprint": "00000000000000000000000000000001" }
      ]
    }
    "#);
    assert_eq!(write::text(Vec::new()), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
}

#[test]
fn what_cannot_be_used_is_told_with_its_place() {
    let good = write::text(vec![entry("a.json", "GL201", 1)]);
    let told = |text: &str| load(text.as_bytes()).unwrap_err().join("\n");
    let cut = &good[..good.len() / 2];
    let conflict = good.replace("    {", "<<<<<<< HEAD\n    {");
    insta::assert_snapshot!(
        [
            told(""),
            told(cut),
            told(&conflict),
            told("[]"),
            told("{\"version\": 2, \"findings\": []}"),
            told("{\"version\": \"1\", \"findings\": []}"),
            told("{\"version\": 1}"),
            told("{\"version\": 1, \"findings\": {}}"),
            told("{\"version\": 1, \"findings\": [\n3,\n{\"file\":\"a\"},\n{\"file\":\"a\",\"code\":4}]}"),
            told(&good.replace("0001", "ABCD")),
        ]
        .join("\n")
    );
    assert!(load(&[b'{', 0xff, b'}']).unwrap_err()[0].contains("UTF-8"));
}

proptest! {
    #[test]
    fn what_is_written_reads_back(file in ".*", message in ".*", pointer in proptest::option::of(".*")) {
        let entry = Entry { message, pointer, ..entry(&file, "GL204", 7) };
        let text = write::text(vec![entry.clone()]);
        prop_assert!(text.lines().count() == 6);
        prop_assert_eq!(load(text.as_bytes()), Ok(vec![entry]));
    }

    #[test]
    fn no_bytes_are_too_bad(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = load(&bytes);
    }

    #[test]
    fn no_change_of_a_baseline_is_too_bad(at in any::<prop::sample::Index>(), with in ".{0,9}") {
        let mut text = write::text(vec![entry("a.json", "GL201", 1), entry("b.json", "GL201", 2)]);
        let mut at = at.index(text.len());
        while !text.is_char_boundary(at) { at -= 1; }
        text.insert_str(at, &with);
        let _ = load(text.as_bytes());
    }
}
