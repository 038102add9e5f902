//! Which columns of an export hold what of an answer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::metric::Scale;
use crate::columns::{Format, TimeUnit};
use crate::declare::options;
use crate::options::Names;

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct FeedbackRoles with Format {
        /// The answer (required).
        pub score: String = "score".into(),
        /// The touchpoint that the answer is about.
        pub touchpoint: Option<String> = None,
        /// The answer's id within its source, in one column or several together; a repeated one is a duplicate.
        pub answer_id: Option<Names> = None,
        /// When it was given; of two columns the second holds the time of day.
        pub time: Option<Names> = None,
        /// Identifier type to column.
        pub ids: BTreeMap<String, String> = BTreeMap::new(),
        /// nps, csat, ces, rating, ...; by default `"nps"`.
        pub metric: Option<String> = None,
        /// Several answers in one row: metric to its column, for example `nps -> Q1`, instead of `score` and `metric`. A
        /// blank cell is a question not answered and counts as filtered.
        pub metrics: BTreeMap<String, String> = BTreeMap::new(),
        /// Scales by metric, where they differ from [`Scale::usual`].
        pub scale: BTreeMap<String, Scale> = BTreeMap::new(),
        /// `perception` or `expectation`; by default, and where blank, perception.
        pub aspect: Option<String> = None,
        /// Weight of the answer, 0 or more; by default 1.
        pub weight: Option<String> = None,
        /// Stratum of the sample.
        pub stratum: Option<String> = None,
        /// Cluster of the sample.
        pub cluster: Option<String> = None,
        /// Further columns to break down by.
        pub segments: Vec<String> = Vec::new(),
        /// Where the row comes from; by default `"feedback"`.
        pub source: Option<String> = None,
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
        /// Unit of times that are numbers since 1970.
        pub time_unit: Option<TimeUnit> = None,
        /// Times before this (ISO 8601; UTC where it names no zone) are rejected.
        pub earliest: Option<String> = None,
        /// Times after this are rejected: a typing error such as the year 2099 is not the latest answer.
        pub latest: Option<String> = None,
    }
}
