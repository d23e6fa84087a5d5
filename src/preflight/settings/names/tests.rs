use super::*;

#[test]
fn names_of_ours_and_of_others() {
    let of = |path: &str, value: &str, target: Option<&str>| {
        let path: Vec<&str> = path.split('/').collect();
        topic(&path, value, target)
    };
    let id = "5a0f1be2-6f2d-4c59-9d0e-31a2b7c4d5e6";
    for (path, value, expected) in [
        ("VITE_GENESYS_DEPLOYMENT_ID", id, Some(Topic::Deployment)),
        ("deploymentId", id, Some(Topic::Deployment)),
        ("chat/queue-id", id, Some(Topic::Queue)),
        ("GENESYSCLOUD_REGION", "eu-west-1", Some(Topic::Region)),
        ("genesys/region", "mypurecloud.de", Some(Topic::Region)),
        ("region", "mypurecloud.de", Some(Topic::Region)),
        ("AWS_REGION", "eu-west-1", None),
        ("region", "eu-west-1", None),
        ("ENVIRONMENT", "production", None),
        ("ENVIRONMENT", "prod", None),
        ("GENESYS_ENVIRONMENT", "production", None),
        ("GENESYS_ENVIRONMENT", "prod", Some(Topic::Environment)),
        ("environment", "prod-euw1", Some(Topic::Environment)),
        ("WS_URL", "wss://a.example/x", Some(Topic::Endpoint)),
        ("messagingEndpoint", "wss://a.example", Some(Topic::Host)),
        ("endpoint", "https://api.example/v1", None),
        ("genesys/endpoint", "https://api.example/v1", Some(Topic::Endpoint)),
        ("origin", "https://shop.example", Some(Topic::Origin)),
        ("origin", "upstream", None),
        ("name", id, None),
    ] {
        assert_eq!(of(path, value, None), expected, "{path}");
    }
    assert_eq!(of("staging/deploymentId", id, Some("production")), None);
    assert_eq!(of("prod/deploymentId", id, Some("production")), Some(Topic::Deployment));
}
