//! The tables of the book: the options of each section of the configuration file.

use std::fmt::Write as _;

use cx_core::schema::{Field, Kind, Named};

use crate::prose;
use crate::verbs::{Catalogue, FILES, Verb};

/// One table for each section that has options.
pub(crate) fn sections(catalogue: &Catalogue) -> String {
    let mut out = files(catalogue);
    for verb in catalogue.verbs.iter().filter(|verb| !verb.section.is_empty()) {
        let Some(Named::Options { fields, .. }) = catalogue.schema.types.get(verb.options) else {
            continue;
        };
        heading(&mut out, verb);
        out.push_str("| option | type | default | meaning |\n|---|---|---|---|\n");
        if verb.table {
            out.push_str("| `file` | text | required | The file, relative to the configuration file or to `data`. |\n");
            out.push_str("| options of files | | | How the file is read: [files](#files). |\n");
        }
        for field in fields {
            row(&mut out, field);
        }
        out.push('\n');
    }
    out
}

/// The options that every section with a file takes.
fn files(catalogue: &Catalogue) -> String {
    let mut out =
        String::from("### Files\n\n| option | type | default | meaning |\n|---|---|---|---|\n");
    if let Some(Named::Options { fields, .. }) = catalogue.schema.types.get(FILES) {
        for field in fields {
            row(&mut out, field);
        }
    }
    out.push('\n');
    out
}

fn heading(out: &mut String, verb: &Verb) {
    let brackets =
        if verb.section == "events" { "[[events]]".into() } else { format!("[{}]", verb.section) };
    let call = match verb.python.strip_prefix("Journeys.") {
        Some(method) => format!("journeys.{method}"),
        None => format!("cx.{}", verb.python),
    };
    let _ = writeln!(out, "### `{brackets}`: `{call}`\n");
}

fn row(out: &mut String, field: &Field) {
    let default = if field.required {
        "required".into()
    } else {
        prose::default(&field.default)
            .map_or_else(|| "none".into(), |default| format!("`{default}`"))
    };
    let meaning = prose::with_range(field.doc, field.range, "`false`");
    let name = field.alias.map_or_else(String::new, |alias| format!(", `{alias}`"));
    let cells = [format!("`{}`{name}", field.name), words(&field.kind), default, meaning];
    let _ = writeln!(out, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
}

/// A type in words.
fn words(kind: &Kind) -> String {
    match kind {
        Kind::Flag => "true or false".into(),
        Kind::Number => "number".into(),
        Kind::Whole => "whole number".into(),
        Kind::Text => "text".into(),
        Kind::Span => "duration".into(),
        Kind::Names => "name or list of names".into(),
        Kind::Words(words) => {
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        Kind::Optional(inner) => format!("{} or `false`", words(inner)),
        Kind::List(inner) => format!("list of {}", words(inner)),
        Kind::Pair(inner) => format!("two of {}", words(inner)),
        Kind::Map(inner) => format!("table of {}", words(inner)),
        Kind::Keyed(key, _) => format!("`{key}`"),
        Kind::Either(kinds) => kinds.iter().map(words).collect::<Vec<_>>().join(", or "),
        Kind::Named(name) => format!("[`{name}`](#types)"),
        _ => "anything".into(),
    }
}

/// The types that the tables name.
pub(crate) fn types(catalogue: &Catalogue) -> String {
    let mut out = String::from("| type | is |\n|---|---|\n");
    let used = used(catalogue);
    for (name, named) in catalogue.schema.types.iter().filter(|(name, _)| used.contains(*name)) {
        let is = match named {
            Named::Alias(kind) => words(kind),
            Named::Options { short, fields, .. } => {
                let list: Vec<String> = fields
                    .iter()
                    .map(|field| format!("`{}`: {}", field.name, words(&field.kind)))
                    .collect();
                let start =
                    if *short { "name or list of names, or a table with " } else { "table with " };
                format!("{start}{}", list.join("; "))
            }
            _ => continue,
        };
        let _ = writeln!(out, "| `{name}` | {} |", is.replace('|', "\\|"));
    }
    out
}

/// The names of types that sections need, directly or through others.
fn used(catalogue: &Catalogue) -> std::collections::BTreeSet<&'static str> {
    let mut found = std::collections::BTreeSet::new();
    for verb in catalogue.verbs.iter().filter(|verb| !verb.section.is_empty()) {
        if let Some(Named::Options { fields, .. }) = catalogue.schema.types.get(verb.options) {
            for field in fields {
                collect(catalogue, &field.kind, &mut found);
            }
        }
    }
    found
}

fn collect(
    catalogue: &Catalogue,
    kind: &Kind,
    found: &mut std::collections::BTreeSet<&'static str>,
) {
    match kind {
        Kind::Optional(inner)
        | Kind::List(inner)
        | Kind::Pair(inner)
        | Kind::Map(inner)
        | Kind::Keyed(_, inner) => {
            collect(catalogue, inner, found);
        }
        Kind::Either(kinds) => kinds.iter().for_each(|kind| collect(catalogue, kind, found)),
        Kind::Named(name) if found.insert(*name) => match catalogue.schema.types.get(name) {
            Some(Named::Alias(kind)) => collect(catalogue, kind, found),
            Some(Named::Options { fields, .. }) => {
                for field in fields {
                    collect(catalogue, &field.kind, found);
                }
            }
            _ => {}
        },
        _ => {}
    }
}
