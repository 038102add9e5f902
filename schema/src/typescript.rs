//! The types of the options in TypeScript.

use std::fmt::Write as _;

use cx_core::schema::{Field, Kind, Named, Schema};

use crate::prose;

const HEAD: &str = "\
// Written by `cargo run -p cx-schema` from the options of the engine; not to be edited.

/** A duration as text with its unit: \"90s\", \"30m\", \"12h\", \"7d\", \"2w\", \"1d12h\". */
export type Span = string;
/** One name, or several. */
export type Names = string | readonly string[];
";

/// The whole file.
pub(crate) fn file(schema: &Schema) -> String {
    let mut out = HEAD.to_owned();
    for (name, named) in &schema.types {
        match named {
            Named::Options { doc, short, fields } => {
                let interface = if *short { format!("{name}Fields") } else { (*name).to_owned() };
                comment(&mut out, "", &prose::first(doc, "null"));
                let _ = writeln!(out, "export interface {interface} {{");
                for field in fields {
                    field_of(&mut out, field);
                }
                out.push_str("}\n");
                if *short {
                    let _ = writeln!(out, "export type {name} = Names | {interface};");
                }
            }
            Named::Alias(kind) => {
                let _ = writeln!(out, "export type {name} = {};", kind_of(kind));
            }
            _ => {}
        }
    }
    out
}

fn field_of(out: &mut String, field: &Field) {
    let mut doc = prose::with_range(field.doc, field.range, "null");
    if !field.required
        && let Some(default) = prose::default(&field.default)
    {
        let _ = write!(doc, " Default: {default}.");
    }
    let optional = if field.required { "" } else { "?" };
    let mut kind = kind_of(&field.kind);
    if let (Some(alias), Kind::List(one)) = (field.alias, &field.kind) {
        kind = format!("{} | {kind}", kind_of(one));
        comment(out, "  ", &format!("The same as `{}`; not both.", field.name));
        let _ = writeln!(out, "  {alias}?: {kind};");
    } else if let Some(alias) = field.alias {
        comment(out, "  ", &format!("The same as `{}`; not both.", field.name));
        let _ = writeln!(out, "  {alias}?: {kind};");
    }
    comment(out, "  ", &doc);
    let _ = writeln!(out, "  {}{optional}: {kind};", field.name);
}

fn comment(out: &mut String, indent: &str, text: &str) {
    let _ = writeln!(out, "{indent}/** {} */", text.replace("*/", "*\\/"));
}

fn kind_of(kind: &Kind) -> String {
    match kind {
        Kind::Flag => "boolean".into(),
        Kind::Number | Kind::Whole => "number".into(),
        Kind::Text => "string".into(),
        Kind::Span => "Span".into(),
        Kind::Names => "Names".into(),
        Kind::Words(words) => {
            words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
        }
        Kind::Optional(inner) => format!("{} | null", kind_of(inner)),
        Kind::List(inner) => format!("readonly {}[]", grouped(inner)),
        Kind::Pair(inner) => format!("readonly [{0}, {0}]", kind_of(inner)),
        Kind::Map(inner) => format!("Readonly<Record<string, {}>>", kind_of(inner)),
        Kind::Keyed(key, inner) => format!("{{ readonly {key}: {} }}", kind_of(inner)),
        Kind::Either(kinds) => kinds.iter().map(kind_of).collect::<Vec<_>>().join(" | "),
        Kind::Named(name) => (*name).into(),
        _ => "unknown".into(),
    }
}

fn grouped(kind: &Kind) -> String {
    let one = kind_of(kind);
    if one.contains(" | ") { format!("({one})") } else { one }
}
