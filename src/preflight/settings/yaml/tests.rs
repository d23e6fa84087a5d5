use super::*;

#[test]
fn values_their_paths_and_their_places() {
    let text = "é: ü\ngenesys:\n  region: mypurecloud.ie # here\n  list:\n    - a: \"b\"\n    - c\n? [x]\n: y\n";
    let found: Vec<_> = read(text)
        .unwrap()
        .into_iter()
        .map(|setting| {
            let shown = setting.span.slice(text).trim_matches('"').to_owned();
            assert_eq!(shown, setting.value);
            (setting.path.join("."), setting.value.into_owned())
        })
        .collect();
    let expected = [
        ("é", "ü"),
        ("genesys.region", "mypurecloud.ie"),
        ("genesys.list.a", "b"),
        ("genesys.list", "c"),
        ("", "x"),
        ("", "y"),
    ];
    assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn what_is_no_yaml_has_a_place() {
    let error = read("a: [1, 2\nb: }").unwrap_err();
    assert!(error.span.start > 0, "{error:?}");
    let deep = "[".repeat(1000);
    assert!(read(&deep).is_err());
}
