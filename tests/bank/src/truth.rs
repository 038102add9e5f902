//! What truly happened, counted while the customers stream by.

use std::path::Path;

use super::calendar::{WEEKS, date, week_start};
use super::outcome::{Point, conversions};
use super::quality::{METRICS, RATED, expectation, figures, metric_weights, perception};
use super::sheet::table;
use super::touches::Touch;
use super::touchpoint::{TOUCHPOINTS, Touchpoint, World};
use super::tv::Spot;

/// Conversions and their value in hundredths of a franc.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sales {
    pub(crate) conversions: i64,
    pub(crate) cents: i64,
}

impl Sales {
    fn add(&mut self, point: &Point) {
        self.conversions += 1;
        self.cents += point.value;
    }
}

/// The whole truth about effects.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) with: Sales,
    /// The world without the touchpoint.
    pub(crate) without: [Sales; 12],
    /// The world without any touchpoint.
    pub(crate) bare: Sales,
    /// By the touchpoint of the contact that caused them; the last place is the baseline.
    pub(crate) direct: [Sales; 13],
    /// By the touchpoint at which the chain began; the last place is the baseline.
    pub(crate) root: [Sales; 13],
    contacts: [i64; 12],
    persons: [i64; 12],
}

/// All touchpoints as a set.
pub(crate) const EVERYTHING: u16 = (1 << 12) - 1;

impl Effects {
    /// Counts one person in all worlds.
    pub(crate) fn observe(&mut self, touches: &[Touch], points: &[Point]) {
        let mut met = 0_u16;
        for touch in touches {
            self.contacts[touch.touchpoint.index()] += 1;
            met |= touch.touchpoint.bit();
        }
        for touchpoint in TOUCHPOINTS {
            self.persons[touchpoint.index()] += i64::from(met & touchpoint.bit() != 0);
            let world = &mut self.without[touchpoint.index()];
            conversions(points, touchpoint.bit()).for_each(|point| world.add(point));
        }
        conversions(points, EVERYTHING).for_each(|point| self.bare.add(point));
        for point in conversions(points, 0) {
            self.with.add(point);
            self.direct[point.cause.map_or(12, Touchpoint::index)].add(point);
            self.root[point.root.map_or(12, Touchpoint::index)].add(point);
        }
    }

    /// Writes `truth_effects.csv`.
    pub(crate) fn write(&self, dir: &Path, world: &World) -> Result<(), csv::Error> {
        let mut rows = Vec::new();
        for channel in &world.channels {
            let place = channel.touchpoint.index();
            let without = self.without[place];
            let mut row = self.row(channel.touchpoint.name(), Some(without), place);
            row.extend([
                self.contacts[place].to_string(),
                self.persons[place].to_string(),
                format!("{:.8}", channel.effect / channel.decay),
                channel.decay.to_string(),
                channel.effect.to_string(),
                channel.floor.to_string(),
                channel.follow.to_string(),
            ]);
            rows.push(row);
        }
        let mut base = self.row("(baseline)", None, 12);
        base.extend(["", ""].map(String::from));
        base.push(format!("{:.8}", world.baseline / 364.0));
        base.extend(["", "", "", ""].map(String::from));
        rows.push(base);
        table(dir, "truth_effects", &HEADER, rows)
    }

    /// The columns about sales; for the baseline the increment is what the world without touchpoints sells.
    fn row(&self, name: &str, without: Option<Sales>, place: usize) -> Vec<String> {
        let (conversions, cents) = match without {
            Some(other) => {
                (self.with.conversions - other.conversions, self.with.cents - other.cents)
            }
            None => (self.bare.conversions, self.bare.cents),
        };
        let ratio = |part: i64, whole: i64| format!("{:.6}", part as f64 / (whole.max(1)) as f64);
        vec![
            name.to_string(),
            self.with.conversions.to_string(),
            without.map_or(String::new(), |sales| sales.conversions.to_string()),
            conversions.to_string(),
            ratio(conversions, self.with.conversions),
            francs(self.with.cents),
            without.map_or(String::new(), |sales| francs(sales.cents)),
            francs(cents),
            ratio(cents, self.with.cents),
            self.direct[place].conversions.to_string(),
            francs(self.direct[place].cents),
            self.root[place].conversions.to_string(),
            francs(self.root[place].cents),
        ]
    }
}

const HEADER: [&str; 20] = [
    "touchpoint",
    "conversions_with",
    "conversions_without",
    "incremental_conversions",
    "share_conversions",
    "value_with",
    "value_without",
    "incremental_value",
    "share_value",
    "direct_conversions",
    "direct_value",
    "root_conversions",
    "root_value",
    "contacts",
    "persons",
    "beta_per_day",
    "decay_days",
    "effect_per_contact",
    "contacts_per_year_floor",
    "contacts_per_year_per_intent",
];

