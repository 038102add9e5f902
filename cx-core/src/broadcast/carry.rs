//! Soft touches: what spots caused in visits goes with these to the purchase.

use std::collections::BTreeMap;

use super::carry_report::{Carried, CarriedRow, CarriedSpot, CarryOptions, CarryRule, GivenRow};
use super::options::MINUTE;
use super::report::{Broadcast, BroadcastSpot};
use crate::exact::ExactSum;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::options::Definition;
use crate::reserved::UNATTRIBUTED;
use crate::stats::z_of;
use crate::sure::{Call, Sure};
use crate::{Error, Result};

impl Broadcast {
    /// The probabilities that a visit in the minute of `time` was caused by each spot: (index in
    /// [`Broadcast::spots`], `A_s k(t - t_s) / (b_t + sum over spots of A k)`). Empty out of reach.
    pub fn causes(&self, time: i64) -> Vec<(usize, f64)> {
        let minute = time.div_euclid(MINUTE);
        let row = self.curve.binary_search_by_key(&minute, |row| row.time.div_euclid(MINUTE));
        let Some(row) = row.ok().and_then(|at| self.curve.get(at).sure()) else {
            return Vec::new();
        };
        let first = (minute - self.response.len() as i64 + 1).saturating_mul(MINUTE);
        let start = self.spots.partition_point(|spot| spot.time < first);
        let near = self.spots.iter().enumerate().skip(start);
        near.take_while(|(_, spot)| spot.time.div_euclid(MINUTE) <= minute)
            .filter_map(|(at, spot)| {
                let after = usize::try_from(minute - spot.time.div_euclid(MINUTE)).ok()?;
                let due = spot.visits * self.response.get(after)?;
                (due > 0.0 && row.fitted > 0.0).then(|| (at, due / row.fitted))
            })
            .collect()
    }

    /// Carries what spots caused through the journeys of the visits to the purchase.
    ///
    /// A converting journey is split over its contacts by a rule; of the part of each contact that
    /// counts as a visit (touchpoint and kind as in [`BroadcastOptions`](super::BroadcastOptions)),
    /// every spot takes [`causes`](Broadcast::causes) times that part. What spots get is taken from
    /// the touchpoints of the visits, so all credits together stay what they were
    /// ([`Carried::touchpoints`]).
    ///
    /// Intervals are normal ones with variance `sum over persons of (credit of the person)^2` plus
    /// the credit's square times the relative variance of the campaign's visits.
    ///
    /// A visit that a spot caused may have come later anyway, and the rule is a convention: the
    /// figure says which purchases *went through* visits that spots caused.
    ///
    /// # Errors
    /// [`Error::Option`] for a confidence out of range; [`Error::Lacking`] when the visits were
    /// counts, which belong to no journey.
    pub fn carry(&self, journeys: &Journeys, options: &CarryOptions) -> Result<Carried> {
        let call = Call::open();
        options.validate()?;
        let journeys = &*journeys.with_carried();
        let visits = self.visiting(journeys)?;
        let mut work = Work::new(self, journeys);
        let persons = Persons::of(journeys);
        for person in 0..persons.len() {
            for journey in persons.journeys(person) {
                if journeys.converted.get(journey).sure() == Some(&true) {
                    work.add(journey, options.model, &visits);
                }
            }
            work.close_person();
        }
        call.close(work.finish(options))
    }

    /// For each step whether it is a visit.
    pub(crate) fn visiting(&self, journeys: &Journeys) -> Result<Vec<bool>> {
        if self.counts {
            return Err(Error::Lacking {
                what: "the broadcast".into(),
                needs: "visits that belong to journeys",
                of: "counts",
                remedy: "give events as visits, with the \"touchpoints\" that spots bring visits to",
            });
        }
        let known = |names: &crate::options::Names, dictionary: &crate::columns::Dictionary| {
            let wanted = |name: &std::borrow::Cow<'_, str>| {
                names.0.is_empty() || names.0.iter().any(|n| n == name.as_ref())
            };
            dictionary.names().map(|name| wanted(&name)).collect::<Vec<bool>>()
        };
        let touchpoints = known(&self.options.touchpoints, &journeys.touchpoints);
        if !touchpoints.contains(&true) {
            return Err(Error::Unanswerable {
                what: "no journey has a contact with a touchpoint whose visits were counted".into(),
                remedy: "give \"touchpoints\" that occur in the journeys",
            });
        }
        let kinds = known(&self.options.events, &journeys.events);
        let steps = journeys.steps.touchpoint.iter().zip(&journeys.steps.event);
        let visit = |(touchpoint, kind): (&u32, &u32)| {
            touchpoints.get(*touchpoint as usize).sure() == Some(&true)
                && kinds.get(*kind as usize).sure() == Some(&true)
        };
        Ok(steps.map(visit).collect())
    }
}

