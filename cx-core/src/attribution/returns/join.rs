//! Credits beside costs, each in exactly one row.

use super::super::credit::CreditRow;
use super::super::rules::PeriodRow;
use super::brought::Brought;
use super::points::ExperiencePoints;
use super::report::ReturnRow;
use super::spend::Places;
use crate::ordered::Set;
use crate::stats::Interval;

/// What a model gives to a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Credited<'a> {
    pub(super) name: &'a str,
    conversions: f64,
    conversions_in: Interval,
    value: f64,
    value_in: Interval,
}

impl<'a> From<&'a CreditRow> for Credited<'a> {
    fn from(row: &'a CreditRow) -> Self {
        Self {
            name: &row.touchpoint,
            conversions: row.conversions,
            conversions_in: Interval { low: row.conversions_low, high: row.conversions_high },
            value: row.value,
            value_in: Interval { low: row.value_low, high: row.value_high },
        }
    }
}

impl<'a> From<&'a PeriodRow> for Credited<'a> {
    fn from(row: &'a PeriodRow) -> Self {
        Self {
            name: &row.touchpoint,
            conversions: row.conversions,
            conversions_in: Interval { low: row.conversions_low, high: row.conversions_high },
            value: row.value,
            value_in: Interval { low: row.value_low, high: row.value_high },
        }
    }
}

impl<'a> Credited<'a> {
    /// Of a name that is given nothing.
    pub(super) fn nothing(name: &'a str) -> Self {
        let blank = Interval { low: f64::NAN, high: f64::NAN };
        Self { name, conversions: 0.0, conversions_in: blank, value: 0.0, value_in: blank }
    }
}

/// How names of credits are read.
pub(super) struct Names<'a> {
    /// All costs, of all periods.
    spend: &'a Places,
    /// Touchpoints of which a credit names a campaign.
    named: Set<String>,
    /// Touchpoints that journeys meet.
    met: Set<String>,
}

impl<'a> Names<'a> {
    /// `met`: touchpoints of the journeys, with a campaign where contacts name it.
    pub(super) fn new<'b>(spend: &'a Places, met: impl Iterator<Item = &'b str>) -> Self {
        let mut names = Self { spend, named: Set::new(), met: Set::new() };
        for name in met {
            let (touchpoint, campaign) = names.place(name);
            if campaign.is_some() {
                names.named.insert(touchpoint.clone());
            }
            names.met.insert(touchpoint);
        }
        names
    }

    /// Whether journeys meet a touchpoint.
    pub(super) fn meet(&self, touchpoint: &str) -> bool {
        self.met.contains(touchpoint)
    }

    /// Touchpoint and, where a credit names it, campaign. A name with spend of its own is a
    /// touchpoint, whatever it looks like.
    pub(super) fn place(&self, name: &str) -> (String, Option<String>) {
        match name.rsplit_once(" / ") {
            Some((touchpoint, campaign))
                if !self.spend.contains_key(name) && self.spend.contains_key(touchpoint) =>
            {
                (touchpoint.to_owned(), Some(campaign.to_owned()))
            }
            _ => (name.to_owned(), None),
        }
    }

    /// The cost of what has none here: 0 where it has one in another period, else not known.
    fn elsewhere(&self, touchpoint: &str, campaign: Option<&String>) -> f64 {
        let spent = self.spend.get(touchpoint);
        let known = match campaign {
            Some(campaign) => spent.is_some_and(|spent| spent.contains_key(campaign)),
            None => spent.is_some() && !self.named.contains(touchpoint),
        };
        if known { 0.0 } else { f64::NAN }
    }
}

/// Joins credits with costs of the same time: rows by touchpoint in the order of the credits, then
/// spend at other touchpoints by name, and last spend that names none.
pub(super) fn join<'a>(
    names: &Names<'_>,
    credits: impl Iterator<Item = Credited<'a>>,
    mut spend: Places,
    experience: Option<&ExperiencePoints>,
) -> Vec<ReturnRow> {
    let nothing = spend.remove("");
    let mut by_touchpoint = Vec::<(String, Vec<(Option<String>, Credited<'a>)>)>::new();
    for credit in credits {
        let (touchpoint, campaign) = names.place(credit.name);
        match by_touchpoint.iter_mut().find(|(name, _)| *name == touchpoint) {
            Some((_, credits)) => credits.push((campaign, credit)),
            None => by_touchpoint.push((touchpoint, vec![(campaign, credit)])),
        }
    }
    let mut join = Join { names, left: spend, rows: Vec::new(), experience };
    for (touchpoint, credits) in by_touchpoint {
        join.touchpoint(&touchpoint, &credits);
    }
    for (touchpoint, spent) in std::mem::take(&mut join.left) {
        let brought = if names.meet(&touchpoint) {
            join.brought(&touchpoint, None)
        } else {
            join.unmet(&touchpoint)
        };
        brought.share(Some(&touchpoint), spent, &mut join.rows);
    }
    if let Some(spent) = nothing {
        Brought::unknown().share(None, spent, &mut join.rows);
    }
    join.rows
}

/// What is left to be joined, and what was.
struct Join<'a> {
    names: &'a Names<'a>,
    left: Places,
    rows: Vec<ReturnRow>,
    experience: Option<&'a ExperiencePoints>,
}

impl Join<'_> {
    fn brought(&self, name: &str, credit: Option<&Credited<'_>>) -> Brought {
        let points = self.experience.map(|points| points.at(name));
        let blank = Interval { low: f64::NAN, high: f64::NAN };
        Brought {
            conversions: credit.map_or(0.0, |credit| credit.conversions),
            conversions_in: credit.map_or(blank, |credit| credit.conversions_in),
            value: credit.map_or(0.0, |credit| credit.value),
            value_in: credit.map_or(blank, |credit| credit.value_in),
            points: points.map_or(f64::NAN, |points| points.0),
            points_in: points.map_or(blank, |points| points.1),
        }
    }

    /// Of spend at a touchpoint that no journey met: nobody recorded contacts, which is no proof that
    /// it brought nothing.
    fn unmet(&self, name: &str) -> Brought {
        let (points, points_in) = self
            .experience
            .and_then(|points| points.find(name))
            .unwrap_or((f64::NAN, Interval { low: f64::NAN, high: f64::NAN }));
        Brought { points, points_in, ..Brought::unknown() }
    }

    /// The credits of one touchpoint: of the whole, or of its campaigns.
    fn touchpoint(&mut self, touchpoint: &str, credits: &[(Option<String>, Credited<'_>)]) {
        let mut spent = self.left.remove(touchpoint).unwrap_or_default();
        let known = self.names.named.contains(touchpoint);
        for (campaign, credit) in credits {
            let brought = self.brought(credit.name, Some(credit));
            if !known && !spent.is_empty() {
                brought.share(Some(touchpoint), std::mem::take(&mut spent), &mut self.rows);
                continue;
            }
            let here = campaign.as_ref().and_then(|name| spent.remove(name));
            let cost = here.unwrap_or_else(|| self.names.elsewhere(touchpoint, campaign.as_ref()));
            self.rows.push(brought.row(Some(touchpoint), campaign.clone(), cost, 1.0));
        }
        for (campaign, cost) in spent {
            let brought = self.brought(&format!("{touchpoint} / {campaign}"), None);
            self.rows.push(brought.row(Some(touchpoint), Some(campaign), cost, 1.0));
        }
    }
}
