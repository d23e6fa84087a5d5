//! Tests of `source/walk.rs`.

use std::fs;

use super::*;

/// The entries under `path`, each as its kind and its path relative to `base`.
fn entries(path: &Path, base: &Path) -> Vec<String> {
    let mut found = Vec::new();
    Walker::default().walk(path, &mut |entry| {
        let (kind, path) = match &entry {
            Entry::File(file) if file.named => ("named", &file.path),
            Entry::File(file) => ("file", &file.path),
            Entry::Skipped(path) => ("skipped", path),
            Entry::Failed { path, named: true, .. } => ("failed, named", path),
            Entry::Failed { path, .. } => ("failed", path),
        };
        let path = path.strip_prefix(base).unwrap_or(path);
        found.push(format!("{kind} {}", path.display().to_string().replace('\\', "/")));
    });
    found
}

#[test]
fn a_folder_is_walked_in_order_without_other_peoples_files() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let base = folder.path();
    for name in ["node_modules/x", ".git", "logs/node_modules.d", "z"] {
        fs::create_dir_all(base.join(name))?;
    }
    for name in [
        "node_modules/x/a.json",
        ".git/b.json",
        "logs/node_modules.d/c.ndjson",
        "logs/D.HAR",
        "logs/e.log.gz",
        "b.js",
        "a.txt",
        "z/f.gz",
        "g.json.bak",
        "capture.zip",
    ] {
        fs::write(base.join(name), "{}")?;
    }
    assert_eq!(
        entries(base, base),
        [
            "file a.txt",
            "skipped b.js",
            "file capture.zip",
            "skipped g.json.bak",
            "file logs/D.HAR",
            "file logs/e.log.gz",
            "file logs/node_modules.d/c.ndjson",
            "skipped z/f.gz",
        ]
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_skipped_but_for_a_named_one() -> io::Result<()> {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir()?;
    let base = folder.path();
    fs::create_dir_all(base.join("logs/inner"))?;
    fs::write(base.join("logs/inner/a.json"), "{}")?;
    symlink("inner/a.json", base.join("logs/b.json"))?;
    symlink("inner", base.join("logs/c"))?;
    symlink("..", base.join("logs/round"))?;
    symlink("nowhere", base.join("logs/z.json"))?;
    symlink("logs", base.join("linked"))?;
    assert_eq!(
        entries(&base.join("logs"), base),
        [
            "skipped logs/b.json",
            "skipped logs/c",
            "file logs/inner/a.json",
            "skipped logs/round",
            "skipped logs/z.json",
        ]
    );
    assert_eq!(entries(&base.join("linked"), base).len(), 5);
    let named = base.join("logs/b.json");
    assert_eq!(entries(&named, base), ["named logs/b.json"]);
    Ok(())
}

#[test]
fn a_named_path_is_always_an_input() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let base = folder.path();
    fs::write(base.join("x.js"), "{}")?;
    fs::create_dir_all(base.join("node_modules"))?;
    fs::write(base.join("node_modules/a.json"), "{}")?;
    assert_eq!(entries(&base.join("x.js"), base), ["named x.js"]);
    assert_eq!(entries(&base.join("none"), base), ["failed, named none"]);
    assert_eq!(entries(&base.join("node_modules"), base), ["file node_modules/a.json"]);
    Ok(())
}