/// Conversions and value.
type Pair = [ExactSum; 2];

fn add(sums: &mut [Pair], place: usize, conversions: f64, value: f64) {
    if let Some([first, second]) = sums.get_mut(place).sure() {
        first.add(conversions);
        second.add(value);
    }
}

fn values(pair: Option<&Pair>) -> Result<[f64; 2]> {
    match pair.sure() {
        Some([conversions, value]) => Ok([conversions.value()?, value.value()?]),
        None => Ok([0.0; 2]),
    }
}

/// Sums while journeys are carried.
struct Work<'a> {
    response: &'a Broadcast,
    journeys: &'a Journeys,
    /// For each spot the places in `groups` of its campaign and of its touchpoint.
    places: Vec<[usize; 2]>,
    /// Touchpoint and campaign; after the campaigns of a touchpoint their sum, without one.
    groups: Vec<(String, Option<String>)>,
    spots: Vec<Pair>,
    visits: Vec<ExactSum>,
    squares: Vec<Pair>,
    person: BTreeMap<usize, [f64; 2]>,
    /// By touchpoint of the journeys; the last place is for journeys without contacts.
    split: Vec<Pair>,
    given: Vec<Pair>,
}

impl<'a> Work<'a> {
    fn new(response: &'a Broadcast, journeys: &'a Journeys) -> Self {
        let keys = |row: &BroadcastSpot| {
            let touchpoint = || row.touchpoint.clone();
            [(touchpoint(), Some(row.campaign.clone())), (touchpoint(), None)]
        };
        let order = |a: &(String, Option<String>), b: &(String, Option<String>)| {
            a.0.cmp(&b.0).then(a.1.is_none().cmp(&b.1.is_none())).then(a.1.cmp(&b.1))
        };
        let mut groups: Vec<_> = response.spots.iter().flat_map(keys).collect();
        groups.sort_by(order);
        groups.dedup();
        let place = |key| groups.binary_search_by(|group| order(group, &key)).ok().sure_or(0);
        let places = response.spots.iter().map(|row| keys(row).map(place)).collect();
        let zeros = |size: usize| vec![Pair::default(); size];
        Self {
            response,
            journeys,
            places,
            spots: zeros(response.spots.len()),
            visits: vec![ExactSum::default(); groups.len()],
            squares: zeros(groups.len()),
            groups,
            person: BTreeMap::new(),
            split: zeros(journeys.touchpoints.len() + 1),
            given: zeros(journeys.touchpoints.len() + 1),
        }
    }

    /// Adds a converting journey.
    fn add(&mut self, journey: usize, rule: CarryRule, visits: &[bool]) {
        let range = self.journeys.range(journey);
        let (length, worth) = (range.len(), self.journeys.worth_units(journey));
        if length == 0 {
            let last = self.split.len() - 1;
            add(&mut self.split, last, 1.0, worth);
            return;
        }
        for (offset, step) in range.enumerate() {
            let part = match rule {
                CarryRule::Linear => 1.0 / length as f64,
                CarryRule::First => f64::from(u8::from(offset == 0)),
                CarryRule::Last => f64::from(u8::from(offset + 1 == length)),
            };
            let code = self.journeys.steps.touchpoint.get(step).copied().sure_or(0) as usize;
            add(&mut self.split, code, part, part * worth);
            if visits.get(step).sure() != Some(&true) {
                continue;
            }
            let time = self.journeys.steps.time.get(step).copied().sure_or(0);
            for (spot, probability) in self.response.causes(time) {
                self.give(spot, code, probability, part, worth);
            }
        }
    }

    fn give(&mut self, spot: usize, code: usize, probability: f64, part: f64, worth: f64) {
        let (conversions, value) = (probability * part, probability * part * worth);
        add(&mut self.spots, spot, conversions, value);
        add(&mut self.given, code, conversions, value);
        for group in self.places.get(spot).copied().sure_or_default() {
            if let Some(sum) = self.visits.get_mut(group).sure() {
                sum.add(probability);
            }
            let mine = self.person.entry(group).or_default();
            mine[0] += conversions;
            mine[1] += value;
        }
    }

