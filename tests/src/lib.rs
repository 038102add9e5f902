//! What the tests share: small random companies, naive oracles, and where reference data lies.

pub mod company;
pub mod oracle;
pub mod shared;
