//! Hosts of a user's protocol of their own.

use std::fs;

use tempfile::TempDir;

use crate::common::{findings, run, text};

use super::folders::edited;

/// The sessions of a log of one socket at `url`: the protocol, and the codes of the findings.
fn at_url(folder: &TempDir, url: &str) -> (Vec<String>, Vec<String>) {
    let log = folder.path().join("socket.ndjson");
    let frames = format!(
        "{{\"event\":\"open\",\"url\":\"{url}\",\"status\":101}}\n\
         {{\"event\":\"send\",\"data\":{{\"type\":\"ping\"}}}}\n\
         {{\"event\":\"recv\",\"data\":{{\"type\":\"pong\"}}}}\n\
         {{\"event\":\"recv\",\"socket\":\"2\",\"data\":{{\"x\":1}}}}\n"
    );
    fs::write(&log, frames).unwrap();
    let folder = folder.path().to_str().unwrap();
    let arguments = ["check", "--protocol-dir", folder, "--output", "json"];
    let report = run(&[&arguments[..], &[log.to_str().unwrap()]].concat()).report();
    let sessions = report["sessions"].as_array().unwrap().iter();
    let protocols = sessions.map(|session| text(session, "protocol").to_owned());
    let codes = findings(&report).iter().map(|f| text(f, "code").to_owned());
    // The first frame is no connection_init, which is not the point here.
    (protocols.collect(), codes.filter(|code| code.starts_with("GL1")).collect())
}

#[test]
fn a_protocol_may_live_on_a_host_of_its_own() {
    let endpoint = "\"endpoints\": [{ \"url\": \"wss://graphql.{domain}/graphql\", \"source\": \"EX\" }]";
    let own = "\"endpoints\": [{ \"url\": \"wss://chat.example.com/api/v1/chat/socket\", \"source\": \"EX\" }]";
    let folder = edited(endpoint, own);
    for (url, codes) in [
        ("wss://chat.example.com/api/v1/chat/socket", &[][..]),
        ("wss://CHAT.example.com:443/api/v1/chat/socket/", &[]),
        ("wss://chat.example.com/api/v1/chat/sockets", &["GL104"]),
        ("wss://chat.example.com/v1/chat/socket", &["GL105"]),
        ("wss://other.example.com/api/v1/chat/socket", &["GL102"]),
        ("wss://api.mypurecloud.com/api/v1/chat/socket", &["GL102"]),
        ("ws://localhost:4000/api/v1/chat/socket", &[]),
    ] {
        let (protocols, told) = at_url(&folder, url);
        assert_eq!(
            (protocols, told.as_slice()),
            (vec!["graphql-ws".to_owned()], &codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..]),
            "{url}"
        );
    }
    for url in ["wss://chat.example.com.evil.example/x", "wss://example.com/socket", "wss://api.mypurecloud.com/other"]
    {
        let (protocols, _) = at_url(&folder, url);
        assert!(!protocols.contains(&"graphql-ws".to_owned()), "{url}: {protocols:?}");
    }
}

#[test]
fn the_hosts_of_a_protocol_claim_any_path() {
    let endpoint = "\"endpoints\": [{ \"url\": \"wss://graphql.{domain}/graphql\", \"source\": \"EX\" }]";
    let own = "\"endpoints\": [], \"hosts\": [{ \"host\": \"chat.example.com\", \"source\": \"EX\" }, { \"host\": \"graphql.{domain}\", \"source\": \"EX\" }]";
    let folder = edited(endpoint, own);
    for url in ["wss://chat.example.com/any/path?x=1", "wss://graphql.mypurecloud.ie/another", "wss://chat.example.com"]
    {
        let (protocols, told) = at_url(&folder, url);
        assert_eq!((protocols, told), (vec!["graphql-ws".to_owned()], Vec::new()), "{url}");
    }
    let (protocols, _) = at_url(&folder, "wss://other.example.com/any/path");
    assert_eq!(protocols, Vec::<String>::new());
    let folder = folder.path().to_str().unwrap();
    let described = run(&["protocols", "graphql-ws", "--protocol-dir", folder]).stdout;
    assert!(described.contains("wss://chat.example.com/…, as the server gives it out"), "{described}");
}
