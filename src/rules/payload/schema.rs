//! From the schema validator's errors to faults: one a place, in our own terms.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::protocol::MessageSchema;
use crate::text::json::{Kind, Node, pointer};

/// Something in a payload that its schema does not allow.
#[derive(Debug)]
pub(super) struct Fault {
    /// JSON Pointer of the value; for a missing one, where it belongs.
    pub(super) pointer: String,
    pub(super) kind: FaultKind,
    /// The constraint of the manifest that is broken, by its position; none where it is the message's schema.
    pub(super) constraint: Option<usize>,
}

impl Fault {
    fn new(pointer: String, kind: FaultKind) -> Self {
        Self { pointer, kind, constraint: None }
    }
}

/// What is wrong, from the most telling to the least: of several faults at one place the first kind is kept.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FaultKind {
    Missing,
    Unknown,
    /// Another JSON type than it must be.
    WrongType(Wanted),
    /// Not in a format, by the format's name.
    Format(String),
    /// Too few or too many items or members; in words how many it must have.
    Count(String),
    /// Not one of the allowed values, in words.
    Value(String),
}

/// The JSON types that a value may have.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted {
    /// In words: `a string`.
    pub(super) words: String,
    pub(super) kinds: Vec<Kind>,
}

/// The faults of a payload by the schema of its message, in the order of the schema's rules.
pub(super) fn faults(schema: &MessageSchema, payload: Node<'_>) -> Vec<Fault> {
    let Some(validator) = schema.validator() else {
        return Vec::new();
    };
    let mut faults: Vec<Fault> = Vec::new();
    for error in validator.iter_errors(payload) {
        for fault in translate(&error) {
            match faults.iter_mut().find(|known| known.pointer == fault.pointer) {
                Some(known) if fault.kind < known.kind => *known = fault,
                Some(_) => {}
                None => faults.push(fault),
            }
        }
    }
    faults
}

/// What a schema says against a value: for each place its JSON Pointer and a sentence. For schemas that are no message's.
pub(crate) fn problems(schema: &MessageSchema, value: Node<'_>) -> Vec<(String, String)> {
    let sentence = |fault: &Fault| {
        let name = match pointer::dotted(&fault.pointer) {
            name if name.is_empty() => "this".to_owned(),
            name => format!("`{name}`"),
        };
        match &fault.kind {
            FaultKind::Missing => format!("{name} is missing"),
            FaultKind::Unknown => format!("{name} is not known here"),
            FaultKind::WrongType(wanted) => format!("{name} must be {}", wanted.words),
            FaultKind::Format(format) => format!("{name} is not in the format {format}"),
            FaultKind::Count(allowed) => format!("{name} must have {allowed}"),
            FaultKind::Value(allowed) => format!("{name} must be {allowed}"),
        }
    };
    let faults = faults(schema, value).into_iter();
    faults.map(|fault| (fault.pointer.clone(), sentence(&fault))).collect()
}

fn translate(error: &ValidationError<'_>) -> Vec<Fault> {
    let at = error.instance_path().as_str();
    let one = |kind| vec![Fault::new(at.to_owned(), kind)];
    let counted = |than: &str, limit, what| one(FaultKind::Count(format!("{than} {}", count(limit, what))));
    let unknown = |names: &[String]| {
        let fault = |name: &String| Fault::new(pointer::join(at, name), FaultKind::Unknown);
        names.iter().map(fault).collect()
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            vec![Fault::new(pointer::join(at, property.as_str().unwrap_or_default()), FaultKind::Missing)]
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unknown(unexpected),
        ValidationErrorKind::Type { kind } => one(FaultKind::WrongType(wanted(kind))),
        ValidationErrorKind::Format { format } => one(FaultKind::Format(format.clone())),
        ValidationErrorKind::MinItems { limit } => counted("at least", *limit, "item"),
        ValidationErrorKind::MaxItems { limit } => counted("at most", *limit, "item"),
        ValidationErrorKind::MinProperties { limit } => counted("at least", *limit, "member"),
        ValidationErrorKind::MaxProperties { limit } => counted("at most", *limit, "member"),
        other => one(FaultKind::Value(allowed(other))),
    }
}

fn wanted(types: &TypeKind) -> Wanted {
    let types: Vec<JsonType> = match types {
        TypeKind::Single(only) => vec![*only],
        TypeKind::Multiple(all) => all.iter().collect(),
    };
    let named = |json_type: &JsonType| match json_type {
        JsonType::Null => (Kind::Null, "null"),
        JsonType::Boolean => (Kind::Bool, "a boolean"),
        JsonType::Integer => (Kind::Number, "an integer"),
        JsonType::Number => (Kind::Number, "a number"),
        JsonType::String => (Kind::String, "a string"),
        JsonType::Array => (Kind::Array, "an array"),
        JsonType::Object => (Kind::Object, "an object"),
    };
    let (kinds, words): (Vec<Kind>, Vec<&str>) = types.iter().map(named).unzip();
    let words = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    };
    Wanted { words, kinds }
}

/// What is allowed where a value is not, to be read behind "must be".
fn allowed(kind: &ValidationErrorKind) -> String {
    match kind {
        ValidationErrorKind::Constant { expected_value } => expected_value.to_string(),
        ValidationErrorKind::Enum { options } => one_of(options),
        ValidationErrorKind::Pattern { pattern } => format!("text that matches {pattern}"),
        ValidationErrorKind::MinLength { limit } => {
            format!("at least {}", count(*limit, "character"))
        }
        ValidationErrorKind::MaxLength { limit } => {
            format!("at most {}", count(*limit, "character"))
        }
        ValidationErrorKind::Minimum { limit } => format!("{limit} or more"),
        ValidationErrorKind::Maximum { limit } => format!("{limit} or less"),
        ValidationErrorKind::ExclusiveMinimum { limit } => format!("more than {limit}"),
        ValidationErrorKind::ExclusiveMaximum { limit } => format!("less than {limit}"),
        ValidationErrorKind::MultipleOf { multiple_of } => format!("a multiple of {multiple_of}"),
        ValidationErrorKind::UniqueItems => "free of repeated items".to_owned(),
        ValidationErrorKind::PropertyNames { .. } => "an object with other member names".to_owned(),
        ValidationErrorKind::FalseSchema => "absent".to_owned(),
        _ => "of one of the forms that the schema allows".to_owned(),
    }
}

fn count(limit: u64, what: &str) -> String {
    format!("{limit} {what}{}", if limit == 1 { "" } else { "s" })
}

fn one_of(options: &Value) -> String {
    let words: Vec<_> = options.as_array().into_iter().flatten().map(Value::to_string).collect();
    format!("one of {}", words.join(", "))
}
