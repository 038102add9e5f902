//! What the tests share: small random companies, naive oracles, and where reference data lies.

pub mod answered;
pub mod bank_tables;
pub mod cases;
pub mod chain_oracle;
pub mod company;
pub mod dice;
pub mod doubt;
pub mod funnel_oracle;
pub mod fuzz;
pub mod game_oracle;
pub mod malformed;
pub mod marketing;
pub mod model_oracle;
pub mod models;
pub mod oracle;
pub mod paths;
pub mod resample;
pub mod rules_oracle;
pub mod sequence_oracle;
pub mod shared;
pub mod spends;
pub mod state_oracle;
pub mod strategies;
pub mod walks;
pub mod worlds;
