//! Huge inputs through whole runs.

use guestlint::capture::Format;
use guestlint::run::{Options, Outcome};

use crate::effort::linear;
use crate::inputs::{FRAMES, Told, frame_log, har, quoted, run_into, told};

/// Runs once, in linear time.
fn survives(input: impl Into<Vec<u8>>) -> (String, Outcome) {
    let input = input.into();
    linear(|| told(input))
}

#[test]
fn one_line_of_30_megabytes() {
    let text = "x".repeat(30 << 20);
    let payload = format!("{{\"type\":\"startChat\",\"queueId\":\"{text}\"}}");
    assert!(survives(payload.clone()).0.contains("GL201"));
    let escaped = quoted(&payload);
    survives(format!("{{\"ts\":1,\"socket\":\"1\",\"event\":\"send\",\"data\":{escaped}}}\n"));
    survives(har(&format!(r#"{{"type":"send","time":1,"opcode":1,"data":{escaped}}}"#)));
}

#[test]
fn many_of_everything() {
    survives("\n".repeat(1 << 20));
    survives("\r".repeat(1 << 20));
    survives(format!("[{}1]", "[],".repeat(50_000)));
    let items = vec![FRAMES[2].1; 2000].join(",");
    let (_, outcome) = survives(format!("[{items}]"));
    assert_eq!(outcome.summary.payloads, 2000);
    survives(format!("{}1{}", "[{\"a\":[".repeat(60), "]}]".repeat(60)));
    let keys: String = (0..1_000).map(|at| format!("\"key{at}\":{at},")).collect();
    survives(format!("{{{keys}\"type\":\"startChat\"}}"));
    let same = "\"queueId\":1,".repeat(20_000);
    survives(format!("{{{same}\"type\":\"startChat\"}}"));
}

#[test]
fn many_sockets_in_one_log() {
    const SOCKETS: usize = 100_000;
    let row = |at: usize| {
        format!("{{\"ts\":{},\"socket\":\"{at}\",\"event\":\"send\",\"data\":{{\"type\":\"startChat\"}}}}\n", 1000 + at)
    };
    // Findings on each of them would be most of the time: one in fifty has some.
    let fine = |at: usize| {
        format!("{{\"ts\":{},\"socket\":\"{at}\",\"event\":\"recv\",\"data\":{{\"type\":\"connected\"}}}}\n", 1000 + at)
    };
    let log: String = (0..SOCKETS).map(|at| if at % 50 == 0 { row(at) } else { fine(at) }).collect();
    let (_, outcome) = survives(log);
    assert_eq!(outcome.summary.sessions + outcome.summary.ignored_sessions, SOCKETS as u64);
    assert!(outcome.summary.withheld > 0);
}

#[test]
fn many_frames_with_the_same_fault() {
    const FAULTS: usize = 10_000;
    let faulty = (0..FAULTS).map(|at| {
        format!("{{\"ts\":{},\"socket\":\"1\",\"event\":\"send\",\"data\":{{\"type\":\"mesage\"}}}}\n", 3000 + at)
    });
    let log: String = frame_log().lines().take(4).map(|line| format!("{line}\n")).chain(faulty).collect();
    let (told, outcome) = survives(log);
    assert!(told.contains(&format!("GL205 x{FAULTS}")), "{told}");
    assert_eq!(outcome.summary.withheld, 0);
}

#[test]
fn long_input_that_goes_wrong_takes_linear_time() {
    linear(|| {
        for unit in
            ["> [\n", "> {\"a\n", "Sending: { a\n", "Sending: {'\\'", "sent [ ", "close ws 10", "> {\"a\":[1,\n"]
        {
            let text = unit.repeat(400_000 / unit.len());
            for format in [Format::Text, Format::FrameLog, Format::Har] {
                let options = Options { format: Some(format), ..Options::default() };
                run_into(text.clone().into(), options, &mut Told::default());
            }
        }
    });
}
