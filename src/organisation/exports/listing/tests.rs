use std::sync::Arc;

use crate::source::{InputName, Source};
use crate::text::json;
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

fn listing(count: usize, envelope: &str) -> Listing {
    let document = json::parse(envelope, 8).unwrap();
    let mut page = Page::default();
    for member in document.root().members() {
        page.take(member.key(), member.value());
    }
    let source = Arc::new(Source::from_text(InputName::Stdin, "", Masker::new(true)));
    Listing { entity: Entity::Queue, count, sound: true, page: Some(page), at: Said::new(&source, Span::at(0)) }
}

fn told(listings: &[Listing], distinct: usize) -> (bool, String) {
    let listings: Vec<_> = listings.iter().collect();
    let complete = complete(&listings, || distinct).is_some();
    (complete, words(&listings, complete))
}

const URI: &str = r#""selfUri":"/api/v2/routing/queues?pageSize=25&pageNumber=1""#;

#[test]
fn only_a_listing_that_says_so_is_complete() {
    let one = |count, rest: &str| {
        let (complete, words) = told(&[listing(count, &format!("{{{URI}{rest}}}"))], count);
        format!("{complete}: {words}")
    };
    insta::assert_snapshot!([
        one(3, r#","total":3,"pageNumber":1,"pageCount":1"#),
        one(0, r#","total":0,"pageNumber":1,"pageCount":0"#),
        one(25, r#","total":112,"pageNumber":1,"pageCount":5"#),
        one(12, r#","total":112,"pageNumber":5,"pageCount":5"#),
        one(3, r#","total":3,"nextUri":"/api/v2/x?after=9""#),
        one(3, r#","total":null"#),
        one(3, r#","total":3,"firstUri":"/api/v2/routing/queues?name=Web*""#),
    ].join("\n"), @r"
    true: queue listing, all 3
    true: queue listing, all 0
    false: queue listing, 25 of 112: page 1 of 5
    false: queue listing, 12 of 112: page 5 of 5
    false: queue listing, 3 of them: one page of several
    false: queue listing, 3 of them: it does not say that these are all
    false: queue listing, 3 of them: chosen by a filter
    ");
    let (complete, _) = told(&[listing(3, r#"{"total":3}"#)], 3);
    assert!(!complete, "without its address it may be a choice");
}

#[test]
fn pages_together_are_complete_when_none_is_missing() {
    let page = |number: u64, count, next: &str, previous: &str| {
        listing(
            count,
            &format!(r#"{{{URI},"total":5,"pageCount":3,"pageSize":2,"pageNumber":{number}{next}{previous}}}"#),
        )
    };
    let next = r#","nextUri":"/api/v2/routing/queues?pageNumber=2""#;
    let previous = r#","previousUri":"/api/v2/routing/queues?pageNumber=1""#;
    let all = [page(1, 2, next, ""), page(2, 2, next, previous), page(3, 1, "", previous)];
    assert_eq!(told(&all, 5), (true, "queue listing, all 5 on 3 pages".to_owned()));
    assert!(!told(&all[..2], 4).0);
    assert!(!told(&all[1..], 3).0);
    assert!(!told(&[all[0].clone(), all[0].clone(), all[2].clone()], 3).0);
    assert!(!told(&all, 4).0, "one of them is there twice");
    let mut cut = all.clone();
    cut[2].sound = false;
    assert!(!told(&cut, 5).0);
}

#[test]
fn pages_by_cursor_are_complete_from_the_first_to_the_last() {
    let page = |count, rest: &str| {
        let uri = r#""selfUri":"/api/v2/webdeployments/deployments""#;
        listing(count, &format!(r#"{{{uri},"total":5{rest}}}"#))
    };
    let first = page(3, r#","nextUri":"/api/v2/webdeployments/deployments?after=c""#);
    let last = page(2, r#","previousUri":"/api/v2/webdeployments/deployments?before=c""#);
    assert!(told(&[first.clone(), last.clone()], 5).0);
    assert!(!told(std::slice::from_ref(&first), 3).0);
    assert!(!told(&[first.clone(), first], 3).0);
    assert!(!told(&[last], 2).0);
}
