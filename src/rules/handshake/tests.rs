//! That every status is explained.

use super::*;

#[test]
fn every_status_that_a_server_may_send_is_explained() {
    for status in [200, 204, 301, 400, 401, 403, 404, 418, 429, 500, 503, 599] {
        assert!(explain(status).is_some(), "{status}");
    }
    assert!(explain(403).unwrap().help.contains("Origin"));
    assert!(explain(101).is_none());
}
