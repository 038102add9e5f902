//! How long conversions follow their contacts.

use super::plan::{Contacts, Plan};
use crate::Result;
use crate::attribution::clean::Cleaned;
use crate::attribution::options::AttributeOptions;
use crate::attribution::outcomes::Outcomes;
use crate::journey::Journeys;
use crate::sure::Sure;

/// The time from contact to conversion, in microseconds, within which a share of the credit of the
/// first rule lies; 0 where there is no credit.
pub(crate) fn credited_within(
    journeys: &Journeys,
    attribute: &AttributeOptions,
    share: f64,
) -> Result<i64> {
    let cleaned = Cleaned::of(Outcomes::Journeys(journeys), attribute)?;
    let Some(journeys) = cleaned.outcomes().journeys() else { return Ok(0) };
    let plan = Plan::new(attribute, &journeys.touchpoints, Some(&journeys.events))?;
    let Some(rule) = plan.rules.first() else { return Ok(0) };
    let (mut delays, mut parts) = (Vec::<(i64, f64)>::new(), Vec::new());
    for journey in
        (0..journeys.len()).filter(|at| journeys.converted.get(*at).sure() == Some(&true))
    {
        let contacts = Contacts::of_journey(journeys, journey);
        let end = journeys.end.get(journey).copied().sure_or(0);
        plan.split(*rule, &contacts, &mut parts);
        let delayed = contacts.times.iter().zip(&parts).filter(|(_, part)| **part > 0.0);
        delays.extend(delayed.map(|(time, part)| (end.saturating_sub(*time), *part)));
    }
    delays.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let wanted = share * delays.iter().map(|(_, part)| part).sum::<f64>();
    let mut sum = 0.0;
    let within = delays.iter().find(|(_, part)| {
        sum += part;
        sum >= wanted
    });
    Ok(within.map_or(0, |(delay, _)| (*delay).max(0)))
}
