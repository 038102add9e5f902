//! Conformance: the journeys that were expected against those that happened.

mod align;
mod block;
mod conform;
mod deviations;
mod judge;
mod markings;
mod net;
mod options;
mod pnml;
mod report;
mod rules;
mod xml;

pub use block::Block;
pub use net::{Net, NetTransition};
pub use options::{By, ConformOptions};
pub use report::{AlignedVariant, ConformRow, Conformance, Deviation, DeviationKind, Fit};
pub use rules::{Rule, RuleKind, Verdict, Violation};
