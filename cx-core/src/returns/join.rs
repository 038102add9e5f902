//! Credits beside costs, each in exactly one row.

use super::brought::{BLANK, Brought};
use super::points::ExperiencePoints;
use super::report::{ReturnRow, ReturnSplit};
use super::spend::{Cost, Costs, SpendByTouchpoint};
use crate::ordered::{Map, Set};
use crate::stats::Interval;

/// What the lead model gives to a touchpoint, and to the campaigns that its contacts name.
pub(super) struct Credited {
    pub(super) touchpoint: String,
    pub(super) figures: Figures,
    /// Credits of its contacts by campaign, those that name none under `None`; empty where none names any.
    pub(super) parts: Vec<(Option<String>, Figures)>,
    pub(super) lower_bound: bool,
    pub(super) undecided: bool,
}

/// A credit with its intervals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    pub(super) conversions: f64,
    pub(super) conversions_in: Interval,
    pub(super) value: f64,
    pub(super) value_in: Interval,
}

impl Figures {
    pub(super) fn new([conversions, value]: [f64; 2], [of_count, of_value]: [[f64; 2]; 2]) -> Self {
        let interval = |[low, high]: [f64; 2]| Interval { low, high };
        let (conversions_in, value_in) = (interval(of_count), interval(of_value));
        Self { conversions, conversions_in, value, value_in }
    }

    /// No credit.
    pub(super) fn nothing() -> Self {
        Self { conversions: 0.0, conversions_in: BLANK, value: 0.0, value_in: BLANK }
    }

    fn brought(&self, of: &Credited) -> Brought {
        Brought {
            conversions: self.conversions,
            conversions_in: self.conversions_in,
            value: self.value,
            value_in: self.value_in,
            lower_bound: of.lower_bound,
            undecided: of.undecided,
            ..Brought::unknown()
        }
    }
}

/// What is known beyond the time that is joined.
pub(super) struct Names<'a> {
    /// All costs, of all periods.
    pub(super) spend: &'a SpendByTouchpoint,
    /// Touchpoints of which contacts name a campaign.
    pub(super) named: Set<String>,
    /// Touchpoints that journeys meet.
    pub(super) met: Set<String>,
}

impl Names<'_> {
    /// The cost of what has none here: 0 where it has one in another period, else not known.
    fn elsewhere(&self, touchpoint: &str, campaign: Option<&String>) -> Cost {
        let known = self.spend.get(touchpoint).is_some_and(|spent| match campaign {
            Some(campaign) => spent.contains_key(&Some(campaign.clone())),
            None => spent.contains_key(&None) || !self.named.contains(touchpoint),
        });
        if known { Cost::NOTHING } else { Cost::UNKNOWN }
    }
}

/// Rows of touchpoints and of their campaigns.
#[derive(Default)]
pub(super) struct Joined {
    /// By touchpoint and campaign.
    pub(super) rows: Vec<ReturnRow>,
    /// By touchpoint.
    pub(super) touchpoints: Vec<ReturnRow>,
}

