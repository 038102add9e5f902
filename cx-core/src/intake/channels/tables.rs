//! Tables of rules: dated data, one file each.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::options::ChannelOptions;
use super::rule::{ChannelRule, ChannelTest};
use crate::options::{Names, quoted};
use crate::{Error, Result};

/// Name with its date, and the file.
const TABLES: [(&str, &str); 4] = [
    ("ga4@2023-11", include_str!("tables/ga4-2023-11.json")),
    ("ga4@2026-05", include_str!("tables/ga4-2026-05.json")),
    ("matomo@2026-07", include_str!("tables/matomo-2026-07.json")),
    ("cx@2026-11", include_str!("tables/cx-2026-11.json")),
];

/// The newest table of our own.
const OURS: (&str, &str) = ("cx", "cx@2026-11");

/// What rules are known to say unexpectedly.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quirk {
    /// Ids of the rules that say it.
    pub(super) rules: Names,
    #[serde(default)]
    pub(super) when: BTreeMap<String, ChannelTest>,
    #[serde(default)]
    pub(super) any: BTreeMap<String, ChannelTest>,
    /// What is so, and why.
    pub(super) sentence: String,
}

/// A table of rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    /// Filled from the list of tables.
    #[serde(skip)]
    pub(super) name: String,
    /// Where the rules come from.
    #[serde(rename = "about")]
    _about: String,
    /// The channel where no rule holds.
    pub(super) otherwise: String,
    pub(super) rules: Vec<ChannelRule>,
    #[serde(default)]
    pub(super) quirks: Vec<Quirk>,
}

impl RuleTable {
    /// The table of a name.
    pub(super) fn of(name: &str) -> Result<Self> {
        let asked = dated(name);
        let found = TABLES.iter().find(|(known, _)| *known == asked);
        let Some((name, text)) = found else {
            let allowed = Self::allowed();
            return Err(Error::Option { field: "rules", value: quoted(name), allowed });
        };
        let read = serde_json::from_str(text);
        let read: Self = read.map_err(|_| Error::Defect { what: "a table of channels" })?;
        Ok(Self { name: (*name).to_owned(), ..read })
    }

    /// Which tables there are, as an error says it.
    pub(super) fn allowed() -> String {
        let names = TABLES.iter().map(|(name, _)| *name).chain([OURS.0]);
        format!("a table of rules: {}", names.map(quoted).collect::<Vec<_>>().join(", "))
    }
}

/// The name with its date.
fn dated(name: &str) -> &str {
    if name == OURS.0 { OURS.1 } else { name }
}

impl ChannelOptions {
    /// The same options with the date of the table, which definitions are to say.
    pub(crate) fn resolved(&self) -> Self {
        let rules = self.rules.as_deref().map(|name| dated(name).to_owned());
        Self { rules, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::engine::Engine;
    use super::*;

    #[test]
    fn every_table_can_be_read_and_asked() {
        for (name, _) in TABLES {
            let engine = Engine::of(&ChannelOptions::new(name)).expect(name);
            assert_eq!(engine.table.as_deref(), Some(name));
            assert!(engine.rules.iter().all(|rule| rule.id.is_some()), "{name}");
            for (quirk, _) in &engine.quirks {
                for id in &quirk.rules.0 {
                    assert!(
                        engine.rules.iter().any(|rule| rule.id.as_ref() == Some(id)),
                        "{name} {id}"
                    );
                }
            }
        }
    }

    #[test]
    fn an_unknown_table_names_those_that_exist() {
        let error = RuleTable::of("ga4").expect_err("unknown").to_string();
        for (name, _) in TABLES {
            assert!(error.contains(name), "{error}");
        }
        assert_eq!(ChannelOptions::new("cx").resolved(), ChannelOptions::new("cx@2026-11"));
    }
}
