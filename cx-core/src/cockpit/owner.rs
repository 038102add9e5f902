//! Who answers for a touchpoint.

use super::input::CockpitInput;
use super::row::TouchpointRow;

/// Who answers for a touchpoint: the owner of its targets, else of its campaigns.
pub(super) fn owner(input: &CockpitInput<'_>, row: &TouchpointRow) -> Option<String> {
    let target = input.targets.and_then(|targets| targets.owner_at(&row.touchpoint));
    target.or_else(|| row.owner.clone())
}

/// Who answers for its score: the owner of the target of that metric, else of the touchpoint.
pub(super) fn owner_of_score(input: &CockpitInput<'_>, row: &TouchpointRow) -> Option<String> {
    let metric = row.metric.as_deref()?;
    let target = input.targets.and_then(|targets| targets.owner_of(metric, &row.touchpoint));
    target.or_else(|| owner(input, row))
}
