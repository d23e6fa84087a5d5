//! What `--map` takes.

use super::*;

#[test]
fn a_mapping_names_its_mistakes() {
    let error = |word: &str| Mapping::parse(&[word]).unwrap_err();
    assert!(error("payload").contains("is not FIELD=POINTER"));
    assert!(error("body=/x").contains("the fields are time, direction"));
    assert!(error("payload=").contains("must follow `payload=`"));
    assert!(error("payload=ws.frame").contains("write `payload=/ws/frame`"));
    assert!(error("payload=/a~b").contains("`~0`"));
    assert!(error("payload=/").contains("names no member"));
    let twice = Mapping::parse(&["time=/a", "time=/b"]).unwrap_err();
    assert_eq!(twice, "`time` is mapped twice");
    let mapping = Mapping::parse(&["time=/a~1b/0"]).unwrap();
    assert_eq!(mapping.pointer(Part::Time), Some("/a~1b/0"));
    assert_eq!(mapping.pointer(Part::Payload), None);
}
