//! Oracles and simulated worlds against which the engine is tested.

pub mod bank;
