//! How many cases a property test draws.

use proptest::test_runner::Config;

/// Cases that proptest draws where neither the test nor `PROPTEST_CASES` says a number.
const USUAL: u64 = 256;

/// The configuration of a property test that draws `usual` cases, because one of them takes long or
/// because it needs more. `PROPTEST_CASES` scales it as it does every other test: 2,560 draws ten
/// times as many.
pub fn cases(usual: u32) -> Config {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse::<u64>().ok());
    let scaled = u64::from(usual) * wanted.unwrap_or(USUAL) / USUAL;
    Config::with_cases(u32::try_from(scaled).unwrap_or(u32::MAX).max(1))
}
