//! What the Markov chain of attribution shows beside credits: tables.

use cx_core::attribution::{OrderOptions, SequenceEffectOptions, TransitionOptions};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::attribution::Outcomes;
use crate::credits::over;
use crate::run::{Progress, short};
use crate::table::Table;

/// A verb over journeys or paths that gives one table.
macro_rules! tables {
    ($($(#[$doc:meta])* $verb:ident($options:ty);)+) => { $(
        $(#[$doc])*
        #[pyfunction]
        #[pyo3(signature = (outcomes, options, progress = None))]
        #[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
        pub(crate) fn $verb(
            py: Python<'_>,
            outcomes: Outcomes<'_>,
            options: &str,
            progress: Progress,
        ) -> PyResult<Table> {
            let options: $options = short(py, || from_json(options))?;
            over(py, &outcomes, progress, move |outcomes| {
                cx_core::attribution::$verb(outcomes, &options)?.to_record_batch()
            })
        }
    )+ };
}

tables! {
    /// How well chains of each order predict journeys that they were not counted from.
    choose_order(OrderOptions);
    /// What sequences of touchpoints do.
    sequence_effects(SequenceEffectOptions);
    /// The transitions of the chain.
    transitions(TransitionOptions);
}
