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

/// Checks the shortest and the longest decay.
pub(crate) fn check_decay([shortest, longest]: [Span; 2]) -> Result<()> {
    if shortest.micros() > 0 && longest.micros() >= 2 * shortest.micros() {
        return Ok(());
    }
    Err(Error::Option {
        field: "decay",
        value: format!("{} and {} hours", shortest.hours(), longest.hours()),
        allowed: "two positive durations, the second at least twice the first".into(),
    })
}