    fn close_person(&mut self) {
        for (group, [conversions, value]) in std::mem::take(&mut self.person) {
            add(&mut self.squares, group, conversions * conversions, value * value);
        }
    }

    fn finish(self, options: &CarryOptions) -> Result<Carried> {
        let z = z_of(options.confidence)?;
        let mut by_group = vec![Pair::default(); self.groups.len()];
        let mut spots = Vec::new();
        for ((row, pair), places) in self.response.spots.iter().zip(&self.spots).zip(&self.places) {
            for group in places {
                if let (Some(sums), [conversions, value]) = (by_group.get_mut(*group).sure(), pair)
                {
                    sums[0].merge(conversions);
                    sums[1].merge(value);
                }
            }
            let [conversions, value] = values(Some(pair))?;
            spots.push(CarriedSpot {
                spot: row.spot.clone(),
                time: row.time,
                touchpoint: row.touchpoint.clone(),
                campaign: row.campaign.clone(),
                conversions,
                value,
            });
        }
        let mut rows = Vec::new();
        for group in 0..self.groups.len() {
            rows.push(self.row(group, values(by_group.get(group))?, z)?);
        }
        let touchpoints = self.touchpoints(&rows)?;
        let made = (options, &self.response.definition, &self.journeys.definition);
        Ok(Carried {
            rows,
            spots,
            touchpoints,
            definition: Definition::of("attribution.carry", &made),
        })
    }

    fn row(&self, group: usize, [conversions, value]: [f64; 2], z: f64) -> Result<CarriedRow> {
        let (touchpoint, campaign) = self.groups.get(group).cloned().sure_or_default();
        let same = |row: &&super::report::BroadcastCampaign| {
            row.touchpoint == touchpoint && row.campaign == campaign
        };
        let source = self.response.campaigns.iter().find(same);
        let relative = source.map_or(0.0, |row| row.visits_error / row.visits);
        let relative = if relative.is_finite() { relative } else { 0.0 };
        let [squares, value_squares] = values(self.squares.get(group))?;
        let doubt = |squares: f64, credit: f64| z * (squares + (credit * relative).powi(2)).sqrt();
        let (error, value_error) = (doubt(squares, conversions), doubt(value_squares, value));
        let cost = source.map_or(f64::NAN, |row| row.cost);
        let visits = self.visits.get(group).sure().map_or(Ok(0.0), ExactSum::value)?;
        let by = |what: f64, unit: f64| if unit > 0.0 { what / unit } else { f64::NAN };
        Ok(CarriedRow {
            touchpoint,
            campaign,
            visits,
            conversions,
            conversions_low: (conversions - error).max(0.0),
            conversions_high: conversions + error,
            value,
            value_low: if value < 0.0 {
                value - value_error
            } else {
                (value - value_error).max(0.0)
            },
            value_high: value + value_error,
            cost,
            cost_per_conversion: by(cost, conversions),
            roas: by(value, cost),
        })
    }

    fn touchpoints(&self, rows: &[CarriedRow]) -> Result<Vec<GivenRow>> {
        // What no touchpoint gets comes last.
        let mut table = BTreeMap::<(bool, String), [[f64; 2]; 3]>::new();
        let names = self.journeys.touchpoints.to_vec().into_iter().map(|name| (false, name));
        let names = names.chain([(true, UNATTRIBUTED.to_owned())]);
        for (name, (split, given)) in names.zip(self.split.iter().zip(&self.given)) {
            table.insert(name, [values(Some(split))?, values(Some(given))?, [0.0; 2]]);
        }
        for row in rows.iter().filter(|row| row.campaign.is_none()) {
            let [_, _, received] = table.entry((false, row.touchpoint.clone())).or_default();
            received[0] += row.conversions;
            received[1] += row.value;
        }
        let rows = table.into_iter().map(|((_, touchpoint), [split, given, received])| GivenRow {
            touchpoint,
            conversions: split[0],
            conversions_given: given[0],
            conversions_received: received[0],
            conversions_after: split[0] - given[0] + received[0],
            value: split[1],
            value_given: given[1],
            value_received: received[1],
            value_after: split[1] - given[1] + received[1],
        });
        Ok(rows.filter(|row| row.conversions != 0.0 || row.conversions_received != 0.0).collect())
    }
}
