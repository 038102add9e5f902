//! What each contact counts for.

use serde::Serialize;

use crate::Result;
use crate::broadcast::Broadcast;
use crate::calendar::Calendar;
use crate::calendar::Day;
use crate::columns::NO_CODE;
use crate::from_json::words;
use crate::journey::Journeys;
use crate::sure::Sure;

/// The campaign of a key that counts all of a touchpoint, named or not.
pub(crate) const WHOLE: u32 = NO_CODE - 1;

/// What a part of a credit counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) period: Option<Day>,
    /// Code of the touchpoint; the first one behind those of the journeys is for what none gets, and
    /// touchpoints of spots that no journey meets come after it.
    pub(crate) touchpoint: u32,
    /// Code of the campaign, [`NO_CODE`] where none is named, or [`WHOLE`].
    pub(crate) campaign: u32,
}

/// How contacts are told apart.
pub(crate) struct Scheme<'a> {
    journeys: &'a Journeys,
    periods: Option<(CreditDate, Calendar<'a>)>,
    spots: Option<Spots<'a>>,
    /// Names of touchpoints and campaigns beyond those of the journeys.
    more: [Vec<String>; 2],
}

/// Spots whose part in contacts is taken from these.
struct Spots<'a> {
    response: &'a Broadcast,
    /// Whether a step is a visit of the kind that was counted.
    visits: Vec<bool>,
    /// Codes of touchpoint and campaign of each spot.
    codes: Vec<[u32; 2]>,
}

impl<'a> Scheme<'a> {
    pub(crate) fn new(journeys: &'a Journeys) -> Self {
        Self { journeys, periods: None, spots: None, more: [Vec::new(), Vec::new()] }
    }

    /// Tells periods apart.
    pub(crate) fn by_period(mut self, dated: CreditDate, calendar: Calendar<'a>) -> Self {
        self.periods = Some((dated, calendar));
        self
    }

    /// Takes the part of spots in the contacts that they caused.
    pub(crate) fn with_spots(mut self, response: &'a Broadcast) -> Result<Self> {
        let visits = response.visiting(self.journeys)?;
        let mut codes = Vec::with_capacity(response.spots.len());
        for spot in &response.spots {
            let known = self.journeys.touchpoints.code(&spot.touchpoint);
            let touchpoint = match known {
                Some(code) => code,
                None => self.none() + 1 + place(&mut self.more[0], &spot.touchpoint),
            };
            let campaign = match self.journeys.campaigns.code(&spot.campaign) {
                _ if spot.campaign.is_empty() => NO_CODE,
                Some(code) => code,
                None => {
                    self.journeys.campaigns.len() as u32 + place(&mut self.more[1], &spot.campaign)
                }
            };
            codes.push([touchpoint, campaign]);
        }
        self.spots = Some(Spots { response, visits, codes });
        Ok(self)
    }

    /// Whether anything is told apart but touchpoints.
    pub(crate) fn divides(&self) -> bool {
        self.periods.is_some() || self.spots.is_some() || !self.journeys.campaigns.is_empty()
    }

    /// Whether spots take parts.
    pub(crate) fn has_spots(&self) -> bool {
        self.spots.is_some()
    }

    /// Whether a touchpoint's own contacts are nowhere in the journeys, so that only what its spots
    /// caused is seen.
    pub(crate) fn only_spots(&self, touchpoint: u32) -> bool {
        let Some(spots) = &self.spots else { return false };
        spots.codes.iter().any(|[code, _]| *code == touchpoint)
            && !self.journeys.steps.touchpoint.contains(&touchpoint)
    }

    /// The relative standard error of the visits that the spots of a key caused; none where no spot counts
    /// for it.
    pub(crate) fn doubt(&self, key: &Key) -> Option<f64> {
        let spots = self.spots.as_ref()?;
        let whole = key.campaign == WHOLE;
        let mine =
            |codes: &[u32; 2]| codes[0] == key.touchpoint && (whole || codes[1] == key.campaign);
        let spot = spots.response.spots.get(spots.codes.iter().position(mine)?)?;
        let row = spots.response.campaigns.iter().find(|row| {
            let campaign = row.campaign.as_ref();
            row.touchpoint == spot.touchpoint
                && if whole { campaign.is_none() } else { campaign == Some(&spot.campaign) }
        })?;
        Some(row.visits_error / row.visits).filter(|error| error.is_finite())
    }

    /// The code of what no touchpoint gets.
    pub(crate) fn none(&self) -> u32 {
        self.journeys.touchpoints.len() as u32
    }

    /// The name of a touchpoint; `None` for what none gets.
    pub(crate) fn touchpoint(&self, code: u32) -> Option<String> {
        let none = self.none();
        match code.checked_sub(none + 1) {
            Some(more) => self.more[0].get(more as usize).sure().cloned(),
            None if code == none => None,
            None => Some(self.journeys.touchpoints.name(code).into_owned()),
        }
    }

    /// The name of a campaign.
    pub(crate) fn campaign(&self, code: u32) -> Option<String> {
        let known = self.journeys.campaigns.len() as u32;
        match code.checked_sub(known) {
            Some(more) => self.more[1].get(more as usize).sure().cloned(),
            None => Some(self.journeys.campaigns.name(code).into_owned()),
        }
    }

    /// Calls `visit` with every key that the part of a contact (or of what none gets) counts for, and how
    /// much of it does: those of one campaign each sum to 1, and so do those of [`WHOLE`] touchpoints.
    pub(super) fn keys(
        &self,
        journey: usize,
        step: Option<usize>,
        mut visit: impl FnMut(Key, f64),
    ) {
        let period = self.period(journey, step);
        let mut both = |touchpoint, campaign, part| {
            visit(Key { period, touchpoint, campaign }, part);
            visit(Key { period, touchpoint, campaign: WHOLE }, part);
        };
        let Some(step) = step else {
            both(self.none(), NO_CODE, 1.0);
            return;
        };
        let mut left = 1.0;
        if let Some(spots) =
            self.spots.as_ref().filter(|spots| spots.visits.get(step).sure() == Some(&true))
            && let Some(time) = self.journeys.steps.time.get(step).sure()
        {
            for (spot, chance) in spots.response.causes(*time) {
                if let Some([touchpoint, campaign]) = spots.codes.get(spot).sure() {
                    left -= chance;
                    both(*touchpoint, *campaign, chance);
                }
            }
        }
        if let Some(touchpoint) = self.journeys.steps.touchpoint.get(step).sure() {
            let campaign = self.journeys.steps.campaign(step).unwrap_or(NO_CODE);
            both(*touchpoint, campaign, left.max(0.0));
        }
    }

    fn period(&self, journey: usize, step: Option<usize>) -> Option<Day> {
        let (dated, calendar) = self.periods.as_ref()?;
        let end = self.journeys.end.get(journey).sure();
        let time = match (dated, step) {
            (CreditDate::Touch, Some(step)) => self.journeys.steps.time.get(step).sure(),
            (CreditDate::Touch, None) | (CreditDate::Conversion, _) => end,
        };
        time.map(|time| calendar.period(*time))
    }
}

/// The place of a name among others, at the end where it is new.
fn place(names: &mut Vec<String>, name: &str) -> u32 {
    let found = names.iter().position(|other| other == name);
    found.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    }) as u32
}

/// The date that a credit has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditDate {
    /// That of the contact, as costs are dated.
    #[default]
    Touch,
    /// That of the conversion, as revenue is booked.
    Conversion,
}

words!(CreditDate: Touch = "touch", Conversion = "conversion");
