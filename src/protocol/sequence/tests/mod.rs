//! Each pattern in each scope, by the definitions of Dwyer, Avrunin and Corbett. Scopes between events are open at both ends.
//!
//! A trace is a string: a small letter is a client's message of that name, a capital one a server's; `?` is an opaque frame of
//! the client, `!` one of the server, `*` a frame of an unknown sender; `(` and `)` are the socket's open and close.

use serde_json::{Value, json};

use crate::protocol::manifest::SequenceRule;

use super::*;

mod fields;

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
