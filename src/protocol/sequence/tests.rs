//! Each pattern in each scope, by the definitions of Dwyer, Avrunin and Corbett. Scopes between events are open at both ends.
//!
//! A trace is a string: a small letter is a client's message of that name, a capital one a server's; `?` is an opaque frame of
//! the client, `!` one of the server, `*` a frame of an unknown sender; `(` and `)` are the socket's open and close.

use serde_json::{Value, json};

use crate::protocol::manifest::SequenceRule;

use super::*;

/// A rule on the client's `p`, by the server's `S`, with scopes that begin with `q` and end with `R`.
fn rule(pattern: &str, scope: &str) -> Value {
    let q = json!([{"direction": "client", "message": "q"}]);
    let r = json!([{"direction": "server", "message": "R"}]);
    let mut rule = json!({
        "id": "rule", "rule": "GL302", "pattern": pattern,
        "of": [{"direction": "client", "message": "p"}],
        "message": "", "help": "", "source": "P",
    });
    rule["scope"] = match scope {
        "globally" => json!({}),
        "before" => json!({"before": r}),
        "after" => json!({"after": q}),
        "between" => json!({"after": q, "before": r}),
        "after-until" => json!({"after": q, "until": r}),
        other => panic!("no scope {other}"),
    };
    match pattern {
        "precedence" | "response" => {
            rule["by"] = json!([{"direction": "server", "message": "S"}]);
        }
        "bounded-existence" => rule["max"] = json!(2),
        _ => {}
    }
    rule
}

fn compile(rules: &[Value]) -> Result<Sequence, CompileError> {
    let rules: Vec<SequenceRule> = rules.iter().map(|rule| serde_json::from_value(rule.clone()).unwrap()).collect();
    Sequence::compile(&rules)
}

fn step(letter: &str) -> Step<'_> {
    let frame = |direction, said| Step::Frame { direction, said, payload: None, micros: None };
    match letter {
        "(" => Step::Socket(SocketEvent::Open),
        ")" => Step::Socket(SocketEvent::Close),
        "?" => frame(Direction::Client, Said::Opaque),
        "!" => frame(Direction::Server, Said::Opaque),
        "*" => frame(Direction::Unknown, Said::Message("p")),
        name if name.chars().all(char::is_lowercase) => frame(Direction::Client, Said::Message(name)),
        name => frame(Direction::Server, Said::Message(name)),
    }
}

/// What a trace breaks: `rule@event`, with `<earlier` where there is one.
fn broken(rules: &[Value], trace: &str, start_seen: bool) -> String {
    let sequence = compile(rules).unwrap();
    let mut machine = Machine::new(&sequence, start_seen);
    let mut found = Vec::new();
    for (index, letter) in trace.split("").filter(|letter| !letter.is_empty()).enumerate() {
        found.extend(machine.step(&sequence, &step(letter), &index));
    }
    found.extend(machine.finish(&sequence));
    let words = found.iter().map(|violation| {
        let earlier = violation.earlier.map_or(String::new(), |at| format!("<{at}"));
        format!("{}@{}{earlier}", violation.rule, violation.at)
    });
    words.collect::<Vec<_>>().join(" ")
}

fn check(pattern: &str, scope: &str, cases: &[(&str, &str)]) {
    for (trace, expected) in cases {
        let found = broken(&[rule(pattern, scope)], trace, true);
        assert_eq!(found, *expected, "{pattern} {scope} on {trace}");
    }
}

#[test]
fn absence() {
    check("absence", "globally", &[("", ""), ("qSR", ""), ("qp", "0@1"), ("pp", "0@0 0@1")]);
    check("absence", "before", &[("p", ""), ("pR", "0@0"), ("Rp", ""), ("qRpR", ""), ("ppR", "0@0")]);
    check("absence", "after", &[("p", ""), ("pq", ""), ("qp", "0@1"), ("qRp", "0@2")]);
    check(
        "absence",
        "between",
        &[("qp", ""), ("qpR", "0@1"), ("qRp", ""), ("pR", ""), ("qpRqpR", "0@1 0@4"), ("qRqp", "")],
    );
    check("absence", "after-until", &[("qp", "0@1"), ("qpR", "0@1"), ("qRp", ""), ("pR", ""), ("qRqp", "0@3")]);
}

