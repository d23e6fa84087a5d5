use super::*;

#[test]
fn a_list_is_found_only_as_a_member_of_the_outermost_object() {
    let found = |text| Stream::new(text).has_list("entities");
    assert!(found(r#"{"a":"\"{","entities" : [1]}"#));
    assert!(found(r#"{"a":{"entities":[]},"b":[{}],"entities":[{"#));
    for other in [
        r#"{"a":{"entities":[]}}"#,
        r#"{"entities":{}}"#,
        r#"{"a":"entities","b":[]}"#,
        r#"{"a":["entities",[]]}"#,
        r#"{"b":1}{"entities":[]}"#,
        r#"{"entities"#,
        "",
    ] {
        assert!(!found(other), "{other}");
    }
}

#[test]
fn faults_have_their_place() {
    let fault = |text: &str| {
        let mut stream = Stream::new(text);
        stream.peek();
        stream.step();
        let mut first = true;
        loop {
            match stream.goes_on(&mut first, b']') {
                Ok(true) => match stream.value() {
                    Ok(_) => {}
                    Err(fault) => return Some(fault),
                },
                Ok(false) => return None,
                Err(fault) => return Some(fault),
            }
        }
    };
    assert!(fault("[1, 2]").is_none());
    assert!(fault("[]").is_none());
    for (text, at, message) in [
        ("[1 2]", 3, "expected a comma or ]"),
        ("[1,]", 3, "a trailing comma is not JSON"),
        ("[,1]", 1, "expected a value"),
        ("[1, 0x2]", 4, "a hexadecimal, octal or binary number is not JSON"),
    ] {
        let fault = fault(text).unwrap();
        assert_eq!((fault.span.start, fault.message.as_str()), (at, message));
        assert!(!fault.truncated);
    }
    for cut in ["[", "[1", "[1,", "[\"a", "[{"] {
        assert!(fault(cut).unwrap().truncated, "{cut}");
    }
}
