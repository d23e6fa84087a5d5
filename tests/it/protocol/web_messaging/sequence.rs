//! Every sequence rule: a log that keeps it, one that breaks it, and a near miss.

use crate::common::{findings, text};

use super::frames::*;

/// A rule of the sequence: its id, a log that keeps it, one that breaks it, and one that only looks so.
struct Case {
    id: &'static str,
    clean: String,
    faulty: String,
    near: String,
}

fn case(id: &'static str, clean: &str, faulty: &str, near: &str) -> Case {
    let [clean, faulty, near] = [clean, faulty, near].map(str::to_owned);
    Case { id, clean, faulty, near }
}

fn cases() -> Vec<Case> {
    let requests = |count: usize| format!("configure session{}", " get-jwt@800".repeat(count));
    vec![
        case(
            "nothing-after-close",
            "configure session text close",
            "configure session close text",
            "configure session text close answer",
        ),
        case(
            "nothing-after-session-end",
            "configure session text closed close",
            "configure session closed text",
            "configure session clear cleared closed close",
        ),
        case(
            "nothing-after-session-lost",
            "configure session text 4006 close",
            "configure session text 4007 text",
            "configure session text 4011 text",
        ),
        case(
            "configure-first",
            "configure session text",
            "text configure session",
            "get-configuration configure session text",
        ),
        case("frames-after-session", "configure session echo", "configure echo session", "resumed echo"),
        case(
            "nothing-in-read-only",
            "configure session disconnect-read-only close-session ended configure-new session text",
            "configure session disconnect-read-only text",
            "configure read-only clear cleared close",
        ),
        case(
            "frames-after-reopened",
            "configure read-only close-session ended configure-new session echo",
            "configure read-only close-session ended echo configure-new session",
            "configure session close-session",
        ),
        case(
            "token-constant",
            "configure session text text",
            "configure session other-token:text",
            "other-token:configure session other-token:text",
        ),
        case(
            "no-downgrade",
            "authenticate session text",
            "authenticate session configure resumed",
            "configure session authenticate resumed text",
        ),
        case(
            "start-new-while-active",
            "configure read-only close-session ended configure-new session text",
            "configure session configure-new session",
            "configure session disconnect configure-new session",
        ),
        case(
            "configure-unanswered",
            "configure session",
            "configure configure session",
            "authenticate 401 authenticate session",
        ),
        case(
            "configure-while-active",
            "configure session session text",
            "configure session configure session",
            "configure 401 configure session",
        ),
        case(
            "authenticate-again",
            "authenticate session text",
            "authenticate session authenticate session",
            "authenticate session text 401 authenticate resumed text",
        ),
        case(
            "attachment-after-upload",
            "configure session upload presigned uploaded attached",
            "configure session upload presigned attached uploaded",
            "configure resumed attached",
        ),
        case(
            "join-after-new-session",
            "configure session join",
            "configure resumed join",
            "configure session resumed join",
        ),
        case(
            "join-not-after-autostart",
            "configure autostarted text",
            "configure autostarted join",
            "configure session join",
        ),
        case(
            "join-once",
            "configure session join text",
            "configure session join join",
            "configure session join disconnect configure-new session join",
        ),
        case(
            "deployment-of-the-url",
            "configure session",
            "other-deployment:configure session",
            "get-configuration configure session",
        ),
        case("configure-answered", "configure session", "configure close", "configure 403 close"),
        case(
            "requests-answered",
            "configure#1 session#1 text#2 inbound#2 get-jwt#3 jwt#3 close",
            "configure#1 session#1 text#2 get-jwt#3 jwt#3 close",
            "configure#1 session#1 text#2 get-jwt#3 jwt#3 403 close",
        ),
        case(
            "tracing-id-once",
            "configure#1 session text#2 get-jwt#3",
            "configure#1 session text#2 get-jwt#2",
            "configure#1 session echo#2 echo#2@30000",
        ),
        case(
            "typing-per-5s",
            "configure session typing text typing",
            "configure session typing typing@4900",
            "configure session typing typing@5000",
        ),
        case(
            "echo-per-minute",
            "configure session echo echo",
            "configure session echo echo@29000 echo@30000",
            "configure session echo echo@30000 echo@30000 echo@30000",
        ),
        case(
            "messages-per-second",
            "configure session text text",
            "configure session text text@100 text@100 text@100 text@100 text@100",
            "configure session text text@200 text@200 text@200 text@200 text@200 text@200",
        ),
        Case {
            id: "requests-per-minute",
            clean: requests(20),
            faulty: requests(60),
            near: format!("configure session{}", " get-jwt@1000".repeat(90)),
        },
    ]
}

#[test]
fn every_sequence_rule_is_kept_broken_and_nearly_broken() {
    let manifest = manifest("web-messaging");
    let rules = list(&manifest, "sequence");
    let cases = cases();
    let told: Vec<_> = rules.iter().map(|rule| text(rule, "id")).collect();
    let shown: Vec<_> = cases.iter().map(|case| case.id).collect();
    assert_eq!(shown, told);
    for (rule, case) in rules.iter().zip(&cases) {
        for words in [&case.clean, &case.near] {
            assert_eq!(order(&report("", &log(words))), [], "{}: {words}", case.id);
        }
        let report = report("", &log(&case.faulty));
        let [(code, severity, message)] = order(&report)[..] else {
            panic!("{}: {:?}", case.id, order(&report));
        };
        assert_eq!(code, text(rule, "rule"), "{}", case.id);
        if rule["severity"].is_string() {
            assert_eq!(severity, text(rule, "severity"), "{}", case.id);
        }
        // What stands in braces is filled in.
        let mut said = text(rule, "message").split(['{', '}']).step_by(2);
        assert!(said.all(|part| message.contains(part)) && !message.contains(['{', '}']), "{}: {message}", case.id);
        assert!(findings(&report).iter().all(|finding| finding["count"] == 1), "{}", case.id);
    }
}
