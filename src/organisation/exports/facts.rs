//! What an object says of a deployment, by the table of its fields.

use crate::organisation::deployment::{
    ALLOW_ALL_DOMAINS, ALLOWED_DOMAINS, ATTACHMENTS, FIELDS, FILE_TYPES, MAX_FILE_KB, READ_ONLY_ON_DISCONNECT, STATUS,
};
use crate::organisation::fields::{Object, Type};
use crate::organisation::{Fact, Facts, Field, Value};
use crate::text::json::{Kind, Node};

use super::fields::{self, Fields};

/// What `node`, which is such an object, says.
pub(super) fn read(fields: &mut Fields<'_>, node: Node<'_>, object: Object) -> Facts {
    let mut facts = Facts::default();
    for field in FIELDS {
        if let Some(path) = field.path(object) {
            facts.say(field, value(fields, node, field.is, path));
        }
    }
    domains(&mut facts);
    match object {
        Object::ChatDeployment => {
            let status = |disabled: bool| if disabled { "Inactive" } else { "Active" };
            let disabled = fields.flag(node, "disabled");
            let status = disabled.map(|said| Fact { value: status(said.value).to_owned(), at: said.at });
            facts.say(&STATUS, status.map(Value::Word));
        }
        Object::Configuration | Object::ConfigJson => {
            let modes = ["messenger.fileUpload.modes", "fileTypes", "maxFileSizeKB"];
            of_configuration(fields, node, object, modes, &mut facts);
        }
        Object::TerraformConfiguration => {
            let modes = ["messenger.file_upload.mode", "file_types", "max_file_size_kb"];
            of_configuration(fields, node, object, modes, &mut facts);
        }
        Object::Deployment | Object::TerraformDeployment => {}
    }
    facts
}

fn value(fields: &mut Fields<'_>, node: Node<'_>, is: Type, path: &str) -> Option<Value> {
    match is {
        Type::Flag => fields.flag(node, path).map(Value::Flag),
        Type::Word(_) => fields.text(node, path).map(Value::Word),
        Type::Texts => fields.texts(node, path).map(Value::Texts),
        Type::Size => fields.count(node, path).map(Value::Size),
    }
}

/// Which pages may open the chat: a list says so only together with the switch that overrules it, or by being there at all. A
/// deployment that lets in every domain lists none.
fn domains(facts: &mut Facts) {
    let says_nothing = facts.texts(&ALLOWED_DOMAINS).is_some_and(|listed| listed.value.is_empty());
    if says_nothing && facts.flag(&ALLOW_ALL_DOMAINS).is_none() {
        facts.say(&ALLOWED_DOMAINS, None);
    }
}

/// What of a configuration more than one member says.
fn of_configuration(fields: &mut Fields<'_>, node: Node<'_>, object: Object, modes: [&str; 3], facts: &mut Facts) {
    let path = |field: &Field| field.path(object).unwrap_or_default();
    if facts.flag(&READ_ONLY_ON_DISCONNECT).is_some_and(|enabled| enabled.value) {
        let kind = fields.text(node, &path(&READ_ONLY_ON_DISCONNECT).replace(".enabled", ".type"));
        let read_only = kind.map(|kind| Fact { value: kind.value.eq_ignore_ascii_case("ReadOnly"), at: kind.at });
        facts.say(&READ_ONLY_ON_DISCONNECT, read_only.map(Value::Flag));
    }
    // Where the switch is there, the content profile's rules hold in place of the modes.
    if fields::at(node, path(&ATTACHMENTS)).is_none_or(|member| member.value().is_null()) {
        self::modes(fields, node, modes, facts);
    }
}

fn modes(fields: &mut Fields<'_>, node: Node<'_>, [path, types_key, size_key]: [&str; 3], facts: &mut Facts) {
    let Some(member) = fields::at(node, path) else {
        return;
    };
    let modes = member.value();
    if modes.kind() != Kind::Array || modes.items().len() == 0 {
        return;
    }
    let at = fields.said(member);
    facts.say(&ATTACHMENTS, Some(Value::Flag(Fact { value: true, at: at.clone() })));
    let mut types = Some(Vec::new());
    let mut largest = Some(0);
    for mode in modes.items() {
        let listed = fields.texts(mode, types_key);
        types = types.zip(listed).map(|(mut all, listed)| {
            all.extend(listed.value);
            all
        });
        let size = fields.count(mode, size_key);
        largest = largest.zip(size).map(|(largest, size)| size.value.max(largest));
    }
    facts.say(&FILE_TYPES, types.map(|value| Value::Texts(Fact { value, at: at.clone() })));
    facts.say(&MAX_FILE_KB, largest.map(|value| Value::Size(Fact { value, at })));
}
