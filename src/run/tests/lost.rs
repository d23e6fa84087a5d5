//! Why a session of Web Messaging ended that the server had lost.

use super::*;

const OPENED: &str = r#"{"event":"open","url":"wss://webmessaging.mypurecloud.com/v1?deploymentId=8a1f6c3e-52b7-4d90-9e14-7c06b3d2f815","status":101}
{"event":"send","data":{"action":"configureSession","deploymentId":"8a1f6c3e-52b7-4d90-9e14-7c06b3d2f815","token":"3f9d2b60-7c41-4e8a-b5d7-19a6e0c48f23"}}
{"event":"recv","data":{"type":"response","class":"SessionResponse","code":200,"body":{"connected":true,"newSession":false,"readOnly":false}}}
"#;

/// The causes after the server has sent `last`, and the socket was dropped.
fn causes(last: &str) -> Vec<String> {
    let dropped = r#"{"event":"close","code":1006,"clean":false}"#;
    let text = format!("{OPENED}{{\"event\":\"recv\",\"data\":{last}}}\n{dropped}\n");
    let mut kept = Kept::default();
    let mut run = Run::new(Options::default(), &mut kept).unwrap();
    run.input(Input::Stdin(text.into_bytes().into())).unwrap();
    run.finish().unwrap();
    let diagnosis = kept.0[0].sessions[0].diagnosis.as_ref().unwrap();
    let causes = diagnosis.causes.iter();
    causes.map(|cause| format!("{}: {} {}", cause.confidence.as_str(), cause.rule.code, cause.why)).collect()
}

#[test]
fn the_end_of_the_session_is_the_cause() {
    for last in [
        r#"{"type":"response","class":"string","code":4006,"body":"session has expired"}"#,
        r#"{"type":"message","class":"SessionExpiredEvent","code":200,"body":{}}"#,
    ] {
        assert_eq!(causes(last), ["high: GL404 the server says so itself"]);
    }
}

#[test]
fn an_end_that_was_asked_for_is_none() {
    let cleared = r#"{"type":"message","class":"SessionClearedEvent","code":200,"body":{}}"#;
    assert_eq!(causes(cleared), [""; 0]);
}
