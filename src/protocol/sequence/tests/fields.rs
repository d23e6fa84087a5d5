//! Conditions on fields, patterns on ids, and rules that make no sense.

use super::*;

#[test]
fn conditions_look_at_fields() {
    let mut rule = rule("absence", "globally");
    let found = |rule: &Value, payload: Option<&str>| {
        let sequence = compile(std::slice::from_ref(rule)).unwrap();
        let document = payload.map(|text| crate::text::json::parse(text, 64).unwrap());
        let step = Step::Frame {
            direction: Direction::Client,
            said: Said::Message("p"),
            payload: document.as_ref().map(|document| document.root()),
            micros: None,
        };
        Machine::new(&sequence, true).step(&sequence, &step, &0).len()
    };
    for (equals, yes, no) in [
        (json!("x"), r#"{"a":[{"b":"x"}]}"#, r#"{"a":[{"b":"X"}]}"#),
        (json!(true), r#"{"a":[{"b":true}]}"#, r#"{"a":[{"b":"true"}]}"#),
        (json!(null), r#"{"a":[{"b":null}]}"#, r#"{"a":[{}]}"#),
        (json!(200), r#"{"a":[{"b":2e2}]}"#, r#"{"a":[{"b":"200"}]}"#),
    ] {
        rule["of"] = json!([{"message": "p", "where": [{"field": "/a/0/b", "equals": equals}]}]);
        assert_eq!(found(&rule, Some(yes)), 1, "{equals}");
        assert_eq!(found(&rule, Some(no)), 0, "{equals}");
        // The capture does not show the fields.
        assert_eq!(found(&rule, None), 0, "{equals}");
    }
    // All of several conditions.
    rule["of"] = json!([{"message": "p", "where": [
        {"field": "/a", "equals": 1}, {"field": "/b", "equals": 2},
    ]}]);
    assert_eq!(found(&rule, Some(r#"{"a":1,"b":2}"#)), 1);
    assert_eq!(found(&rule, Some(r#"{"a":1,"b":1}"#)), 0);
    // An answer whose fields the capture does not show may be the one.
    let mut answered = self::rule("response", "globally");
    answered["by"] = json!([{"message": "S", "where": [{"field": "/ok", "equals": true}]}]);
    assert_eq!(broken(&[answered], "pS", true), "");
}

/// Makes a rule one about ids.
fn keyed(rule: &mut Value, pattern: &str) {
    rule["pattern"] = json!(pattern);
    rule["field"] = json!("/id");
    rule["by"] = json!([]);
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    let error = |change: &dyn Fn(&mut Value)| {
        let mut rule = rule("precedence", "globally");
        change(&mut rule);
        compile(&[rule]).unwrap_err().to_string()
    };
    let q = || json!([{"message": "q"}]);
    let errors = [
        error(&|rule| rule["rule"] = json!("GL999")),
        error(&|rule| rule["of"] = json!([])),
        error(&|rule| rule["by"] = json!([])),
        error(&|rule| rule["pattern"] = json!("absence")),
        error(&|rule| rule["max"] = json!(1)),
        error(&|rule| rule["scope"] = json!({"until": q()})),
        error(&|rule| rule["scope"] = json!({"after": q(), "before": q(), "until": q()})),
        error(&|rule| rule["unless"] = json!(["nobody"])),
        {
            let mut rule = rule("bounded-existence", "globally");
            rule["max"] = json!(null);
            compile(&[rule]).unwrap_err().to_string()
        },
        error(&|rule| rule["states"] = json!([{"on": q(), "field": "/id", "says": "x"}])),
        error(&|rule| rule["field"] = json!("/id")),
        error(&|rule| keyed(rule, "lifecycle")),
        error(&|rule| {
            keyed(rule, "distinct");
            rule["scope"] = json!({"after": q()});
        }),
        error(&|rule| {
            keyed(rule, "distinct");
            rule["fresh"] = json!(q());
            rule["never"] = json!("x");
        }),
        error(&|rule| {
            keyed(rule, "lifecycle");
            rule["states"] = json!([{"on": q(), "field": "/id", "says": "x"}]);
            rule["fresh"] = json!(q());
        }),
    ];
    insta::assert_snapshot!(errors.join("\n"), @r"
    sequence rule `rule`: there is no rule GL999
    sequence rule `rule`: `of` names no event
    sequence rule `rule`: `by` belongs to precedence, response and answered, and only to them
    sequence rule `rule`: `by` belongs to precedence, response and answered, and only to them
    sequence rule `rule`: `max` belongs to bounded-existence and rate, and only to them
    sequence rule `rule`: `until` needs `after`, and excludes `before`
    sequence rule `rule`: `until` needs `after`, and excludes `before`
    sequence rule `rule`: `unless` names `nobody`, which is no rule of this manifest
    sequence rule `rule`: `max` belongs to bounded-existence and rate, and only to them
    sequence rule `rule`: `states` belongs to lifecycle, and only to it
    sequence rule `rule`: `field` belongs to constant, equals-url, lifecycle, answered and distinct, and only to them
    sequence rule `rule`: `states` belongs to lifecycle, and only to it
    sequence rule `rule`: lifecycle, answered and distinct have no scope: they hold for the whole socket
    sequence rule `rule`: `fresh` and `never` belong to lifecycle, and to each other
    sequence rule `rule`: `fresh` and `never` belong to lifecycle, and to each other
    ");
}

/// What a machine says of payloads that the client sends under the name `p`, and the server under `S`.
fn told(rule: &Value, frames: &[(Direction, Value)]) -> Vec<(usize, Option<Detail>)> {
    let sequence = compile(std::slice::from_ref(rule)).unwrap();
    let mut machine = Machine::new(&sequence, true);
    let mut out = Vec::new();
    for (number, (direction, payload)) in frames.iter().enumerate() {
        let text = payload.to_string();
        let document = crate::text::json::parse(&text, 10).unwrap();
        let step = Step::Frame {
            direction: *direction,
            said: Said::Message(if *direction == Direction::Client { "p" } else { "S" }),
            payload: Some(document.root()),
            micros: None,
        };
        out.append(&mut machine.step(&sequence, &step, &number));
    }
    out.append(&mut machine.finish(&sequence));
    out.into_iter().map(|broken| (broken.at, broken.detail)).collect()
}

fn on_ids(pattern: &str) -> Value {
    let mut rule = rule("absence", "globally");
    keyed(&mut rule, pattern);
    rule
}

#[test]
fn a_star_is_any_item_of_an_array_and_a_member_of_that_name() {
    let mut absent = rule("absence", "globally");
    absent["of"] = json!([{"direction": "client", "where": [{"field": "/a/*/b", "equals": 1}]}]);
    let broken = |payload: Value| told(&absent, &[(Direction::Client, payload)]).len();
    assert_eq!(broken(json!({"a": [{"b": 1}]})), 1);
    assert_eq!(broken(json!({"a": [{"b": 2}, 7, null, {"b": 1}, {"b": 1}]})), 1);
    assert_eq!(broken(json!({"a": {"*": {"b": 1}}})), 1);
    for other in [json!({"a": []}), json!({"a": {"x": {"b": 1}}}), json!({"a": [[{"b": 1}]]}), json!({"a": "*"})] {
        assert_eq!(broken(other.clone()), 0, "{other}");
    }
}

#[test]
fn ids_are_kept_up_to_a_count_and_what_is_forgotten_raises_nothing() {
    let client = |id: String| (Direction::Client, json!({"id": id}));
    // The first is forgotten, the last is not.
    let mut frames: Vec<_> = (0..2000).map(|number| client(format!("{number}"))).collect();
    frames.extend([client("0".into()), client("1999".into())]);
    let found = told(&on_ids("distinct"), &frames);
    assert_eq!(found, [(2001, Some(Detail::Repeated { id: "1999".into() }))]);

    // Most wait for an answer, and only the latest of them are told.
    let answer = (Direction::Server, json!({"id": "1998"}));
    let answers: Vec<_> = frames[..2000].iter().cloned().chain([answer]).collect();
    let found = told(&on_ids("answered"), &answers);
    assert_eq!(found.len(), 255);
    let last = Detail::Unanswered { id: "1999".into(), overtaken: false };
    assert_eq!(found.last(), Some(&(1999, Some(last))));
}

#[test]
fn a_long_id_is_shortened_and_still_compared_whole() {
    let long = |end: &str| (Direction::Client, json!({"id": "é".repeat(500) + end}));
    let found = told(&on_ids("distinct"), &[long("a"), long("b"), long("a")]);
    assert_eq!(found, [(2, Some(Detail::Repeated { id: "é".repeat(80) }))]);
}
