//! `--export` as a user meets it: what was read is told, what is wrong with an export is a finding, and what it shows is held
//! against payloads and endpoints.

use crate::common::guestlint;

const PAYLOAD: &str = "fixtures/configuration/GL501-not-among-the-queues/start-chat.json";

fn screen(arguments: &str) -> String {
    guestlint(arguments).transcript(arguments)
}

#[test]
fn exports_on_screen() {
    let payload = std::fs::read_dir("fixtures/configuration/GL501-not-among-the-queues")
        .unwrap()
        .map(|entry| entry.unwrap().path().to_string_lossy().into_owned())
        .find(|path| path.ends_with(".json"))
        .unwrap_or(PAYLOAD.to_owned());
    let mut all = String::new();
    for options in [
        "--export fixtures/exports/rest/queues.json",
        "-v --export fixtures/exports/rest/queues-page-1-of-2.json",
        "-v --export fixtures/exports/terraform --export fixtures/exports/gc",
        "--export fixtures/exports/broken/truncated.json",
        "--export fixtures/exports/broken/missing-comma.json",
        "--export fixtures/exports/broken/users.json --export fixtures/exports/nowhere.json",
    ] {
        all.push_str(&screen(&format!("check --no-config {payload} {options}")));
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

#[test]
fn an_endpoint_in_another_region_than_the_deployment_is_found() {
    let ran = guestlint(
        "check --no-config fixtures/valid/sessions --export fixtures/exports/public/config.json --output json",
    );
    let report = ran.report();
    let findings = report["findings"].as_array().unwrap();
    let other = findings.iter().find(|finding| finding["code"] == "GL106");
    let related = &other.unwrap()["related"][0];
    assert_eq!(related["location"]["file"], "fixtures/exports/public/config.json");
}

#[test]
fn nothing_private_of_an_export_is_shown() {
    for file in ["rest/deployments.json", "broken/truncated.json", "broken/users.json"] {
        let ran = guestlint(&format!(
            "check --no-config -v fixtures/valid/payloads --export fixtures/exports/{file} --output human --output json=/dev/stderr"
        ));
        let all = ran.stdout + &ran.stderr;
        assert!(!all.contains("Mustermann") && !all.contains("erika@"), "{file}\n{all}");
    }
}
