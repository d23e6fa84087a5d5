//! The package that is published holds what a build of it reads.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What `cargo package` would put into the package, from the root of the repository.
fn packaged() -> BTreeSet<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let list = String::from_utf8(output.stdout).unwrap();
    list.lines().map(PathBuf::from).collect()
}

/// Everything under a folder of the repository.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = WalkDir::new(Path::new(ROOT).join(folder)).into_iter();
    let files = entries.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(ROOT).unwrap().to_owned()).collect()
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                assert!(plain.pop(), "{} leaves the repository", path.display())
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The files that a source embeds: what stands in quotes behind `include_str!` and its like, as far as the first part that is
/// only known to the compiler. That is a folder then.
fn embedded(source: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(Path::new(ROOT).join(source)).unwrap();
    let mut found = Vec::new();
    for name in ["include_str!(", "include_bytes!(", "include!("] {
        for after in text.split(name).skip(1) {
            let path = after.split('"').nth(1).unwrap();
            found.push(plain(&source.parent().unwrap().join(path)));
        }
    }
    found
}

#[test]
fn the_package_holds_every_file_that_the_sources_embed() {
    let packaged = packaged();
    let sources = files("src").into_iter();
    let sources = sources.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let embedded: BTreeSet<PathBuf> = sources
        // Unit tests are compiled from the repository alone.
        .filter(|path| !path.iter().any(|part| part == "tests" || part == "tests.rs"))
        .flat_map(|source| embedded(&source))
        .collect();
    for known in ["schemas/regions.json", "docs/rules", "src/page/trace/assets/page.html"] {
        assert!(embedded.contains(Path::new(known)), "{known} is not seen: {embedded:?}");
    }
    for path in embedded {
        let wanted = match Path::new(ROOT).join(&path).is_dir() {
            true => files(path.to_str().unwrap()),
            false => vec![path],
        };
        for file in wanted {
            assert!(packaged.contains(&file), "{} is not in the package", file.display());
        }
    }
}

#[test]
fn the_package_holds_the_sources_and_not_the_tests() {
    let packaged = packaged();
    for source in files("src").into_iter().filter(|path| !path.to_string_lossy().contains("snap")) {
        assert!(packaged.contains(&source), "{} is not in the package", source.display());
    }
    for file in ["Cargo.lock", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(packaged.contains(Path::new(file)), "{file} is not in the package");
    }
    for file in &packaged {
        let folder = file.iter().next().unwrap();
        assert!(
            !["tests", "fixtures", "recordings", "target"].iter().any(|other| folder == *other),
            "{} is of no use to a build",
            file.display()
        );
    }
}