/// Joins credits with costs of the same time: rows by touchpoint in the order of the credits, then
/// spend at other touchpoints by name, and last spend that names none.
pub(super) fn join(
    names: &Names<'_>,
    credits: impl Iterator<Item = Credited>,
    mut spend: SpendByTouchpoint,
    experience: Option<&ExperiencePoints>,
) -> Joined {
    let nowhere = spend.remove("");
    let mut joined = Joined::default();
    for credit in credits {
        let spent = spend.remove(&credit.touchpoint).unwrap_or_default();
        // Of spots nobody recorded contacts, which is no proof that they left the experience as it was.
        let points = experience.and_then(|points| {
            let found = points.find(&credit.touchpoint);
            found.or_else(|| (!credit.lower_bound).then(|| points.at(&credit.touchpoint)))
        });
        joined.touchpoint(names, &credit, spent, points);
    }
    for (touchpoint, spent) in spend {
        let credit = Credited {
            figures: Figures::nothing(),
            parts: Vec::new(),
            lower_bound: false,
            undecided: false,
            touchpoint,
        };
        if names.met.contains(&credit.touchpoint) {
            let points = experience.map(|points| points.at(&credit.touchpoint));
            joined.touchpoint(names, &credit, spent, points);
        } else {
            // Nobody recorded contacts, which is no proof that it brought nothing.
            let points = experience.and_then(|points| points.find(&credit.touchpoint));
            let (points, points_in) = points.unwrap_or((f64::NAN, BLANK));
            let brought = Brought { points, points_in, ..Brought::unknown() };
            joined.by_cost(Some(&credit.touchpoint), &brought, &spent);
        }
    }
    if let Some(spent) = nowhere {
        joined.by_cost(None, &Brought::unknown(), &spent);
    }
    joined
}

impl Joined {
    fn touchpoint(
        &mut self,
        names: &Names<'_>,
        credit: &Credited,
        mut spent: Costs,
        points: Option<(f64, Interval)>,
    ) {
        let name = credit.touchpoint.as_str();
        let (points, points_in) = points.unwrap_or((f64::NAN, BLANK));
        let brought = Brought { points, points_in, ..credit.figures.brought(credit) };
        if !names.named.contains(name) {
            if spent.is_empty() {
                spent.insert(None, names.elsewhere(name, None));
            }
            self.by_cost(Some(name), &brought, &spent);
            return;
        }
        let whole = if spent.is_empty() { names.elsewhere(name, None) } else { sum(&spent) };
        self.touchpoints.push(brought.row(Some(name), None, whole, ReturnSplit::Whole));
        let mut parts: Map<(bool, Option<String>), (Figures, Cost)> = Map::new();
        let key = |campaign: Option<String>| (campaign.is_none(), campaign);
        for (campaign, figures) in &credit.parts {
            let here = spent.remove(campaign);
            let cost = here.unwrap_or_else(|| names.elsewhere(name, campaign.as_ref()));
            parts.insert(key(campaign.clone()), (*figures, cost));
        }
        for (campaign, cost) in spent {
            parts.insert(key(campaign), (Figures::nothing(), cost));
        }
        for ((_, campaign), (figures, cost)) in parts {
            let row = figures.brought(credit);
            self.rows.push(row.row(Some(name), campaign.as_deref(), cost, ReturnSplit::Contacts));
        }
    }

    /// A touchpoint of which no contact names a campaign: its return is known as a whole, and split over its
    /// campaigns by their cost, evenly where all cost nothing.
    fn by_cost(&mut self, touchpoint: Option<&str>, brought: &Brought, spent: &Costs) {
        self.touchpoints.push(brought.row(touchpoint, None, sum(spent), ReturnSplit::Whole));
        if let (1, Some((campaign, cost))) = (spent.len(), spent.iter().next()) {
            let row = brought.row(touchpoint, campaign.as_deref(), *cost, ReturnSplit::Whole);
            self.rows.push(row);
            return;
        }
        let known = |cost: &Cost| if cost.counted.is_nan() { 0.0 } else { cost.counted };
        let whole: f64 = spent.values().map(known).sum();
        let even = 1.0 / spent.len() as f64;
        let named = spent.iter().filter(|(campaign, _)| campaign.is_some());
        for (campaign, cost) in named.chain(spent.iter().filter(|(name, _)| name.is_none())) {
            let part = if whole > 0.0 { known(cost) / whole } else { even };
            let part = brought.allocated(part);
            self.rows.push(part.row(touchpoint, campaign.as_deref(), *cost, ReturnSplit::Cost));
        }
    }
}

/// All costs together; those that are not known are left out where others are.
pub(super) fn sum(spent: &Costs) -> Cost {
    spent.values().copied().fold(Cost::UNKNOWN, Cost::plus)
}
