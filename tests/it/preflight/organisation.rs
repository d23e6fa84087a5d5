//! `guestlint preflight` against what is known of the organisation: each check with an export that agrees, one that does not,
//! and one that does not say.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::{Ran, command, findings, is_fault, text};

const ID: &str = "8d3f1c52-07a9-4c83-b1de-6a2f9e0b4c77";
const OTHER: &str = "11c5b0aa-94de-4f5b-8a60-2d7e3c1f9b08";
const QUEUE: &str = "2f6f0c1e-8c1b-4d0a-9c57-5f1f6f0a7b21";
const TOKEN: &str = "0b9d7a35-62c4-4f0e-8f1a-d5c3e6b7a890";

/// A deployment with its configuration, of which each thing can be said otherwise or left out.
fn deployment(change: impl FnOnce(&mut Value)) -> Value {
    let mut export = json!({
        "deployment": {
            "id": ID, "name": "Shop", "allowAllDomains": false, "allowedDomains": ["shop.example"], "status": "Active",
            "flow": {"id": "d2a0b8c1-7f46-4a93-9c1e-64b5e0f7a305", "name": "Inbound"},
            "configuration": {"id": "91e7d5b2-0a68-4f3c-b6d9-2f84c70e1a06", "version": "3"},
            "selfUri": format!("/api/v2/webdeployments/deployments/{ID}")
        },
        "configurationVersion": {
            "id": "91e7d5b2-0a68-4f3c-b6d9-2f84c70e1a06", "version": "3", "status": "Active", "languages": ["en-us"],
            "defaultLanguage": "en-us", "headlessMode": {"enabled": true},
            "messenger": {"enabled": true, "apps": {"conversations": {
                "enabled": true, "showUserTypingIndicator": true, "autoStart": {"enabled": true},
                "conversationClear": {"enabled": true}
            }}},
            "authenticationSettings": {"enabled": false, "allowSessionUpgrade": false}
        }
    });
    change(&mut export);
    export
}

fn listing(kind: &str, entities: Value, total: u64) -> Value {
    let path = format!("/api/v2/{kind}");
    json!({"entities": entities, "pageSize": 25, "pageNumber": 1, "total": total, "pageCount": total.div_ceil(25).max(1),
        "selfUri": format!("{path}?pageSize=25&pageNumber=1")})
}

struct Check {
    folder: TempDir,
    arguments: Vec<String>,
}

impl Check {
    /// A client of Web Messaging that sends these frames.
    fn messaging(frames: &[Value]) -> Self {
        let mut all = vec![json!({"action": "configureSession", "deploymentId": ID, "token": TOKEN})];
        all.extend_from_slice(frames);
        let endpoint = format!("wss://webmessaging.mypurecloud.de/v1?deploymentId={ID}");
        Self::new(&endpoint, &all)
    }

    /// A client of guest-conversations that starts a chat in this queue.
    fn guest(queue: &str) -> Self {
        let endpoint = "wss://api.mypurecloud.de/api/v2/guest/conversations/websocket";
        let start = json!({"type": "startChat", "queueId": queue, "routingData": {"language": "en-US"}});
        Self::new(endpoint, &[json!({"type": "connect", "version": "2.0"}), start])
    }

    fn new(endpoint: &str, frames: &[Value]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lines: Vec<String> = frames.iter().map(Value::to_string).collect();
        fs::write(folder.path().join("plan.ndjson"), lines.join("\n")).unwrap();
        let arguments = ["preflight", "--endpoint", endpoint, "--payload", "plan.ndjson"];
        Self { folder, arguments: arguments.map(str::to_owned).to_vec() }
    }

    fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    fn file(self, name: &str, content: &str) -> Self {
        fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    fn export(self, export: &Value) -> Self {
        self.file("export.json", &format!("{export:#}")).with(&["--export", "export.json"])
    }

    fn run(&self) -> Ran {
        command(&self.arguments).current_dir(self.folder.path()).output().unwrap().into()
    }

    fn report(mut self) -> Value {
        self.arguments.extend(["--output".to_owned(), "json".to_owned()]);
        self.run().report()
    }
}

fn codes(report: &Value) -> Vec<&str> {
    let faults = findings(report).iter().filter(is_fault);
    faults.map(|finding| text(finding, "code")).collect()
}

/// The result of a row.
fn row<'r>(report: &'r Value, name: &str) -> &'r str {
    let checks = report["preflight"][0]["checks"].as_array().unwrap();
    let row = checks.iter().find(|check| check["name"] == name);
    text(row.unwrap_or_else(|| panic!("no row {name}: {checks:#?}")), "result")
}

