//! How names of touchpoints say what they belong to.

use crate::Result;
use crate::declare::options;
use crate::limits::CONFIDENCE;
use serde::Serialize;
use std::collections::BTreeMap;

options! {
    /// Options of [`credit_by_level`](crate::attribution::credit_by_level).
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct LevelOptions {
        /// Where names of touchpoints are split into levels: with `"/"`, `"search/brand/ad 1"` is a
        /// creative in the campaign `search/brand` of the channel `search`. Blank: they are not.
        pub separator: String = "/".into(),
        /// For touchpoints that are named, the groups that they are in, from the top:
        /// `{"ad 1": ["search", "brand"]}`; wins over `separator`.
        pub groups: BTreeMap<String, Vec<String>> = BTreeMap::new(),
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}
