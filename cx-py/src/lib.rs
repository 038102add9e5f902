//! Python face of CX Cockpit: conversion and documentation, no logic.
//!
//! One file for each room of the engine. Options arrive as JSON text and are read by the engine's
//! own structs, data arrive as Arrow streams, reports leave as [`table::Table`].

mod attribution;
mod audit;
mod broadcast;
mod channels;
mod cockpit;
mod conformance;
mod credits;
mod defaults;
mod error;
mod experience;
mod files;
mod funnel;
mod hazard;
mod input;
mod intake;
mod journey;
mod kpi;
mod live;
mod markov;
mod period_returns;
mod personas;
mod run;
mod stitch;
mod stream;
mod table;

/// The compiled half of the package `cxcockpit`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::attribution::{Credit, Returns, attribute, returns};
    #[pymodule_export]
    use crate::audit::{Audit, audit};
    #[pymodule_export]
    use crate::broadcast::{Broadcast, Carried, broadcast};
    #[pymodule_export]
    use crate::channels::{Channels, channels};
    #[pymodule_export]
    use crate::cockpit::{Cockpit, cockpit};
    #[pymodule_export]
    use crate::conformance::{Conformance, net_from_pnml};
    #[pymodule_export]
    use crate::credits::{credit_by_level, credit_by_period, credit_by_position, interactions};
    #[pymodule_export]
    use crate::defaults::{defaults, models};
    #[pymodule_export]
    use crate::experience::{Experience, PeriodExperience, experience, experience_by_period};
    #[pymodule_export]
    use crate::files::{read_bytes, read_file};
    #[pymodule_export]
    use crate::funnel::Funnel;
    #[pymodule_export]
    use crate::hazard::{HazardFit, hazard_fit};
    #[pymodule_export]
    use crate::input::table_of_columns;
    #[pymodule_export]
    use crate::intake::{
        Campaigns, Counts, Criteria, Events, Feedback, Findings, IntakeReport, Spots, Targets,
        concat, concat_campaigns, concat_feedback, concat_findings, concat_spots,
    };
    #[pymodule_export]
    use crate::journey::{Journeys, Paths, journeys};
    #[pymodule_export]
    use crate::kpi::{Gaps, Scores, gaps, score};
    #[pymodule_export]
    use crate::live::{LiveSessions, SessionDelta};
    #[pymodule_export]
    use crate::markov::{choose_order, sequence_effects, transitions};
    #[pymodule_export]
    use crate::period_returns::{PeriodReturns, returns_by_period};
    #[pymodule_export]
    use crate::personas::{
        Distances, Effort, Personas, Phases, distances, effort, needs, personas, phases,
    };
    #[pymodule_export]
    use crate::run::defect;
    #[pymodule_export]
    use crate::stitch::{People, stitch};
    #[pymodule_export]
    use crate::table::Table;

    /// The version of the engine.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