/// The three exports of one check: one that agrees, one that does not (with its code), and one that does not say.
fn three(name: &str, check: impl Fn() -> Check, good: &Value, bad: (&Value, &str), silent: &Value) {
    let agrees = check().export(good).report();
    assert_eq!(codes(&agrees), [""; 0], "{name}");
    assert_eq!(row(&agrees, name), "passed", "{name}");
    let disagrees = check().export(bad.0).report();
    assert_eq!(codes(&disagrees), [bad.1], "{name}");
    assert_ne!(row(&disagrees, name), "passed", "{name}");
    let finding = findings(&disagrees).iter().find(|finding| finding["code"] == bad.1).unwrap();
    let related = finding["related"].as_array().unwrap().iter();
    let other = related.filter(|related| related["role"] == "counterpart");
    let files: Vec<_> = other.map(|related| text(&related["location"], "file")).collect();
    assert_eq!(files, ["export.json"], "{name}: {finding:#}");
    let says_nothing = check().export(silent).report();
    assert_eq!(codes(&says_nothing), [""; 0], "{name}");
    assert_eq!(row(&says_nothing, name), "not checked", "{name}");
}

#[test]
fn the_deployment() {
    let one = |id: &str| {
        json!({"id": id, "name": "Shop", "allowAllDomains": true, "allowedDomains": [], "status": "Active",
        "selfUri": format!("/api/v2/webdeployments/deployments/{id}")})
    };
    let all = |id: &str| json!({"entities": [one(id)], "total": 1, "selfUri": "/api/v2/webdeployments/deployments"});
    let part = json!({"entities": [one(OTHER)], "total": 40, "nextUri": "/api/v2/webdeployments/deployments?after=x",
        "selfUri": "/api/v2/webdeployments/deployments"});
    three("deployment", || Check::messaging(&[]), &all(ID), (&all(OTHER), "GL504"), &part);
    let inactive = deployment(|export| export["deployment"]["status"] = "Inactive".into());
    let report = Check::messaging(&[]).export(&inactive).report();
    assert_eq!(codes(&report), ["GL505"]);
}

#[test]
fn the_origin() {
    let check = |origin: &'static str| move || Check::messaging(&[]).with(&["--origin", origin]);
    let other = deployment(|export| export["deployment"]["allowedDomains"] = json!(["other.example"]));
    let silent = deployment(|export| {
        let deployment = export["deployment"].as_object_mut().unwrap();
        deployment.remove("allowedDomains");
        deployment.remove("allowAllDomains");
    });
    let good = deployment(|_| ());
    three("origin", check("https://shop.example"), &good, (&other, "GL110"), &silent);
    three("origin", check("https://www.shop.example:8443"), &good, (&other, "GL110"), &silent);
    // Without an origin there is nothing to hold against the domains.
    let report = Check::messaging(&[]).export(&good).report();
    assert_eq!(row(&report, "origin"), "not checked");
}

#[test]
fn whether_guests_must_sign_in() {
    let must = deployment(|export| {
        export["configurationVersion"]["authenticationSettings"]["enabled"] = true.into();
    });
    let silent = deployment(|export| {
        export["configurationVersion"].as_object_mut().unwrap().remove("authenticationSettings");
    });
    three("sign-in", || Check::messaging(&[]), &deployment(|_| ()), (&must, "GL507"), &silent);
}

#[test]
fn features_that_are_switched_off() {
    let event =
        |event: Value| json!({"action": "onMessage", "token": TOKEN, "message": {"type": "Event", "events": [event]}});
    let typing = event(json!({"eventType": "Typing", "typing": {"type": "On"}}));
    let clear = event(json!({"eventType": "Presence", "presence": {"type": "Clear"}}));
    let app = "/configurationVersion/messenger/apps/conversations";
    for (frame, key, off) in
        [(&typing, "showUserTypingIndicator", json!(false)), (&clear, "conversationClear", json!({"enabled": false}))]
    {
        let bad = deployment(|export| export.pointer_mut(app).unwrap()[key] = off);
        let silent = deployment(|export| {
            export.pointer_mut(app).unwrap().as_object_mut().unwrap().remove(key);
        });
        let check = || Check::messaging(std::slice::from_ref(frame));
        three("features", check, &deployment(|_| ()), (&bad, "GL506"), &silent);
    }
}

#[test]
fn the_queue() {
    let queue = |id: &str| {
        json!({"id": id, "name": "Web chat", "mediaSettings": {}, "memberCount": 3,
        "selfUri": format!("/api/v2/routing/queues/{id}")})
    };
    let all = |id: &str| listing("routing/queues", json!([queue(id)]), 1);
    let part = listing("routing/queues", json!([queue(OTHER)]), 112);
    three("queue", || Check::guest(QUEUE), &all(QUEUE), (&all(OTHER), "GL501"), &part);
    // The settings may name another queue than the payloads.
    let report = Check::guest(QUEUE)
        .file("chat.env", &format!("QUEUE_ID={OTHER}\n"))
        .with(&["--settings", "chat.env"])
        .export(&all(QUEUE))
        .report();
    assert_eq!(codes(&report), ["GL501"]);
    assert_eq!(text(&findings(&report)[0]["location"], "file"), "chat.env");
}

