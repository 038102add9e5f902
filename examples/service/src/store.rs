//! Answers by touchpoint, and the NPS that they give.

use std::collections::BTreeMap;

use cx_core::kpi::{Distribution, ScoreCounts};
use cx_core::stats::{difference_of_shares, z_of};
use cx_core::tally::Tally;
use serde::{Deserialize, Serialize};

/// One answer, as clients send it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    touchpoint: String,
    score: f64,
}

/// The NPS of one touchpoint.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Score {
    touchpoint: String,
    answers: u64,
    nps: f64,
    low: f64,
    high: f64,
}

/// Tallies by touchpoint.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Store {
    tallies: BTreeMap<String, ScoreCounts>,
}

impl Store {
    /// Takes answers in: all of them, or none when one is off the scale.
    pub(crate) fn take(&mut self, answers: &[Answer]) -> Result<usize, String> {
        if let Some(wrong) = answers.iter().position(|a| !(0.0..=10.0).contains(&a.score)) {
            return Err(format!("answer {wrong}: the score must be a number from 0 to 10"));
        }
        for answer in answers {
            self.tallies.entry(answer.touchpoint.clone()).or_default().observe(answer.score, 1);
        }
        Ok(answers.len())
    }

    /// Takes in everything that another instance has seen.
    pub(crate) fn merge(&mut self, other: Self) {
        for (touchpoint, tally) in other.tallies {
            self.tallies.entry(touchpoint).or_default().merge(tally);
        }
    }

    /// NPS with its 95 % interval, touchpoint by touchpoint.
    pub(crate) fn nps(&self) -> cx_core::Result<Vec<Score>> {
        let z = z_of(0.95)?;
        let each = self.tallies.iter().map(|(touchpoint, tally)| {
            let answers = tally.clone().finish()?;
            let promoters = weight(&answers, 9.0..=10.0);
            let detractors = weight(&answers, 0.0..=6.0);
            let n = answers.weight;
            let interval = difference_of_shares(promoters, detractors, n, z);
            Ok(Score {
                touchpoint: touchpoint.clone(),
                answers: answers.answers,
                nps: 100.0 * (promoters - detractors) / n,
                low: 100.0 * interval.low,
                high: 100.0 * interval.high,
            })
        });
        each.collect()
    }
}

fn weight(answers: &Distribution, range: std::ops::RangeInclusive<f64>) -> f64 {
    answers.bins.iter().filter(|bin| range.contains(&bin.score)).map(|bin| bin.weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(scores: &[f64]) -> Store {
        let answers: Vec<Answer> = scores
            .iter()
            .map(|score| Answer { touchpoint: "branch".into(), score: *score })
            .collect();
        let mut store = Store::default();
        store.take(&answers).expect("on the scale");
        store
    }

    #[test]
    fn two_instances_merge_to_the_same_bytes() {
        let mut split = store(&[10.0, 9.0, 3.0]);
        split.merge(store(&[7.0, 10.0]));
        let whole = store(&[7.0, 3.0, 9.0, 10.0, 10.0]);
        assert_eq!(serde_json::to_string(&split).ok(), serde_json::to_string(&whole).ok());
        let nps = split.nps().expect("answers");
        assert_eq!((nps[0].answers, nps[0].nps), (5, 40.0));
        assert!(nps[0].low < 40.0 && nps[0].high > 40.0);
    }

    #[test]
    fn one_answer_off_the_scale_changes_nothing() {
        let mut store = store(&[9.0]);
        let answers = [10.0, 11.0].map(|score| Answer { touchpoint: "app".into(), score });
        assert!(store.take(&answers).expect_err("11").contains("answer 1"));
        assert_eq!(store.nps().expect("answers").len(), 1);
    }
}