/// Hundredths of a franc as text with two decimals.
pub(crate) fn francs(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// How many were asked and answered, by touchpoint, metric and week.
#[derive(Debug)]
pub(crate) struct Surveys {
    asked: Vec<u64>,
    answered: Vec<u64>,
    expected: Vec<u64>,
}

impl Default for Surveys {
    fn default() -> Self {
        let cells = RATED.len() * METRICS.len() * WEEKS as usize;
        Self { asked: vec![0; cells], answered: vec![0; cells], expected: vec![0; cells] }
    }
}

impl Surveys {
    /// Counts one question and whether it and the one about expectations were answered.
    pub(crate) fn observe(
        &mut self,
        (rated, metric, week): (usize, usize, i64),
        answered: bool,
        expected: bool,
    ) {
        let cell = Self::cell(rated, metric, week);
        self.asked[cell] += 1;
        self.answered[cell] += u64::from(answered);
        self.expected[cell] += u64::from(expected);
    }

    fn cell(rated: usize, metric: usize, week: i64) -> usize {
        (rated * METRICS.len() + metric) * WEEKS as usize + week as usize
    }

    /// Writes `truth_scores.csv`.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), csv::Error> {
        let mut rows = Vec::new();
        let text =
            |figure: Option<f64>| figure.map_or(String::new(), |figure| format!("{figure:.6}"));
        for (rated, (touchpoint, _)) in RATED.iter().enumerate() {
            let asked = metric_weights(*touchpoint);
            for metric in (0..METRICS.len()).filter(|metric| asked[*metric] > 0.0) {
                for week in 0..WEEKS {
                    let cell = Self::cell(rated, metric, week);
                    let mut row = |aspect: &str, latent: f64, counts: [String; 2]| {
                        let [mean, nps, heard_mean, heard_nps] = figures(metric, latent);
                        let heard = aspect == "perception";
                        let [asked, answered] = counts;
                        rows.push(vec![
                            date(week_start(week)),
                            touchpoint.name().into(),
                            METRICS[metric].0.into(),
                            aspect.into(),
                            format!("{latent:.6}"),
                            text(mean),
                            text(nps),
                            text(heard_mean.filter(|_| heard)),
                            text(heard_nps.filter(|_| heard)),
                            asked,
                            answered,
                        ]);
                    };
                    let counts = [self.asked[cell].to_string(), self.answered[cell].to_string()];
                    row("perception", perception(*touchpoint, week), counts);
                    if metric == 1 {
                        let counts = [String::new(), self.expected[cell].to_string()];
                        row("expectation", expectation(*touchpoint, week), counts);
                    }
                }
            }
        }
        let header = [
            "week_start",
            "touchpoint",
            "metric",
            "aspect",
            "latent_mean",
            "true_mean",
            "true_nps",
            "expected_mean_of_answers",
            "expected_nps_of_answers",
            "asked",
            "answered",
        ];
        table(dir, "truth_scores", &header, rows)
    }
}

/// What the TV spots did.
#[derive(Debug)]
pub(crate) struct Spots {
    counts: Vec<[u64; 3]>,
}

impl Spots {
    pub(crate) fn new(spots: &[Spot]) -> Self {
        Self { counts: vec![[0; 3]; spots.len()] }
    }

    /// Counts viewers, searches and visits of one person.
    pub(crate) fn observe(&mut self, touches: &[Touch]) {
        use super::touchpoint::Touchpoint::{Search, Tv, Website};
        for touch in touches {
            let Some(count) = touch.spot.and_then(|spot| self.counts.get_mut(spot)) else {
                continue;
            };
            match (touch.touchpoint, touch.trigger) {
                (Tv, _) => count[0] += 1,
                (Search, Some((Tv, _))) => count[1] += 1,
                (Website, Some((Tv, _))) => count[2] += 1,
                _ => {}
            }
        }
    }

    /// Writes `truth_tv.csv`.
    pub(crate) fn write(&self, dir: &Path, spots: &[Spot]) -> Result<(), csv::Error> {
        let header = ["spot_id", "viewers", "searches_triggered", "visits_triggered"];
        let rows = spots.iter().zip(&self.counts).map(|(spot, counts)| {
            let mut row = vec![spot.id.clone()];
            row.extend(counts.iter().map(ToString::to_string));
            row
        });
        table(dir, "truth_tv", &header, rows)
    }
}
