//! Tests of `organisation/context.rs`.

use super::*;

#[test]
fn own_hosts_are_exempt_and_no_others() {
    let context =
        Context { hosts: vec!["chat.example".to_owned(), "*.proxy.example".to_owned()], ..Context::default() };
    for own in ["chat.example", "a.proxy.example", "a.b.proxy.example"] {
        assert_eq!(context.classify(own), HostKind::Local, "{own}");
    }
    for other in ["a.chat.example", "proxy.example", "notproxy.example", ".proxy.example"] {
        assert_eq!(context.classify(other), HostKind::Unknown, "{other}");
    }
}
