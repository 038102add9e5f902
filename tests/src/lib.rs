//! What the tests share: small random companies, naive oracles, and where reference data lies.

pub mod chain_oracle;
pub mod company;
pub mod oracle;
pub mod paths;
pub mod shared;
