use crate::source::InputName;
use crate::text::mask::Masker;

use super::*;

fn read_text(text: &str) -> Vec<(Topic, String)> {
    let name = InputName::File("index.html".to_owned());
    let source = Arc::new(Source::from_text(name, text, Masker::new(false)));
    let claims = read(&source).into_iter();
    claims.map(|claim| (claim.topic, claim.value)).collect()
}

#[test]
fn the_snippet_as_it_is_pasted() {
    let page = "<script>(function (g, e, n, es, ys) {\n  g['_genesysJs'] = e;\n})(window, 'Genesys', 'https://apps.mypurecloud.ie/genesys-bootstrap/genesys.min.js', {\n  environment: 'prod-euw1',\n  deploymentId: '5a0f1be2-6f2d-4c59-9d0e-31a2b7c4d5e6'\n});</script>";
    assert_eq!(
        read_text(page),
        [
            (Topic::Host, "apps.mypurecloud.ie".to_owned()),
            (Topic::Environment, "prod-euw1".to_owned()),
            (Topic::Deployment, "5a0f1be2-6f2d-4c59-9d0e-31a2b7c4d5e6".to_owned()),
        ]
    );
}

#[test]
fn comments_and_other_scripts_say_nothing() {
    assert_eq!(read_text("<script>init({environment: 'prod'})</script>"), []);
    let page = "Genesys <!-- environment: 'prod' --> // deploymentId: 'a'\n/* environment: \"x\" */ {\"environment\" : \"prod-apne1\"}";
    assert_eq!(read_text(page), [(Topic::Environment, "prod-apne1".to_owned())]);
    assert_eq!(read_text("/* never closed environment: 'prod' Genesys"), []);
    assert_eq!(read_text("Genesys 'é' // ü\n"), []);
}
