//! How names of touchpoints say what they belong to.

use crate::Result;
use crate::fields::fields;
use serde::Serialize;
use std::collections::BTreeMap;

/// Options of [`credit_by_level`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelOptions {
    /// Where names of touchpoints are split into levels: with `"/"`, `"search/brand/ad 1"` is a
    /// creative in the campaign `search/brand` of the channel `search`. Blank: they are not.
    pub separator: String,
    /// For touchpoints that are named, the groups that they are in, from the top:
    /// `{"ad 1": ["search", "brand"]}`; wins over `separator`.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Confidence of the intervals, 0.5 to 0.9999; default 0.95.
    pub confidence: f64,
}

fields!(LevelOptions: separator, groups, confidence);

impl Default for LevelOptions {
    fn default() -> Self {
        Self { separator: "/".into(), groups: BTreeMap::new(), confidence: 0.95 }
    }
}
