//! What the tests share: a simulated bank with known truth, small random companies, naive oracles,
//! and where reference data lies.

pub mod bank;
pub mod company;
pub mod oracle;
pub mod shared;
