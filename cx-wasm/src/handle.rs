//! What every result has: tables by name, and its account as JSON.

use cx_core::options::Definition;
use serde::Serialize;

use crate::fault::{Result, fault};

/// A class around a report of the core: `table(name)` gives the named table, or the first one,
/// `report()` the account of it as JSON text. The object's memory is given back by `free()`.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident($core:ty), report: $report:expr, tables: { $($table:literal: $make:expr),+ $(,)? }) => {
        $(#[$doc])*
        #[wasm_bindgen::prelude::wasm_bindgen]
        #[derive(Debug, Clone)]
        pub struct $name {
            pub(crate) core: std::rc::Rc<$core>,
        }

        #[wasm_bindgen::prelude::wasm_bindgen]
        impl $name {
            /// A table by its name, or the first one.
            pub fn table(&self, name: Option<String>) -> $crate::fault::Result<$crate::table::Table> {
                type Make = fn(&$core) -> cx_core::Result<cx_core::columns::Frame>;
                const NAMES: &[&str] = &[$($table),+];
                const TABLES: &[Make] = &[$($make),+];
                let at = $crate::handle::pick(NAMES, name.as_deref())?;
                $crate::table::Table::of(TABLES[at](&self.core))
            }

            /// The account as JSON text.
            pub fn report(&self) -> $crate::fault::Result<String> {
                let report: fn(&$core) -> $crate::fault::Result<String> = $report;
                report(&self.core)
            }
        }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                Self { core: std::rc::Rc::new(core) }
            }
        }
    };
}
pub(crate) use handle;

/// The place of the table of that name, or of the first one.
pub(crate) fn pick(names: &[&str], name: Option<&str>) -> Result<usize> {
    let Some(name) = name else { return Ok(0) };
    names.iter().position(|known| *known == name).ok_or_else(|| {
        let known = names.join(", ");
        fault("unknown_name", &format!("there is no table \"{name}\"; available: {known}"))
    })
}

/// Anything that serialises, as JSON text.
pub(crate) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| fault("internal", &error.to_string()))
}

/// An account (a struct with fields) and its definition as one JSON object.
pub(crate) fn account(account: &impl Serialize, definition: &Definition) -> Result<String> {
    let (mut text, tail) = (json(account)?, json(definition)?);
    text.pop();
    text.push(',');
    text.push_str(tail.strip_prefix('{').unwrap_or_default());
    Ok(text)
}
