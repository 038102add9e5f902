//! Experience points by touchpoint.

use std::collections::BTreeMap;

use crate::attribution::experience::{Experience, PeriodExperience};
use crate::attribution::model::Model;
use crate::calendar::Day;
use crate::ordered::Map;
use crate::stats::Interval;
use crate::{Error, Result};

/// Experience points of each touchpoint, with their intervals where they have any.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExperiencePoints {
    points: Map<String, (f64, Interval)>,
}

impl From<&BTreeMap<String, f64>> for ExperiencePoints {
    /// Points without intervals.
    fn from(points: &BTreeMap<String, f64>) -> Self {
        let none = Interval { low: f64::NAN, high: f64::NAN };
        Self {
            points: points.iter().map(|(name, points)| (name.clone(), (*points, none))).collect(),
        }
    }
}

impl ExperiencePoints {
    /// The points that a model gives, with their intervals; `None`: the first model.
    ///
    /// # Errors
    /// [`Error::UnknownName`] when the model was not computed.
    pub fn of(experience: &Experience, model: Option<Model>) -> Result<Self> {
        let lead = model.or_else(|| experience.models.first().copied());
        let Some(model) = lead.filter(|model| experience.models.contains(model)) else {
            return Err(Error::UnknownName {
                what: "the experience's model",
                name: lead.map_or("", Model::name).to_owned(),
                available: experience.models.iter().map(|model| model.name().to_owned()).collect(),
            });
        };
        let rows = experience.of(model).map(|row| {
            let interval =
                Interval { low: row.experience_points_low, high: row.experience_points_high };
            (row.touchpoint.clone(), (row.experience_points, interval))
        });
        Ok(Self { points: rows.collect() })
    }

    /// The points of each period by the first model.
    pub(super) fn by_period(experience: &PeriodExperience) -> Map<Day, Self> {
        let lead = experience.models.first();
        let mut periods = Map::<Day, Self>::new();
        for row in experience.rows.iter().filter(|row| Some(&row.model) == lead) {
            let interval =
                Interval { low: row.experience_points_low, high: row.experience_points_high };
            let points = (row.experience_points, interval);
            periods.entry(row.period).or_default().points.insert(row.touchpoint.clone(), points);
        }
        periods
    }

    /// The touchpoints that have any.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.points.keys()
    }

    /// Points of a touchpoint with their interval; 0 where it has none.
    pub(super) fn at(&self, touchpoint: &str) -> (f64, Interval) {
        self.find(touchpoint).unwrap_or((0.0, Interval { low: 0.0, high: 0.0 }))
    }

    /// Points of a touchpoint with their interval, where it has any.
    pub(super) fn find(&self, touchpoint: &str) -> Option<(f64, Interval)> {
        self.points.get(touchpoint).copied()
    }
}
