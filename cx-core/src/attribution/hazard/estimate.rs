//! Credits by the share of the hazard at the conversion.

use super::fitted::Fitted;
use crate::attribution::contact::ContactPart;
use crate::attribution::input::Input;
use crate::attribution::options::AttributeOptions;
use crate::attribution::sums::Estimates;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::{Error, Result};

/// Credits by the share of the hazard at the conversion.
pub(in crate::attribution) fn estimate(
    options: &AttributeOptions,
    input: Input<'_>,
) -> Result<Estimates> {
    estimate_with_parts(options, input, &mut |_| ())
}

/// The same, with the part that each contact has in each conversion; see [`ContactPart`].
pub(in crate::attribution) fn estimate_with_parts(
    options: &AttributeOptions,
    input: Input<'_>,
    visit: &mut dyn FnMut(ContactPart),
) -> Result<Estimates> {
    let (journeys, persons) = with_times(input)?;
    let fitted = Fitted::of(options, journeys, persons)?;
    fitted.parts(journeys, persons, visit);
    fitted.estimates()
}

pub(super) fn with_times(input: Input<'_>) -> Result<(&Journeys, &Persons)> {
    input.journeys.ok_or_else(|| Error::Lacking {
        what: "the model \"hazard\"".into(),
        needs: "the times of contacts",
        of: "aggregated paths",
        remedy: "attribute journeys made from events, or choose \"markov\"",
    })
}
