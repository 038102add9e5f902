//! Golden, parity and property tests of the engine, by the rooms of `cx-core`.
//!
//! One module alone: `cargo test -p cx-tests --test all journey::funnels::`. All modules run as threads of one process:
//! no test sets an environment variable, and a folder of a test is named after it.

mod attribution {
    mod bad_input;
    mod bank_coverage;
    mod bootstrap;
    mod chain_tables;
    mod chains;
    mod doubt;
    mod experience;
    mod experience_by_period;
    mod games;
    mod golden;
    mod hazard_worlds;
    mod journeys;
    mod models;
    mod rules;
    mod signs;
    mod ties;
}
mod audit {
    mod golden;
    mod rules;
}
mod bank {
    mod promises;
}
mod broadcast {
    mod spots;
}
mod cockpit {
    mod findings;
    mod join;
    mod parity;
}
mod fuzz {
    mod smoke;
    mod stored_states;
}
mod intake {
    mod bank;
    mod cells;
    mod channel_rules;
    mod channel_tables;
    mod channels;
    mod files;
    mod malformed;
    mod questions;
    mod sources;
    mod tables;
    mod workbooks;
}
mod journey {
    mod conformance;
    mod conformance_golden;
    mod flows;
    mod flows_golden;
    mod funnels;
    mod journeys;
    mod late_events;
    mod orders;
    mod outcomes;
    mod path_tables;
    mod persona_needs;
    mod personas;
    mod phase_figures;
    mod phases;
    mod rules;
    mod sequences;
}
mod kpi {
    mod golden;
    mod rules;
}
mod returns {
    mod by_period;
    mod currencies;
    mod places;
}
mod sentences {
    mod catalogues;
}
