//! A JSON schema of the configuration file, which editors check and complete TOML by.

use cx_core::schema::{Field, Kind, Named};
use serde_json::{Map, Value, json};

use crate::prose;
use crate::verbs::{Catalogue, FILES, Verb};

/// Sections that may occur more than once.
const SEVERAL: [&str; 6] = ["events", "feedback", "campaigns", "findings", "spots", "score"];

/// The whole file.
pub(crate) fn file(catalogue: &Catalogue) -> String {
    let mut sections = Map::new();
    sections.insert(
        "data".into(),
        json!({
            "type": "string",
            "description": "Folder of the files, relative to this one.",
        }),
    );
    for verb in catalogue.verbs.iter().filter(|verb| !verb.section.is_empty()) {
        sections.insert(verb.section.into(), section(catalogue, verb));
    }
    let mut types = Map::new();
    for (name, named) in &catalogue.schema.types {
        types.insert((*name).into(), definition(named));
    }
    let whole = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of cx run",
        "type": "object",
        "additionalProperties": false,
        "properties": sections,
        "definitions": types,
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

fn section(catalogue: &Catalogue, verb: &Verb) -> Value {
    let Some(Named::Options { doc, fields, .. }) = catalogue.schema.types.get(verb.options) else {
        return json!(true);
    };
    let mut one = options(doc, fields);
    if verb.table {
        one["properties"]["file"] =
            json!({"type": "string", "description": "The file, relative to `data`."});
        if let Some(Named::Options { fields, .. }) = catalogue.schema.types.get(FILES) {
            for field in fields {
                one["properties"][field.name] = property(field);
            }
        }
        one["properties"]["recipe"] = json!({
            "type": "string",
            "description": "A recipe that says how a vendor's export is read, such as \"matomo/visits\"; keys beside it win.",
        });
        one["properties"]["join"] = json!({
            "type": "object",
            "description": "Files that the recipe joins to this one, by the names that it gives them, relative to `data`.",
            "additionalProperties": {"type": "string"},
        });
        // What a recipe says need not be said again.
        if let Some(roles) = one.get("required").cloned() {
            one["anyOf"] = json!([{"required": ["recipe"]}, {"required": roles}]);
        }
        one["required"] = json!(["file"]);
    }
    if verb.section == "returns" {
        one["properties"]["experience"] = json!({
            "type": "object",
            "description": "Experience points by touchpoint, instead of those of [experience].",
            "additionalProperties": {"type": "number"},
        });
    }
    if SEVERAL.contains(&verb.section) {
        json!({"oneOf": [one, {"type": "array", "items": one}]})
    } else {
        one
    }
}

fn definition(named: &Named) -> Value {
    match named {
        Named::Options { doc, short: true, fields } => {
            json!({"anyOf": [kind_of(&Kind::Names), options(doc, fields)]})
        }
        Named::Options { doc, fields, .. } => options(doc, fields),
        Named::Alias(kind) => kind_of(kind),
        _ => json!(true),
    }
}

fn options(doc: &str, fields: &[Field]) -> Value {
    let mut properties = Map::new();
    for field in fields {
        for name in [Some(field.name), field.alias].into_iter().flatten() {
            properties.insert(name.into(), property(field));
        }
    }
    let mut whole = json!({
        "type": "object",
        "description": prose::first(doc, "false"),
        "additionalProperties": false,
        "properties": properties,
    });
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    if !required.is_empty() {
        whole["required"] = json!(required);
    }
    whole
}

fn property(field: &Field) -> Value {
    let mut kind = kind_of(&field.kind);
    if let (Some(_), Kind::List(one)) = (field.alias, &field.kind) {
        kind = json!({"anyOf": [kind_of(one), kind]});
    }
    if let (Some([low, high]), Kind::Number | Kind::Whole) = (field.range, &field.kind) {
        kind["minimum"] = json!(low);
        kind["maximum"] = json!(high);
    }
    let mut whole = if kind.get("$ref").is_some() { json!({"allOf": [kind]}) } else { kind };
    whole["description"] = json!(prose::with_range(field.doc, field.range, "false"));
    if !field.required && !field.default.is_null() {
        whole["default"] = field.default.clone();
    }
    whole
}

fn kind_of(kind: &Kind) -> Value {
    match kind {
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Whole => json!({"type": "integer", "minimum": 0}),
        Kind::Text => json!({"type": "string"}),
        Kind::Span => json!({"type": "string", "pattern": "^([0-9]+[smhdw])+$"}),
        Kind::Names => {
            json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
        }
        Kind::Words(words) => json!({"enum": words}),
        // TOML has no null.
        Kind::Optional(inner) => json!({"anyOf": [kind_of(inner), {"const": false}]}),
        Kind::List(inner) => json!({"type": "array", "items": kind_of(inner)}),
        Kind::Pair(inner) => {
            json!({"type": "array", "items": kind_of(inner), "minItems": 2, "maxItems": 2})
        }
        Kind::Map(inner) => json!({"type": "object", "additionalProperties": kind_of(inner)}),
        Kind::Keyed(key, inner) => json!({
            "type": "object",
            "properties": {*key: kind_of(inner)},
            "required": [key],
            "additionalProperties": false,
        }),
        Kind::Either(kinds) => json!({"anyOf": kinds.iter().map(kind_of).collect::<Vec<_>>()}),
        Kind::Named(name) => json!({"$ref": format!("#/definitions/{name}")}),
        _ => json!(true),
    }
}
