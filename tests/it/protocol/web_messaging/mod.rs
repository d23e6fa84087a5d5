//! Web Messaging as its manifest has it: every sequence rule, limit, rate, code and example, and how its sockets are recognised
//! among others.

mod allowed;
mod frames;
mod ids;
mod limits;
mod recognition;
mod sequence;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{findings, is_fault, run, text, with_stdin};

use frames::*;

#[test]
fn every_message_has_a_schema_whose_examples_are_clean() {
    for protocol in ["web-messaging", "webchat-v2"] {
        for message in list(&manifest(protocol), "messages") {
            let name = text(message, "name");
            let schema = schema(protocol, name);
            let examples = list(&schema, "examples");
            assert!(!examples.is_empty(), "{protocol} {name}");
            for example in examples {
                let report = report(&format!(" --protocol {protocol}"), &example.to_string());
                let told: Vec<_> = findings(&report)
                    .iter()
                    .filter(|finding| match text(finding, "code") {
                        "GL112" => protocol != "webchat-v2",
                        "GL403" | "GL404" => message["reportsError"].is_null() && message["endsSession"].is_null(),
                        _ => true,
                    })
                    .collect();
                assert_eq!(told, Vec::<&Value>::new(), "{protocol} {name}: {example}");
                let summary = &report["summary"];
                assert_eq!(summary["payloads"], 1, "{protocol} {name}: {example}");
            }
        }
    }
}

/// What shyrka-chat 1.0.0 lists (swagger.json of MyPureCloud/web-messaging-sdk-java 18.1.0), written down here so that the next
/// version of the API shows as a difference.
#[test]
fn the_lists_are_those_of_shyrka_chat_1_0_0() {
    let manifest = manifest("web-messaging");
    let named = |direction: &str| -> BTreeSet<&str> {
        let messages = list(&manifest, "messages").iter();
        messages
            .filter(|message| text(message, "direction") == direction)
            .map(|message| text(message, "name"))
            .collect()
    };
    // RequestType
    let actions = "configureSession configureAuthenticatedSession onAttachment getAttachment deleteAttachment onMessage \
        closeSession echo getJwt disconnectCustomer resumeToken getConfiguration";
    assert_eq!(named("client"), words(actions));
    // MessageDataType; ErrorMessage is of Genesys's page, by SAF
    let classes = "string SessionResponse StructuredMessage PresignedUrlResponse AttachmentDeletedResponse UploadFailureEvent \
        UploadSuccessEvent ConnectionClosedEvent LogoutEvent SessionExpiredEvent JwtResponse GetConfigurationResponse \
        GenerateUrlError TooManyRequestsErrorMessage ResumeTokenResponse SessionClearedEvent Error Unknown ErrorMessage";
    assert_eq!(named("server"), words(classes));
    let schema = schema("web-messaging", "onMessage");
    let content = "/content/items/properties";
    let events = "/events/items/properties";
    for (place, values) in [
        ("/type".to_owned(), "Text Structured Event Message Receipt"),
        ("/status".to_owned(), "Sent Delivered Read Failed Published Removed"),
        // ContentType
        (
            format!("{content}/contentType"),
            "Attachment ButtonResponse Card Carousel DatePicker Form GenericTemplate InteractiveApplication ListPicker \
             ListTemplate Location Mention Notification PaymentRequest PaymentResponse Postback Push QuickReply QuickReplyV2 \
             Reactions RichLink RoadsideAssistance Story Text",
        ),
        (format!("{content}/buttonResponse/properties/type"), "Button DatePicker Form ListPicker QuickReply"),
        (format!("{events}/eventType"), "CoBrowse Presence Reactions Typing Video"),
        (
            format!("{events}/presence/properties/type"),
            "Authenticate AuthenticateCancel AuthenticateFailure Clear Disconnect Join SessionExpired SignIn",
        ),
        // Off is not in the list, but KT's tests have it
        (format!("{events}/typing/properties/type"), "On Off"),
        (format!("{events}/coBrowse/properties/type"), "Offering OfferingAccepted OfferingRejected OfferingExpired"),
        (format!("{events}/video/properties/type"), "Offering OfferingAccepted OfferingRejected OfferingExpired"),
    ] {
        let place = format!("/properties/message/properties{place}/enum");
        let listed = schema.pointer(&place).unwrap().as_array().unwrap().iter();
        let listed: BTreeSet<&str> = listed.map(|value| value.as_str().unwrap()).collect();
        assert_eq!(listed, words(values), "{place}");
    }
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().collect()
}

#[test]
fn every_code_is_explained() {
    for code in list(&manifest("web-messaging"), "codes") {
        let number = code["code"].as_i64().unwrap();
        let status = if number < 1000 { number } else { 400 };
        // As the code itself, and inside a body.
        let own = server("string", number, "refused".into());
        let inside = server("Error", status, json!({ "errorCode": number, "errorMessage": "refused" }));
        for answer in [own, inside] {
            let frames = [
                ("send", frame("configure").1, STEP),
                ("recv", frame("session").1, STEP),
                ("send", frame("text").1, STEP),
                ("recv", answer.clone(), STEP),
            ];
            let report = report("", &log_of(Some(URL), &frames));
            let faults: Vec<_> = findings(&report).iter().filter(is_fault).collect();
            let [fault] = faults[..] else {
                panic!("{answer}: {faults:?}");
            };
            let rule = if code["terminal"] == true { "GL404" } else { "GL403" };
            assert_eq!(text(fault, "code"), rule, "{answer}");
            let (message, help) = (text(fault, "message"), text(fault, "help"));
            assert!(message.contains(&format!("{number} ({})", text(code, "name"))), "{message}");
            assert!(help.contains(text(code, "meaning")) && help.contains(text(code, "help")), "{help}");
        }
    }
}

#[test]
fn every_known_text_of_an_error_is_explained() {
    for body in list(&manifest("web-messaging"), "bodies") {
        let frames = [
            ("send", frame("configure").1, STEP),
            ("recv", frame("session").1, STEP),
            ("send", frame("text").1, STEP),
            ("recv", server("string", 403, format!("{}, truly", text(body, "text")).into()), STEP),
        ];
        let report = report("", &log_of(Some(URL), &frames));
        let fault = findings(&report).iter().find(is_fault).unwrap();
        assert_eq!(text(fault, "code"), "GL403");
        assert!(text(fault, "help").contains(text(body, "meaning")), "{fault}");
    }
}

#[test]
fn the_tokens_of_a_session_are_not_shown() {
    let ran = with_stdin("check - -v", log("configure session other-token:text").as_bytes());
    assert!(!ran.stdout.contains(TOKEN) && !ran.stdout.contains(OTHER_TOKEN), "{}", ran.stdout);
    let json = run(&["check", "fixtures/invalid/GL309-web-messaging-another-token.ndjson", "--output", "json"]);
    assert!(!json.stdout.contains(TOKEN) && !json.stdout.contains(OTHER_TOKEN), "{}", json.stdout);
}
