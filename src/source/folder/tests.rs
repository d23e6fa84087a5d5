//! Tests of `source/folder.rs`.

use std::fs;

use crate::text::span::Span;

use super::*;

fn text(folder: &Folder, name: &str) -> Result<String, String> {
    let source = folder.open(name)?;
    let text = source.slice(Span::new(0, source.len()));
    Ok(text.into_owned())
}

#[test]
fn files_in_the_folder_are_opened_and_no_others() {
    let base = tempfile::tempdir().unwrap();
    let inner = base.path().join("inner");
    fs::create_dir_all(inner.join("resources")).unwrap();
    fs::write(base.path().join("secret.jsonl"), "secret").unwrap();
    fs::write(inner.join("a.jsonl"), "a").unwrap();
    fs::write(inner.join("resources/b.jsonl"), "b").unwrap();
    let folder = Folder::of(&inner.join("x.har"), Masker::new(true));
    assert_eq!(text(&folder, "a.jsonl").as_deref(), Ok("a"));
    assert_eq!(text(&folder, "./resources/b.jsonl").as_deref(), Ok("b"));
    let absolute = base.path().join("secret.jsonl");
    let outside = [
        "../secret.jsonl",
        "resources/../../secret.jsonl",
        absolute.to_str().unwrap(),
        r"..\secret.jsonl",
        r"C:\secret.jsonl",
        "a.jsonl\0",
        "",
    ];
    for name in outside {
        assert_eq!(text(&folder, name), Err(OUTSIDE.to_owned()), "{name}");
    }
    assert_eq!(text(&folder, "c.jsonl"), Err("there is no such file".to_owned()));
    assert_eq!(text(&folder, "resources"), Err("it is no file".to_owned()));
    assert_eq!(text(&folder, "."), Err("it is no file".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_does_not_lead_out() {
    use std::os::unix::fs::symlink;
    let base = tempfile::tempdir().unwrap();
    let inner = base.path().join("inner");
    fs::create_dir_all(&inner).unwrap();
    fs::write(base.path().join("secret.jsonl"), "secret").unwrap();
    fs::write(inner.join("a.jsonl"), "a").unwrap();
    symlink("../secret.jsonl", inner.join("out.jsonl")).unwrap();
    symlink("..", inner.join("up")).unwrap();
    symlink("a.jsonl", inner.join("in.jsonl")).unwrap();
    let folder = Folder::of(&inner.join("x.har"), Masker::new(true));
    assert_eq!(text(&folder, "out.jsonl"), Err(OUTSIDE.to_owned()));
    assert_eq!(text(&folder, "up/secret.jsonl"), Err(OUTSIDE.to_owned()));
    assert_eq!(text(&folder, "in.jsonl").as_deref(), Ok("a"));
}