#[test]
fn existence() {
    check("existence", "globally", &[("p", ""), ("qp", ""), ("qS", "0@0")]);
    check("existence", "before", &[("q", ""), ("pR", ""), ("qR", "0@0"), ("R", "0@0"), ("Rp", "0@0"), ("pRR", "")]);
    check("existence", "after", &[("S", ""), ("qp", ""), ("q", "0@0"), ("pq", "0@1"), ("pqSp", "")]);
    check("existence", "between", &[("q", ""), ("qR", "0@0"), ("qpR", ""), ("qpRqR", "0@3"), ("R", "")]);
    check("existence", "after-until", &[("q", "0@0"), ("qR", "0@0"), ("qp", ""), ("qpRq", "0@3"), ("R", "")]);
}

#[test]
fn bounded_existence() {
    check("bounded-existence", "globally", &[("pp", ""), ("ppp", "0@2<0"), ("pqpSpp", "0@4<0 0@5<0")]);
    check("bounded-existence", "before", &[("ppp", ""), ("pppR", "0@2<0"), ("ppRp", ""), ("Rppp", "")]);
    check("bounded-existence", "after", &[("pppq", ""), ("qppp", "0@3<1"), ("ppqpp", "")]);
    check("bounded-existence", "between", &[("qppp", ""), ("qpppR", "0@3<1"), ("qppRqpR", ""), ("qpqpqpR", "0@5<1")]);
    check("bounded-existence", "after-until", &[("qppp", "0@3<1"), ("qppRqpp", ""), ("qppRp", "")]);
}

#[test]
fn precedence() {
    check("precedence", "globally", &[("Sp", ""), ("p", "0@0"), ("pSp", "0@0"), ("qpp", "0@1 0@2")]);
    check("precedence", "before", &[("p", ""), ("pR", "0@0"), ("SpR", ""), ("Rp", ""), ("pSpR", "0@0")]);
    check("precedence", "after", &[("p", ""), ("Sqp", "0@2"), ("qSp", ""), ("qRp", "0@2")]);
    check("precedence", "between", &[("qp", ""), ("qpR", "0@1"), ("qSpR", ""), ("qSpRqpR", "0@5"), ("SqpR", "0@2")]);
    check("precedence", "after-until", &[("qp", "0@1"), ("qSp", ""), ("qSRqp", "0@4"), ("qRp", "")]);
}

#[test]
fn response() {
    check("response", "globally", &[("pS", ""), ("p", "0@0"), ("Sp", "0@1"), ("ppS", ""), ("pSpp", "0@2")]);
    check("response", "before", &[("p", ""), ("pR", "0@0"), ("pSR", ""), ("pRS", "0@0"), ("Rp", "")]);
    check("response", "after", &[("pq", ""), ("qp", "0@1"), ("qpS", ""), ("pqS", "")]);
    check("response", "between", &[("qp", ""), ("qpR", "0@1"), ("qpSR", ""), ("qpRS", "0@1"), ("qpSRqpR", "0@5")]);
    check("response", "after-until", &[("qp", "0@1"), ("qpRS", "0@1"), ("qpS", ""), ("qRp", "")]);
}

#[test]
fn an_event_that_is_both_fulfils_its_own_rule() {
    // "The first frame of the client is a": a itself is one of the client's frames.
    let mut first = rule("precedence", "globally");
    first["of"] = json!([{"direction": "client"}]);
    first["by"] = json!([{"direction": "client", "message": "a"}]);
    assert_eq!(broken(&[first.clone()], "ab", true), "");
    assert_eq!(broken(&[first], "ba", true), "0@0");
    // S leads to S: at once.
    let mut answered = rule("response", "globally");
    answered["by"] = json!([{"direction": "client", "message": "p"}]);
    assert_eq!(broken(&[answered], "p", true), "");
}

#[test]
fn socket_events_delimit_scopes() {
    let mut after = rule("absence", "after");
    after["scope"]["after"] = json!([{"event": "close"}]);
    assert_eq!(broken(&[after.clone()], "(p)p", true), "0@3");
    assert_eq!(broken(&[after], "(p)S", true), "");
}

#[test]
fn groups_report_the_first_rule_that_a_frame_breaks() {
    let (mut one, mut two) = (rule("absence", "after"), rule("absence", "globally"));
    one["group"] = json!("order");
    two["group"] = json!("order");
    assert_eq!(broken(&[one.clone(), two.clone()], "pqp", true), "1@0 0@2");
    two["group"] = json!("other");
    assert_eq!(broken(&[one, two], "pqp", true), "1@0 0@2 1@2");
}

