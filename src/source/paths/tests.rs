use super::*;

/// A folder with a repository `work`, which holds `deep/a.har`.
fn work() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("work/.git")).unwrap();
    std::fs::create_dir_all(root.path().join("work/deep")).unwrap();
    std::fs::write(root.path().join("work/deep/a.har"), "").unwrap();
    root
}

/// Its repository, as it is seen from `deep`.
fn repository(root: &tempfile::TempDir, workspaces: &[&Path]) -> Repository {
    Repository::of(&root.path().join("work/deep"), workspaces.iter().map(|path| path.to_path_buf()))
}

fn inside(path: &str) -> RepositoryPath {
    RepositoryPath { path: path.to_owned(), inside: true }
}

#[test]
fn uris_are_percent_encoded() {
    assert_eq!(uri("a b/c#d%e?.har"), "a%20b/c%23d%25e%3F.har");
    assert_eq!(uri("日本/é.json"), "%E6%97%A5%E6%9C%AC/%C3%A9.json");
    assert_eq!(uri("a:b\u{1b}\n.log"), "a%3Ab%1B%0A.log");
    assert_eq!(uri("../up.har"), "../up.har");
    assert_eq!(uri("/tmp/a b.har"), "file:///tmp/a%20b.har");
    assert_eq!(uri("C:/Users/a b.har"), "file:///C:/Users/a%20b.har");
    assert_eq!(uri("//host/share/a.har"), "file://host/share/a.har");
}

#[test]
fn a_file_is_named_from_the_root_of_its_repository() {
    let root = work();
    let path = |file: &str| root.path().join(file).to_str().unwrap().to_owned();
    let paths = repository(&root, &[]);
    for (given, expected) in [
        ("work/deep/a.har", "deep/a.har"),
        ("work/./deep/a.har", "deep/a.har"),
        ("work/deep/../gone.har", "gone.har"),
        ("work/deep/gone/../../up.har", "up.har"),
    ] {
        assert_eq!(*paths.path_of(&path(given)), inside(expected), "{given}");
    }
    for outside in ["b.har", "work", "working/a.har", "work/../b.har"] {
        let given = RepositoryPath { path: path(outside), inside: false };
        assert_eq!(*paths.path_of(&path(outside)), given, "{outside}");
    }
    // A CI system's workspace holds what is in no repository.
    let paths = repository(&root, &[root.path()]);
    assert_eq!(*paths.path_of(&path("b.har")), inside("b.har"));
    assert_eq!(*paths.path_of(&path("work/b.har")), inside("b.har"));
}

#[test]
fn without_a_repository_paths_stay_as_given() {
    let nowhere = Repository::default();
    assert!(!nowhere.is_known());
    for (given, expected) in
        [("./a.json", "a.json"), ("../a.json", "../a.json"), ("/x/a.json", "/x/a.json"), ("./x/a.har", "x/a.har")]
    {
        assert_eq!(nowhere.path_of(given).path, expected);
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_named_by_the_file_that_it_leads_to() {
    let root = work();
    std::fs::write(root.path().join("far.har"), "").unwrap();
    let link = |to: &str, name: &str| {
        let link = root.path().join(name);
        std::os::unix::fs::symlink(to, &link).unwrap();
        link.to_str().unwrap().to_owned()
    };
    let paths = repository(&root, &[]);
    assert_eq!(*paths.path_of(&link("deep/a.har", "work/link.har")), inside("deep/a.har"));
    assert_eq!(*paths.path_of(&link("work/deep/a.har", "outside.har")), inside("deep/a.har"));
    // What it leads to is not in the repository, but it is.
    assert_eq!(*paths.path_of(&link("../far.har", "work/far.har")), inside("far.har"));
    // The repository by another name.
    link("work", "other");
    let other = root.path().join("other/deep");
    let paths = Repository::of(&other, []);
    assert_eq!(*paths.path_of(other.join("a.har").to_str().unwrap()), inside("deep/a.har"));
    let mut base = Base::default();
    assert_eq!(base.path_of(root.path().join("work/link.har").to_str().unwrap()), "link.har");
}

#[test]
fn a_path_from_a_folder_is_the_same_from_everywhere() {
    for (path, folder, expected) in [
        ("/p/a.json", "/p", "a.json"),
        ("/p/sub/a.json", "/p", "sub/a.json"),
        ("/p/a.json", "/p/ci/old", "../../a.json"),
        ("/q/a.json", "/p", "../q/a.json"),
    ] {
        assert_eq!(relative(Path::new(path), Path::new(folder)), expected);
    }
}

#[test]
fn without_a_folder_a_path_counts_from_its_repository() {
    let root = work();
    let mut base = Base::default();
    for file in ["work/deep/a.json", "work/./deep/a.json", "work/deep/../deep/a.json"] {
        let file = root.path().join(file);
        assert_eq!(base.path_of(&file.to_string_lossy()), "deep/a.json");
    }
    assert_eq!(joined(Path::new("./x/./a.json")), "x/a.json");
    let mut base = Base::at(absolute(root.path()));
    let file = root.path().join("work/deep/a.json");
    assert_eq!(base.path_of(&file.to_string_lossy()), "work/deep/a.json");
}
