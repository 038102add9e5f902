//! Which columns of a table of paths hold what.

use crate::Result;
use crate::columns::Format;
use crate::declare::options;
use serde::Serialize;

pub(super) const TABLE: &str = "paths";

options! {
    /// Which column plays which role in a table of aggregated paths, as other tools export them.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PathRoles with Format {
        /// The path as text, for example `"search > branch"`, or as a list of names.
        pub path: String = "path".into(),
        /// Conversions of the path; by default 1 for each row. A column of yes and no (`true`, `false`) says whether the
        /// one journey of a row converted; those that did not are counted as `nulls`, unless that role is given.
        pub conversions: Option<String> = None,
        /// Value of the path's conversions; below 0 where more came back than was sold.
        pub value: Option<String> = None,
        /// Journeys on this path that did not convert; by default 0.
        pub nulls: Option<String> = None,
        /// Those of the conversions whose value is below 0; by default all or none of a row's, by the
        /// sign of its value. Together with `value_below`.
        pub conversions_below: Option<String> = None,
        /// Value of these, 0 or less.
        pub value_below: Option<String> = None,
        /// Those of the conversions whose order was given back as a whole; by default 0.
        pub cancelled: Option<String> = None,
        /// What stands between two touchpoints; white space around it does not count.
        pub sep: String = ">".into(),
    }
}
