//! What is known of the organisation's deployments, queues and languages, against sockets and payloads.

use std::sync::Arc;

use crate::organisation::deployment::{ALLOW_ALL_DOMAINS, ALLOWED_DOMAINS, AUTHENTICATION_REQUIRED, STATUS, TYPING};
use crate::organisation::{
    Complete, Context, Deployment, DeploymentKind, Fact, Facts, Known, Language, Queue, Said, Value,
};
use crate::source::Source;
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

const MESSAGING: &str = "c7e2a915-0d38-4b6f-8a41-5f90d3b2e687";
const CHAT: &str = "7b52d4e8-1f96-4a3c-b08d-e64c92a7f135";
const OTHER: &str = "d1a4b7f3-96c2-4e58-b03d-7a21c8f6e954";
const QUEUE: &str = "8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263";

fn said() -> Said {
    let name = InputName::File("export.json".to_owned());
    let source = Source::from_text(name, "{}", Masker::new(false));
    Said::new(&std::sync::Arc::new(source), Span::new(0, 2))
}

fn fact<T>(value: T) -> Fact<T> {
    Fact { value, at: said() }
}

fn deployment(id: &str, name: &str, kind: Option<DeploymentKind>) -> Deployment {
    let mut one = Deployment { name: Some(name.to_owned()), kind, ..Deployment::new(id.to_owned(), said()) };
    one.facts.say(&STATUS, word("Active"));
    one
}

fn word(value: &str) -> Option<Value> {
    Some(Value::Word(fact(value.to_owned())))
}

fn flag(value: bool) -> Option<Value> {
    Some(Value::Flag(fact(value)))
}

fn texts(value: &str) -> Option<Value> {
    Some(Value::Texts(fact(vec![fact(value.to_owned())])))
}

fn known<T>(entries: Vec<(&str, T)>, complete: bool) -> Known<T> {
    let entries = entries.into_iter();
    Known {
        entries: entries.map(|(key, value)| (key.to_lowercase(), value)).collect(),
        complete: complete.then(|| Complete { at: said() }),
    }
}

/// Both kinds of deployments, two queues and three languages; lists are complete or not.
fn organisation(complete: bool) -> Context {
    let messaging = deployment(MESSAGING, "Shop EU", Some(DeploymentKind::Messaging));
    let chat = deployment(CHAT, "Legacy chat", Some(DeploymentKind::Chat));
    let queue = |id: &str, name: &str| Queue {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        at: said(),
        facts: Facts::default(),
    };
    let language =
        |name: &str, state: &str| Language { name: name.to_owned(), state: Some(fact(state.to_owned())), at: said() };
    Context {
        deployments: known(vec![(MESSAGING, messaging), (CHAT, chat)], complete),
        queues: known(vec![(QUEUE, queue(QUEUE, "Web Chat EU")), (OTHER, queue(OTHER, "Returns"))], complete),
        languages: known(
            vec![
                ("English - Written", language("English - Written", "active")),
                ("German", language("German", "inactive")),
                ("Dutch", language("Dutch", "deleted")),
            ],
            complete,
        ),
        chat_deployments_complete: complete.then(|| Complete { at: said() }),
        ..Context::default()
    }
}

/// The report on a text in such an organisation.
fn run_in(context: Context, text: &str) -> Account {
    let mut kept = Kept::default();
    let options = Options { context: Arc::new(context), ..Options::default() };
    let mut run = Run::new(options, &mut kept).unwrap();
    run.input(Input::Stdin(text.as_bytes().to_vec().into())).unwrap();
    assert_eq!(run.finish().unwrap().failures, Vec::<String>::new());
    kept.0.remove(0)
}

/// `severity code: message | help` of each finding of the deployment, the queue and the language.
fn told(context: Context, text: &str) -> Vec<String> {
    let report = run_in(context, text);
    let findings = report.findings().filter(|finding| {
        let code = finding.rule.code;
        code.starts_with("GL5") || code == "GL110"
    });
    findings
        .map(|finding| {
            assert!(!finding.related.is_empty(), "both sides are labelled");
            let help = finding.help.as_deref().unwrap_or_default();
            let severity = finding.severity.as_str();
            format!("{severity} {}: {} | {help}", finding.rule.code, finding.message)
        })
        .collect()
}

