//! Stored states: what is read back is what was written, and any other text is refused or behaves.

use cx_core::attribution::{StateChain, StateCounts, TransitionCounts};
use cx_core::exact::ExactSum;
use cx_core::kpi::{Distribution, ScoreCounts};
use cx_core::tally::Tally;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a state; what was read is written and read again, to the same bytes.
fn stored<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
    let state: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&state).expect("a state that serialises");
    let again: T = serde_json::from_str(&written).expect("what was written is read");
    assert_eq!(again, state);
    assert_eq!(serde_json::to_string(&again).ok(), Some(written));
    Some(state)
}

/// A state from outside may have any counts; merging and finishing end in a report or an error.
fn used<T: Tally>(state: &T) -> cx_core::Result<T::Report> {
    let mut twice = state.clone();
    twice.merge(state.clone());
    twice.merge(T::default());
    let _ = twice.finish();
    state.clone().finish()
}

/// Reads bytes as each of the states that can be stored.
pub(super) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(sum) = stored::<ExactSum>(text) {
        let mut twice = sum.clone();
        twice.merge(&sum);
        let _ = (sum.value(), twice.value());
    }
    if let Some(Ok(found)) = stored::<ScoreCounts>(text).map(|state| used(&state)) {
        let _: Distribution = found;
    }
    if let Some(Ok(chain)) = stored::<TransitionCounts>(text).map(|state| used(&state)) {
        assert!(!chain.conversion_rate.is_nan());
    }
    if let Some(Ok(chain)) = stored::<StateCounts>(text).map(|state| used(&state)) {
        let _: StateChain = chain;
    }
}
