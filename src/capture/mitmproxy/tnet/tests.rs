//! tnetstrings.

use crate::source::InputName;
use crate::text::mask::Masker;

use super::*;

fn item(text: &str) -> Result<(u8, String), Stop> {
    let source = Source::from_text(InputName::Stdin, text, Masker::new(true));
    let item = Tnet::new(&source).item(0, text.len())?;
    Ok((item.kind, source.slice(item.content).into_owned()))
}

#[test]
fn values_and_what_is_none() {
    assert_eq!(item("5:hello,rest"), Ok((b',', "hello".to_owned())));
    assert_eq!(item("0:~"), Ok((b'~', String::new())));
    assert_eq!(item(""), Err(Stop::End));
    assert_eq!(item("12"), Err(Stop::Cut));
    assert_eq!(item("5:hell"), Err(Stop::Cut));
    assert_eq!(item("5:hello"), Err(Stop::Cut));
    assert_eq!(item("999999999999:a,"), Err(Stop::Cut));
    assert_eq!(item("9999999999999:a,"), Err(Stop::Bad));
    assert_eq!(item("5:hellox"), Err(Stop::Bad));
    assert_eq!(item(":,"), Err(Stop::Bad));
    assert_eq!(item("1:é,"), Err(Stop::Bad));
    assert_eq!(item("x"), Err(Stop::Bad));
}
