//! Tests of `organisation/exports/kind.rs`.

use super::*;

#[test]
fn addresses_tell_what_stands_there() {
    let of = Entity::at_path;
    assert_eq!(of("/api/v2/routing/queues?pageSize=25&pageNumber=1"), Some(Entity::Queue));
    assert_eq!(of("/api/v2/routing/queues/6f0a"), Some(Entity::Queue));
    assert_eq!(of("/api/v2/routing/languages"), Some(Entity::Language));
    assert_eq!(of("/api/v2/webdeployments/configurations/91e7/versions/3"), Some(Entity::Configuration));
    for other in
        ["/api/v2/routing/queuesets", "/api/v2/routing/queues/6f0a/members", "/api/v2/users", "routing/queues", ""]
    {
        assert_eq!(of(other), None, "{other}");
    }
}
