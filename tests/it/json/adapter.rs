//! The schema validator on our document: the representation's contract, and agreement with serde_json's.

use std::error::Error;
use std::fmt::Write as _;

use guestlint::text::json::{self, PAYLOAD_DEPTH, SpanJson, parse};
use jsonschema::json::conformance;
use proptest::prelude::*;
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

fn accepts(schema: &Value, text: &str) -> Result<bool, Box<dyn Error>> {
    let document = parse(text, PAYLOAD_DEPTH)?;
    Ok(json::compile(schema)?.is_valid(document.root()))
}

/// Asserts for each text whether the schema accepts it.
fn check(schema: &Value, cases: &[(&str, bool)]) -> Outcome {
    for (text, expected) in cases {
        assert_eq!(accepts(schema, text)?, *expected, "{schema} {text}");
    }
    Ok(())
}

#[test]
fn the_document_keeps_the_contract_of_a_representation() -> Outcome {
    for text in [conformance::document().to_string(), format!("{:#}", conformance::document())] {
        let document = parse(&text, PAYLOAD_DEPTH)?;
        conformance::assert_conformance::<SpanJson>(&document.root());
    }
    Ok(())
}

#[test]
fn numbers_are_equal_by_value_not_by_spelling() -> Outcome {
    check(&json!({"const": 1}), &[("1.0", true), ("10e-1", true), ("true", false), ("\"1\"", false)])?;
    check(
        &json!({"enum": [100, 0.5]}),
        &[("1e2", true), ("5e-1", true), ("0.50", true), ("101", false), ("0", false)],
    )?;
    check(
        &json!({"const": 9_007_199_254_740_993_u64}),
        &[("9007199254740993", true), ("9007199254740992", false), ("9007199254740993.0", true)],
    )?;
    check(
        &json!({"const": {"a": [1, null]}}),
        &[
            (r#"{"a":[1.0,null]}"#, true),
            (r#"{"a":[1.0,null],"b":1}"#, false),
            (r#"{"a":[1.0]}"#, false),
            (r#"{"b":[1,null]}"#, false),
        ],
    )?;
    check(&json!({"const": 0}), &[("-0", true), ("0e99", true)])
}

#[test]
fn whole_numbers_are_integers_of_any_size() -> Outcome {
    let digits = "9".repeat(1000);
    check(
        &json!({"type": "integer"}),
        &[
            ("1", true),
            ("1.0", true),
            ("1e3", true),
            ("1e400", true),
            ("-0.0", true),
            (&digits, true),
            ("0.5", false),
            ("1e-1", false),
            ("1e-400", false),
            (&format!("{digits}.5"), false),
        ],
    )?;
    check(
        &json!({"type": "number", "minimum": 0, "maximum": 10}),
        &[
            ("10", true),
            ("10.0", true),
            ("0.01e3", true),
            ("11", false),
            (&digits, false),
            (&format!("-{digits}"), false),
            ("1e999", false),
            ("-1e999", false),
            ("1e-999", true),
        ],
    )?;
    check(&json!({"multipleOf": 5}), &[("10", true), ("1e1", true), ("7", false), ("1e999999999999", false)])
}

#[test]
fn an_error_on_a_huge_number_holds_a_number() -> Outcome {
    for text in ["1e999", "-1e999", &"7".repeat(60)] {
        let document = parse(text, PAYLOAD_DEPTH)?;
        let validator = json::compile(&json!({"type": "string"}))?;
        let error = validator.validate(document.root()).err().ok_or("a number is no string")?;
        assert!(error.instance().is_number(), "{text}: {}", error.instance());
    }
    Ok(())
}

#[test]
fn an_error_on_a_long_value_copies_nothing() -> Outcome {
    let text = format!("[{}1]", "1,".repeat(100_000));
    let document = parse(&text, PAYLOAD_DEPTH)?;
    let validator = json::compile(&json!({"type": "string"}))?;
    let error = validator.validate(document.root()).err().ok_or("an array is no string")?;
    assert!(error.instance().is_null());
    Ok(())
}

#[test]
fn of_a_repeated_key_only_the_last_member_exists() -> Outcome {
    let text = r#"{"a":1,"b":2,"a":"x"}"#;
    check(&json!({"properties": {"a": {"type": "string"}}}), &[(text, true)])?;
    check(&json!({"properties": {"a": {"type": "integer"}}}), &[(text, false)])?;
    check(&json!({"maxProperties": 2, "minProperties": 2}), &[(text, true)])?;
    check(&json!({"additionalProperties": {"type": "string"}, "properties": {"b": true}}), &[(text, true)])?;
    check(&json!({"const": {"b": 2, "a": "x"}}), &[(text, true)])?;
    let many: String = (0..40).fold(String::new(), |mut out, n| {
        let _ = write!(out, "\"k{}\":{n},", n % 20);
        out
    });
    let schema = json!({"minProperties": 20, "maxProperties": 20, "additionalProperties": {"minimum": 20}});
    check(&schema, &[(&format!("{{{}}}", many.trim_end_matches(',')), true)])
}

#[test]
fn unique_items_are_compared_by_value() -> Outcome {
    let long = |last: &str| {
        format!("[{},{last}]", (0..30).map(|n| format!("{{\"n\":{n},\"m\":[{n}]}}")).collect::<Vec<_>>().join(","))
    };
    check(
        &json!({"uniqueItems": true}),
        &[
            ("[]", true),
            ("[1,2]", true),
            ("[1,1.0]", false),
            ("[100,3,1e2]", false),
            ("[1e400,2e400]", true),
            ("[1e400,10e399]", false),
            ("[123456789012345678901234567890,123456789012345678901234567891]", true),
            ("[1,true,\"1\",[1],{\"1\":1},null,false,0]", true),
            (r#"[{"a":1,"b":2},{"b":2.0,"a":1}]"#, false),
            (r#"[{"a":1},{"a":0,"a":1}]"#, false),
            (&long("{\"n\":30,\"m\":[30]}"), true),
            (&long("{\"m\":[7],\"n\":7.0}"), false),
            (&long("{\"m\":[7],\"n\":8}"), true),
        ],
    )
}

#[test]
fn lengths_count_code_points() -> Outcome {
    check(
        &json!({"minLength": 2, "maxLength": 2}),
        &[
            ("\"éß\"", true),
            (r#""\ud83d\ude00x""#, true),
            ("\"x\"", false),
            (r#""\ud83d\ude00""#, false),
            ("\"abc\"", false),
        ],
    )
}

#[test]
fn property_names_are_validated_like_strings() -> Outcome {
    check(
        &json!({"propertyNames": {"pattern": "^[a-z]+$", "maxLength": 3}}),
        &[
            (r#"{"abc":1,"de":2}"#, true),
            (r#"{"abc":1,"De":2}"#, false),
            (r#"{"abcd":1}"#, false),
            (r#"{"\u0061":1}"#, true),
            ("{}", true),
        ],
    )?;
    let recursive = json!({
        "$defs": {"tree": {"propertyNames": {"$ref": "#/$defs/name"}, "additionalProperties": {"$ref": "#/$defs/tree"}}, "name": {"enum": ["a", "b"]}},
        "$ref": "#/$defs/tree"
    });
    check(&recursive, &[(r#"{"a":{"b":{"a":{}}}}"#, true), (r#"{"a":{"b":{"c":{}}}}"#, false)])
}

#[test]
fn formats_are_checked() -> Outcome {
    check(
        &json!({"format": "language-tag"}),
        &[("\"en-US\"", true), ("\"en_US\"", false), ("\"\"", false), ("1", true)],
    )?;
    check(&json!({"format": "uuid"}), &[("\"0b2a2a4e-1c1d-4c55-8d0b-6b3c2f7a9f10\"", true), ("\"x\"", false)])
}

#[test]
fn nothing_is_fetched_and_bad_schemas_are_refused() {
    for schema in [
        json!({"$ref": "https://example.com/schema.json"}),
        json!({"$ref": "file:///schema.json"}),
        json!({"type": "strnig"}),
        json!({"format": "langauge-tag"}),
        json!({"pattern": "("}),
    ] {
        assert!(json::compile(&schema).is_err(), "{schema}");
    }
}

#[test]
fn an_error_leads_to_the_bytes() -> Outcome {
    let text = r#"{"routingData":{"skills":["a",  7 ]}}"#;
    let schema = json!({"properties": {"routingData": {"properties": {"skills": {"items": {"type": "string"}}}}}});
    let document = parse(text, PAYLOAD_DEPTH)?;
    let validator = json::compile(&schema)?;
    let errors: Vec<_> = validator.iter_errors(document.root()).collect();
    assert_eq!(errors.len(), 1);
    let pointer = errors.first().map(|error| error.instance_path().as_str().to_owned()).ok_or("no error")?;
    let node = document.root().pointer(&pointer).ok_or("no node")?;
    assert_eq!(node.raw(), "7");
    assert_eq!(node.span().start, 32);
    Ok(())
}

#[test]
fn a_recursive_schema_holds_at_the_deepest_document() -> Outcome {
    let schema = json!({"$defs": {"t": {"type": "array", "items": {"$ref": "#/$defs/t"}}}, "$ref": "#/$defs/t"});
    let text = format!("{}{}", "[".repeat(PAYLOAD_DEPTH), "]".repeat(PAYLOAD_DEPTH));
    check(&schema, &[(&text, true), (&text.replace("[]", "[1]"), false)])
}

/// Values whose keys and strings meet those of [`schemas`] often.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..12).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-8_i32..24).prop_map(|n| Value::from(f64::from(n) / 4.0)),
        "[a-c]{0,4}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop_oneof![Just("en-US"), Just("startChat"), Just("é😀")].prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((0_i64..3).prop_map(Value::from), 0..14).prop_map(Value::from),
            prop::collection::btree_map("[a-d]{1,2}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn schemas() -> Vec<Value> {
    vec![
        json!({"type": ["string", "integer", "object"]}),
        json!({"type": "array", "items": {"type": ["number", "array"]}, "minItems": 1}),
        json!({"enum": [null, 1, 0.5, "a", [], {}, [1], {"a": 1}]}),
        json!({"const": {"a": 2}}),
        json!({"required": ["a"], "properties": {"a": {"type": "number"}, "b": false}}),
        json!({"properties": {"a": true, "b": {"minimum": 1}}, "additionalProperties": {"type": "string"}}),
        json!({"patternProperties": {"^a": {"type": "object"}}, "additionalProperties": false}),
        json!({"pattern": "^[a-c]{1,3}$"}),
        json!({"minLength": 1, "maxLength": 3, "minimum": -1, "maximum": 2.5, "minProperties": 1, "maxItems": 3}),
        json!({"exclusiveMinimum": 0, "multipleOf": 0.5}),
        json!({"uniqueItems": true, "items": {"uniqueItems": true}}),
        json!({"propertyNames": {"pattern": "^[ab]", "maxLength": 1}}),
        json!({"$defs": {"tree": {"type": ["object", "integer"], "additionalProperties": {"$ref": "#/$defs/tree"}}}, "$ref": "#/$defs/tree"}),
        json!({"anyOf": [{"type": "string", "format": "language-tag"}, {"contains": {"const": 1}, "type": "array"}], "not": {"const": "a"}}),
        json!({"unevaluatedProperties": false, "allOf": [{"properties": {"a": true}}, {"if": {"required": ["b"]}, "then": {"properties": {"b": true}}}]}),
        json!({"dependentRequired": {"a": ["b"]}, "oneOf": [{"required": ["a"]}, {"required": ["c"]}, {"type": "null"}]}),
    ]
}

/// Where an error stands: in the instance, and in the schema.
fn places<'e>(errors: impl Iterator<Item = jsonschema::ValidationError<'e>>) -> Vec<(String, String)> {
    let mut places: Vec<_> =
        errors.map(|error| (error.instance_path().to_string(), error.schema_path().to_string())).collect();
    places.sort();
    places
}

#[test]
fn the_validator_finds_the_same_on_our_document_as_on_serde_json() -> Outcome {
    let mut pairs = Vec::new();
    for schema in schemas() {
        let plain = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_format("language-tag", json::is_language_tag)
            .build(&schema)?;
        pairs.push((json::compile(&schema)?, plain, schema));
    }
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(600));
    runner.run(&value(), |value| {
        for text in [value.to_string(), format!("{value:#}")] {
            let document = parse(&text, PAYLOAD_DEPTH).map_err(|e| TestCaseError::fail(e.to_string()))?;
            for (ours, plain, schema) in &pairs {
                prop_assert_eq!(ours.is_valid(document.root()), plain.is_valid(&value), "{}", schema);
                prop_assert_eq!(
                    places(ours.iter_errors(document.root())),
                    places(plain.iter_errors(&value)),
                    "{}",
                    schema
                );
            }
        }
        Ok(())
    })?;
    Ok(())
}
