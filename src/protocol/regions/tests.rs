//! What hosts are, and which regions they are near.

use super::*;

#[test]
fn the_embedded_file_parses_and_domains_are_unique() {
    let regions: Regions = serde_json::from_str(DATA).unwrap();
    let mut domains: Vec<_> = regions.regions.iter().chain(&regions.aliases).map(|r| &r.domain).collect();
    assert_eq!(regions.regions.len(), 18);
    domains.sort();
    domains.dedup();
    assert_eq!(domains.len(), 23);
}

#[test]
fn hosts_match_by_whole_labels_from_the_right() {
    let kind = |host: &'static str| known().classify(host);
    let region = |domain, labels| HostKind::Region { domain, labels };
    assert_eq!(kind("api.mypurecloud.com"), region("mypurecloud.com", "api"));
    assert_eq!(kind("api.mypurecloud.com.au"), region("mypurecloud.com.au", "api"));
    assert_eq!(kind("webchat.acme.usw2.pure.cloud"), region("usw2.pure.cloud", "webchat.acme"));
    assert_eq!(kind("api.euw1.pure.cloud"), region("euw1.pure.cloud", "api"));
    assert_eq!(kind("mypurecloud.com"), region("mypurecloud.com", ""));
    for unknown in
        ["api.mypurecloud.com.evil.example", "apimypurecloud.com", "api.mypurecloud.io", "api.usw3.pure.cloud"]
    {
        assert_eq!(kind(unknown), HostKind::Unknown, "{unknown}");
    }
    assert!(matches!(kind("api.inindca.com"), HostKind::Internal(_)));
    assert!(matches!(kind("api.nicecxone.com"), HostKind::Foreign(_)));
}

#[test]
fn local_hosts_are_exempt() {
    for host in [
        "localhost",
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.1.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::2]",
        "chat.localhost",
        "mock.test",
        "box.local",
        "chat.corp.internal",
    ] {
        assert_eq!(known().classify(host), HostKind::Local, "{host}");
    }
    for host in ["test", "8.8.8.8", "localhost.evil.example", "mylocal"] {
        assert_eq!(known().classify(host), HostKind::Unknown, "{host}");
    }
}

#[test]
fn the_nearest_domain_is_named_only_when_it_is_near() {
    let near = |host| known().nearest_domain(host);
    assert_eq!(near("api.mypurecloud.com.evil.example"), Some("mypurecloud.com"));
    assert_eq!(near("api.mypurecloud.io"), Some("mypurecloud.ie"));
    assert_eq!(near("api.usw3.pure.cloud"), Some("usw2.pure.cloud"));
    assert_eq!(near("api-us-east-1.genesyscloud.com"), Some("mypurecloud.com"));
    assert_eq!(near("chat.example.org"), None);
}