#[test]
fn what_only_the_configuration_knows_of_a_queue() {
    let check = |more: &str| {
        let toml = format!("[queues.\"{QUEUE}\"]\nname = \"Web chat\"\n{more}\n");
        Check::guest(QUEUE).file("guestlint.toml", &toml).report()
    };
    let good = check("languages = [\"en-US\"]\nrequired-attributes = [\"language\"]");
    assert_eq!(codes(&good), [""; 0]);
    assert_eq!((row(&good, "language"), row(&good, "attributes")), ("passed", "passed"));
    assert_eq!(codes(&check("languages = [\"de-DE\"]")), ["GL502"]);
    assert_eq!(codes(&check("required-attributes = [\"tier\"]")), ["GL503"]);
    let silent = check("");
    assert_eq!(codes(&silent), [""; 0]);
    assert_eq!((row(&silent, "language"), row(&silent, "attributes")), ("not checked", "not checked"));
}

#[test]
fn a_language_of_the_organisation_is_only_for_the_removed_web_chat() {
    let language = |name: &str| {
        json!({"id": OTHER, "name": name, "state": "active", "version": "1",
        "selfUri": format!("/api/v2/routing/languages/{OTHER}")})
    };
    let all = |name: &str| listing("routing/languages", json!([language(name)]), 1);
    let chat = |export: &Value| {
        let body = json!({"organizationId": OTHER, "deploymentId": ID,
            "routingTarget": {"targetType": "QUEUE", "targetAddress": "Web chat", "language": "English - Written"},
            "memberInfo": {"displayName": "Guest"}});
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.ndjson"), body.to_string()).unwrap();
        let arguments = ["preflight", "--payload", "plan.ndjson"].map(str::to_owned).to_vec();
        Check { folder, arguments }.export(export).report()
    };
    let good = chat(&all("English - Written"));
    assert!(!codes(&good).contains(&"GL502"), "{:?}", codes(&good));
    assert_eq!(row(&good, "language"), "passed");
    assert!(codes(&chat(&all("German"))).contains(&"GL502"));
    // The language tag of the other protocol is no such name.
    let guest = Check::guest(QUEUE).export(&all("German")).report();
    assert_eq!(codes(&guest), [""; 0]);
}

#[test]
fn the_region_that_an_export_names() {
    let config = |domain: &str| {
        json!({"id": "91e7d5b2-0a68-4f3c-b6d9-2f84c70e1a06", "version": "3", "languages": ["en-us"],
        "defaultLanguage": "en-us", "apiEndpoint": format!("https://api.{domain}"), "status": "Active",
        "messenger": {"enabled": true, "apps": {"conversations": {"messagingEndpoint": format!("wss://webmessaging.{domain}")}}},
        "auth": {"enabled": false, "allowSessionUpgrade": false}})
    };
    let report = Check::messaging(&[]).export(&config("mypurecloud.de")).report();
    assert_eq!(codes(&report), [""; 0]);
    assert_eq!(row(&report, "region"), "passed");
    let report = Check::messaging(&[]).export(&config("mypurecloud.ie")).report();
    assert_eq!(codes(&report), ["GL106"]);
}

#[test]
fn exports_that_are_broken_or_none_are_named_and_the_rest_goes_on() {
    let cut = deployment(|_| ()).to_string();
    let cut = cut.get(..cut.len() - 40).unwrap();
    let check = Check::messaging(&[])
        .file("cut.json", cut)
        .file("package.json", r#"{"name":"shop","version":"1.0.0"}"#)
        .with(&["--origin", "https://shop.example", "--export", "cut.json", "package.json"])
        .export(&deployment(|_| ()));
    let screen = check.run();
    assert_eq!(screen.exit, 0, "{}", screen.stdout);
    insta::assert_snapshot!(screen.stdout);
    let report = check.report();
    assert_eq!(codes(&report), ["GL903"]);
    assert_eq!(row(&report, "origin"), "passed");
}

#[test]
fn the_whole_screen() {
    let bad = deployment(|export| {
        export["deployment"]["allowedDomains"] = json!(["other.example"]);
        export["deployment"]["status"] = "Inactive".into();
    });
    let check = Check::messaging(&[]).with(&["--origin", "https://shop.example"]).export(&bad);
    insta::assert_snapshot!(check.run().stdout);
}

#[test]
fn a_check_of_captures_takes_the_same_exports() {
    let check = Check::messaging(&[]);
    let inactive = deployment(|export| export["deployment"]["status"] = "Inactive".into());
    fs::write(check.folder.path().join("export.json"), inactive.to_string()).unwrap();
    let log = format!(
        "{}\n{}\n",
        json!({"event": "open", "url": format!("wss://webmessaging.mypurecloud.de/v1?deploymentId={ID}"), "status": 403}),
        json!({"event": "close", "code": 1006})
    );
    fs::write(check.folder.path().join("failed.ndjson"), log).unwrap();
    let ran: Ran = command(&["check", "failed.ndjson", "--export", "export.json", "--output", "json"])
        .current_dir(check.folder.path())
        .output()
        .unwrap()
        .into();
    let report = ran.report();
    let cause = &report["sessions"][0]["causes"][0];
    assert_eq!((text(cause, "code"), text(cause, "confidence")), ("GL505", "high"));
}
