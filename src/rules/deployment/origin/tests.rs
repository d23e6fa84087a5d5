//! Which pages a list of domains allows.

use std::sync::Arc;

use proptest::prelude::*;

use crate::organisation::Said;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

fn entries(list: &[&str]) -> Vec<Fact<String>> {
    let source = Source::from_text(InputName::Stdin, "", Masker::new(false));
    let source = Arc::new(source);
    let fact = |entry: &&str| Fact { value: (*entry).to_owned(), at: Said::new(&source, Span::at(0)) };
    list.iter().map(fact).collect()
}

/// `allowed`, `faulty` or `blocked`; `none` where the Origin is no page of the web.
fn judged(origin: &str, list: &[&str]) -> &'static str {
    let entries = entries(list);
    let Some(host) = host_of(origin) else {
        return "none";
    };
    match verdict(&host, &entries) {
        Verdict::Allowed => "allowed",
        Verdict::Faulty(_) => "faulty",
        Verdict::Blocked => "blocked",
    }
}

#[test]
fn an_entry_covers_its_host_and_what_is_under_it() {
    for (origin, entry, expected) in [
        ("https://shop.example", "shop.example", "allowed"),
        ("http://shop.example:8080", "shop.example", "allowed"),
        ("shop.example", "Shop.Example", "allowed"),
        ("https://WWW.shop.example", "shop.example", "allowed"),
        ("https://a.b.shop.example", "shop.example", "allowed"),
        ("https://shop.example.", "shop.example", "allowed"),
        ("https://myshop.example", "shop.example", "blocked"),
        ("https://shop.example", "www.shop.example", "blocked"),
        ("https://shop.example.evil.example", "shop.example", "blocked"),
        ("https://xn--bcher-kva.example", "bücher.example", "allowed"),
        ("https://shop.example", "", "blocked"),
    ] {
        assert_eq!(judged(origin, &[entry]), expected, "{origin} by {entry}");
    }
}

#[test]
fn a_faulty_entry_is_no_block() {
    for entry in [
        "https://shop.example",
        "//shop.example",
        "shop.example:443",
        "shop.example/chat",
        "*.shop.example",
        ".shop.example",
        "shop.example.",
        "*",
        "shop.*",
        "https://*.example",
    ] {
        assert_eq!(judged("https://shop.example", &[entry]), "faulty", "{entry}");
    }
    assert_eq!(judged("https://shop.example", &["*.other.example"]), "blocked");
    let both = ["https://shop.example", "shop.example"];
    assert_eq!(judged("https://shop.example", &both), "allowed");
}

#[test]
fn what_is_no_page_of_the_web_is_not_judged() {
    for origin in [
        "",
        "null",
        "file://",
        "capacitor://localhost",
        "chrome-extension://abcdef.gh",
        "http://localhost:3000",
        "client",
        "https://",
        "a page at shop.example",
    ] {
        assert_eq!(judged(origin, &["shop.example"]), "none", "{origin}");
    }
}

proptest! {
    /// Case, scheme and port of the page make no difference, nor does how deep under the entry it lies.
    #[test]
    fn matching_looks_at_hosts_alone(
        labels in prop::collection::vec("[a-z][a-z0-9]{0,8}", 0..4),
        entry in "[a-z][a-z0-9]{0,8}\\.[a-z]{2,6}",
        other in "[a-z][a-z0-9]{0,8}\\.(test|shop)",
        scheme in prop::sample::select(vec!["", "http://", "https://"]),
        port in prop::option::of(1u16..),
        upper in any::<bool>(),
    ) {
        let mut host: String = labels.iter().map(|label| format!("{label}.")).collect();
        host.push_str(&entry);
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        let origin = format!("{scheme}{host}{port}");
        let origin = if upper { origin.to_uppercase() } else { origin };
        prop_assert_eq!(judged(&origin, &[&entry]), "allowed");
        prop_assert_eq!(judged(&origin, &[&other, &entry]), "allowed");
        // A host that only ends in the same letters is another domain.
        let glued = format!("https://x{entry}");
        prop_assert_eq!(judged(&glued, &[&entry]), "blocked");
        let entry_of = |entry: &str| format!("https://{entry}:443/");
        prop_assert_eq!(judged(&origin, &[&entry_of(&entry)]), "faulty");
    }

    /// No text makes the judgement fail, and an Origin allows itself.
    #[test]
    fn any_text_is_judged(origin in ".{0,40}", entry in ".{0,40}") {
        judged(&origin, &[&entry]);
        if let Some(host) = host_of(&origin) {
            prop_assert_eq!(judged(&origin, &[&host]), "allowed");
        }
    }
}