fn socket(id: &str, rest: &str) -> String {
    let open = format!(r#"open "url":"wss://webmessaging.mypurecloud.de/v1?deploymentId={id}","status":101"#);
    log(&format!("{open}\n{rest}"))
}

fn configure(id: &str) -> String {
    format!(r#"> {{"action":"configureSession","deploymentId":"{id}","token":"3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34"}}"#)
}

const CONFIGURED: &str =
    r#"< {"type":"response","class":"SessionResponse","code":200,"body":{"connected":true,"newSession":true}}"#;

/// A request for a web chat, with these members besides its target.
fn chat(target: &str, more: &str) -> String {
    format!(
        r#"{{"organizationId":"5b0d2f7e-41c9-4a83-9e57-d3f80c1a95b2","deploymentId":"{CHAT}","routingTarget":{{"targetType":"QUEUE",{target}}},"memberInfo":{{"displayName":"Guest"}}{more}}}"#
    )
}

#[test]
fn an_unknown_deployment_is_told_once() {
    let twice = format!("{}\n{CONFIGURED}", configure(OTHER));
    let found = told(organisation(true), &socket(OTHER, &twice));
    insta::assert_snapshot!(found.join("\n"), @r#"error GL504: there is no deployment with the id "d1a4b7f3-96c2-4e58-b03d-7a21c8f6e954" | the known deployment is c7e2a915-0d38-4b6f-8a41-5f90d3b2e687 (Shop EU)"#);
    let without_a_url = log(&format!("{twice}\n{}", configure(OTHER)));
    assert_eq!(told(organisation(true), &without_a_url).len(), 1);
    assert_eq!(told(organisation(false), &socket(OTHER, &twice)).len(), 0);
    assert_eq!(told(Context::default(), &socket(OTHER, &twice)).len(), 0);
}

#[test]
fn a_deployment_of_the_other_kind_is_told_whatever_else_there_is() {
    let found = [
        told(organisation(false), &socket(CHAT, "")),
        told(organisation(false), &chat(r#""targetAddress":"Returns""#, "").replace(CHAT, MESSAGING)),
    ];
    insta::assert_snapshot!(found.concat().join("\n"), @r#"
    error GL504: "7b52d4e8-1f96-4a3c-b08d-e64c92a7f135" is the id of a web chat deployment, not of a Messenger deployment | use the id of a Messenger deployment: the two kinds are made in different places, and have ids of their own
    error GL504: "c7e2a915-0d38-4b6f-8a41-5f90d3b2e687" is the id of a Messenger deployment, not of a web chat deployment | use the id of a web chat deployment: the two kinds are made in different places, and have ids of their own
    "#);
    // A list of the other kind alone says nothing of this one.
    let mut context = organisation(true);
    context.deployments.complete = None;
    assert_eq!(told(context, &socket(OTHER, "")).len(), 0);
}

#[test]
fn queues_by_name() {
    let target = |name: &str| chat(&format!(r#""targetAddress":"{name}""#), "");
    let mut found = Vec::new();
    for name in ["web  chat eu", "Web Chat US", "Payments", QUEUE, MESSAGING] {
        found.extend(told(organisation(true), &target(name)));
    }
    insta::assert_snapshot!(found.join("\n"));
    let complete = organisation(true);
    assert_eq!(told(complete.clone(), &target("Web Chat EU")).len(), 0);
    let partial = organisation(false);
    for name in ["Payments", "web chat eu", MESSAGING] {
        assert_eq!(told(partial.clone(), &target(name)).len(), 0, "{name}");
    }
    assert_eq!(told(partial, &target(QUEUE)).len(), 1);
    // The queue whose name nobody told may be the one.
    let mut unnamed = complete;
    unnamed.queues.entries.get_mut(OTHER).unwrap().name = None;
    assert_eq!(told(unnamed, &target("Payments")).len(), 0);
}

#[test]
fn languages_of_the_organisation() {
    let target = |language: &str| chat(&format!(r#""targetAddress":"Returns","language":"{language}""#), "");
    let mut found = Vec::new();
    for language in ["English - Writen", "english - written", "en-US", "German", "Dutch"] {
        found.extend(told(organisation(true), &target(language)));
    }
    insta::assert_snapshot!(found.join("\n"));
    assert_eq!(told(organisation(true), &target("English - Written")).len(), 0);
    assert_eq!(told(organisation(false), &target("en-US")).len(), 0);
    assert_eq!(told(organisation(false), &target("German")).len(), 1);
}

#[test]
fn a_guest_of_the_web_chat_signs_in_by_a_token() {
    let mut context = organisation(true);
    let deployment = context.deployments.entries.get_mut(CHAT).unwrap();
    deployment.facts.say(&AUTHENTICATION_REQUIRED, flag(true));
    let target = r#""targetAddress":"Returns""#;
    let signed_in = chat(target, r#","memberAuthToken":"signed-in-guest""#);
    assert_eq!(told(context.clone(), &signed_in).len(), 0);
    insta::assert_snapshot!(told(context, &chat(target, "")).join("\n"), @"error GL507: the guest is anonymous, and the deployment Legacy chat takes only guests who are signed in | sign the guest in, and send the JWT as memberAuthToken");
}

/// Every state, Origin and ending of the handshake that a diagnosis tells apart.
#[test]
fn causes_of_an_end() {
    let inactive = || {
        let mut context = organisation(true);
        let deployment = context.deployments.entries.get_mut(MESSAGING).unwrap();
        deployment.facts.say(&STATUS, word("Inactive"));
        deployment.facts.say(&ALLOW_ALL_DOMAINS, flag(false));
        deployment.facts.say(&ALLOWED_DOMAINS, texts("shop.example"));
        deployment.facts.say(&AUTHENTICATION_REQUIRED, flag(true));
        deployment.facts.say(&TYPING, flag(false));
        context
    };
    let open =
        |id: &str, more: &str| format!(r#"open "url":"wss://webmessaging.mypurecloud.de/v1?deploymentId={id}"{more}"#);
    let page = r#","origin":"https://blog.example""#;
    let typing = r#"> {"action":"onMessage","token":"3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34","message":{"type":"Event","events":[{"eventType":"Typing","typing":{"type":"On"}}]}}"#;
    let dropped = r#"close "code":1006"#;
    let cases = [
        ("403", open(MESSAGING, &format!(r#","status":403{page}"#))),
        ("401", open(MESSAGING, &format!(r#","status":401{page}"#))),
        ("503", open(MESSAGING, &format!(r#","status":503{page}"#))),
        ("unknown id, 403", open(OTHER, r#","status":403"#)),
        ("dropped without a frame", format!("{}\n{dropped}", open(OTHER, ""))),
        (
            "dropped after the session's opening",
            format!("{}\n{}\n{dropped}", open(MESSAGING, page), configure(MESSAGING)),
        ),
        ("unknown id in the last frame", format!("{}\n{dropped}", configure(OTHER))),
        (
            "typing answered with 403",
            format!(
                "{}\n{}\n{CONFIGURED}\n{typing}\n{}",
                open(MESSAGING, page),
                configure(MESSAGING),
                r#"< {"type":"response","class":"string","code":403,"body":"Turn on the Feature Toggle or fix the configuration."}"#
            ),
        ),
    ];
    let mut text = String::new();
    for (what, script) in cases {
        let report = run_in(inactive(), &log(&script));
        text.push_str(&format!("# {what}\n"));
        let diagnosis = report.sessions[0].diagnosis.as_ref().unwrap();
        for cause in &diagnosis.causes {
            let confidence = cause.confidence.as_str();
            text.push_str(&format!("{confidence}: {} {}\n", cause.rule.code, cause.why));
        }
    }
    insta::assert_snapshot!(text);
}

/// A refusal shows that a local page, or the vendor's own, is meant after all.
#[test]
fn exempt_pages_are_told_only_when_they_were_refused() {
    let mut context = organisation(true);
    let deployment = context.deployments.entries.get_mut(MESSAGING).unwrap();
    deployment.facts.say(&ALLOWED_DOMAINS, texts("https://shop.example"));
    let found = |origin: &str, status: u16| {
        let open = format!(
            r#"open "url":"wss://webmessaging.mypurecloud.de/v1?deploymentId={MESSAGING}","status":{status},"origin":"{origin}""#
        );
        let found = told(context.clone(), &log(&open));
        found.first().and_then(|found| found.split(' ').next()).map_or("none".to_owned(), str::to_owned)
    };
    for (origin, opened, refused) in [
        ("http://192.168.1.20:3000", "none", "error"),
        ("https://apps.mypurecloud.de", "none", "error"),
        ("https://webmessaging.mypurecloud.de", "none", "none"),
        ("http://localhost", "none", "none"),
        ("https://shop.example", "note", "error"),
        ("https://blog.example", "warning", "error"),
    ] {
        assert_eq!(found(origin, 101), opened, "{origin}");
        assert_eq!(found(origin, 403), refused, "{origin}");
    }
}
