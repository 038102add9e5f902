//! Options of the time-to-event model.

use serde::Serialize;

use crate::from_json::words;
use crate::options::Span;
use crate::{Error, Result};

/// Who gets the credit of a contact that another contact triggered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KnockOn {
    /// In proportion to what would be lost without each touchpoint: a sale by a search that a TV
    /// spot triggered is lost without either of them.
    #[default]
    Loss,
    /// To the touchpoint at which the chain of triggers began.
    Origin,
    /// To the contact itself.
    None,
}

words!(KnockOn: Loss = "loss", Origin = "origin", None = "none");

/// Checks the options of the time-to-event model.
pub(crate) fn validate(
    levels: u32,
    [shortest, longest]: [Span; 2],
    window: Span,
    iterations: u32,
) -> Result<()> {
    let refuse = |field, value: String, allowed: &str| {
        Err(Error::Option { field, value, allowed: allowed.to_owned() })
    };
    if !(1..=24).contains(&levels) {
        return refuse("intent_levels", levels.to_string(), "1 (no intent) to 24");
    }
    if shortest.micros() <= 0 || longest.micros() < 2 * shortest.micros() {
        let value = format!("{} and {} hours", shortest.hours(), longest.hours());
        let allowed = "two positive durations, the second at least twice the first";
        return refuse("decay", value, allowed);
    }
    if window.micros() <= 0 {
        let value = format!("{} hours", window.hours());
        return refuse("knock_on_window", value, "a positive duration such as \"3d\"");
    }
    if !(1..=10_000).contains(&iterations) {
        return refuse("iterations", iterations.to_string(), "1 to 10000");
    }
    Ok(())
}
