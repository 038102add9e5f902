//! Time to event: an additive hazard with levels of intent, decaying effects and knock-on.
//!
//! Sources: O. O. Aalen, *A model for nonparametric regression analysis of counting processes*,
//! Lecture Notes in Statistics 2 (1980) 1-25 (additive hazards); A. G. Hawkes, *Spectra of some
//! self-exciting and mutually exciting point processes*, Biometrika 58 (1971) 83-90 (decaying
//! effects of earlier events); Y. Zhang, Y. Wei, J. Ren, *Multi-touch attribution in online
//! advertising with survival theory*, ICDM 2014; W. Ji, X. Wang, *Additional multi-touch attribution
//! for online advertising*, AAAI 2017; D. Shender et al., *A time to event framework for multi-touch
//! attribution*, arXiv:2009.08432 (2020).

mod contacts;
mod course;
mod doubt;
mod estimate;
mod expect;
mod exposure;
mod fit;
mod fitted;
mod found;
mod histories;
mod history;
mod lanes;
mod leap;
mod level_set;
mod levels;
mod maximise;
mod newton;
mod options;
mod parameters;
mod prior;
mod report;
mod rows;
mod scores;
mod split;
#[cfg(test)]
mod tests;
mod triggers;

pub use options::KnockOn;
pub(super) use options::check_decay;
pub use report::{HazardFit, HazardRow, IntentLevel, Trigger, hazard_fit};

pub(super) use estimate::{estimate, estimate_with_parts};