#[test]
fn once_reports_once_and_unless_follows_a_report() {
    let (mut one, mut two) = (rule("absence", "after"), rule("absence", "globally"));
    (one["id"], one["once"]) = (json!("one"), json!(true));
    assert_eq!(broken(&[one.clone()], "qppp", true), "0@1");
    two["unless"] = json!(["one"]);
    assert_eq!(broken(&[one, two], "pqpp", true), "1@0 0@2");
    // A rule may name one that stands after it: then the first report of both stands.
    let (mut one, mut two) = (rule("absence", "globally"), rule("absence", "globally"));
    (one["unless"], two["id"]) = (json!(["two"]), json!("two"));
    assert_eq!(broken(&[one, two], "pp", true), "0@0 1@0 1@1");
}

#[test]
fn opaque_frames_break_nothing_and_satisfy_every_rule_that_waits_for_their_sender() {
    let cases = [
        ("absence", "globally", "??!", ""),
        ("bounded-existence", "globally", "pp??", ""),
        ("precedence", "globally", "?", ""),
        ("precedence", "globally", "!p", ""),
        ("precedence", "globally", "?p", "0@1"),
        ("response", "globally", "p!", ""),
        ("response", "globally", "p?", "0@0"),
        ("response", "globally", "p!p", "0@2"),
        ("existence", "globally", "?", ""),
        ("existence", "globally", "!", "0@0"),
        // It may have begun a scope, or ended one.
        ("absence", "after", "?p", ""),
        ("precedence", "after", "?Sqp", ""),
        ("existence", "after", "?pq", ""),
        ("bounded-existence", "after", "?ppqpp", ""),
        ("absence", "after-until", "q!p", ""),
        ("absence", "after-until", "q!qp", "0@3"),
        ("absence", "between", "q!pR", ""),
        ("absence", "between", "qp!R", "0@1"),
        ("response", "between", "q!pR", ""),
    ];
    for (pattern, scope, trace, expected) in cases {
        let found = broken(&[rule(pattern, scope)], trace, true);
        assert_eq!(found, expected, "{pattern} {scope} on {trace}");
    }
    // A pattern that asks for nothing but the sender is certain of an opaque frame, too.
    let mut any = rule("absence", "globally");
    any["of"] = json!([{"direction": "client"}]);
    assert_eq!(broken(&[any], "!?", true), "0@1");
}

#[test]
fn frames_of_an_unknown_sender_break_nothing_and_may_be_what_was_waited_for() {
    for pattern in ["absence", "existence", "bounded-existence", "precedence", "response"] {
        for scope in ["globally", "before", "after", "between", "after-until"] {
            assert_eq!(broken(&[rule(pattern, scope)], "q****R", true), "", "{pattern} {scope}");
        }
    }
    assert_eq!(broken(&[rule("precedence", "globally")], "*p", true), "");
    assert_eq!(broken(&[rule("response", "globally")], "p*", true), "");
}

#[test]
fn what_came_before_the_capture_is_not_known_to_be_absent() {
    let cases = [
        ("precedence", "globally", "p", ""),
        ("precedence", "after", "qp", "0@1"),
        ("precedence", "before", "pR", ""),
        ("existence", "globally", "q", ""),
        ("existence", "before", "qR", ""),
        ("existence", "after", "q", "0@0"),
        ("absence", "globally", "p", "0@0"),
        ("absence", "before", "pR", ""),
        ("bounded-existence", "globally", "ppp", "0@2<0"),
        ("response", "globally", "p", "0@0"),
    ];
    for (pattern, scope, trace, expected) in cases {
        let found = broken(&[rule(pattern, scope)], trace, false);
        assert_eq!(found, expected, "{pattern} {scope} on {trace}");
    }
    // Once the opening message was seen, what follows is judged.
    let sequence = compile(&[rule("precedence", "globally")]).unwrap();
    let mut machine = Machine::new(&sequence, false);
    assert_eq!(machine.step(&sequence, &step("p"), &0), []);
    machine.start_seen();
    assert_eq!(machine.step(&sequence, &step("p"), &1).len(), 1);
}

#[test]
fn what_waits_is_told() {
    let sequence = compile(&[rule("absence", "globally"), rule("response", "globally")]).unwrap();
    let mut machine = Machine::new(&sequence, true);
    machine.step(&sequence, &step("p"), &7);
    assert_eq!(machine.waiting(&sequence), [(1, 7)]);
    machine.step(&sequence, &step("S"), &8);
    assert_eq!(machine.waiting(&sequence), []);
}

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
