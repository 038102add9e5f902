//! Answers counted by score.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Result;
use crate::exact::ExactSum;
use crate::ordered::Map;
use crate::tally::Tally;

/// Answers counted by score: whole numbers for answers of weight 1, exact sums for weighted ones.
///
/// On a rating scale this is a histogram of a few bins, from which NPS, top boxes, means and
/// medians are exact. Merging in any tree gives the same bytes.
///
/// ```
/// use cx_core::kpi::ScoreCounts;
/// use cx_core::tally::Tally;
/// let mut counts = ScoreCounts::default();
/// counts.observe(9.0, 2);
/// counts.observe_weighted(3.0, 0.5);
/// let answers = counts.finish()?;
/// assert_eq!((answers.answers, answers.weight), (3, 2.5));
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoreCounts {
    bins: Map<Key, Bin>,
    /// Squares of the weights that are not 1.
    squares: Option<Box<ExactSum>>,
    refused: u64,
}

/// A finite score, in numeric order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Key(f64);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Bin {
    /// Answers of weight 1.
    plain: u64,
    /// Answers of other weights: how many, and the sum of their weights.
    weighted: Option<Box<(u64, ExactSum)>>,
}

/// Answers by score, lowest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// One bin for each score that occurs.
    pub bins: Vec<ScoreBin>,
    /// How many answers.
    pub answers: u64,
    /// Sum of their weights.
    pub weight: f64,
    /// Effective number of answers, `(Σ w)² / Σ w²` (Kish); the number of answers when all weights
    /// are equal.
    pub effective: f64,
    /// Whether some weight is not 1.
    pub weighted: bool,
}

/// The answers with one score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoreBin {
    /// The score.
    pub score: f64,
    /// How many answers.
    pub answers: u64,
    /// Sum of their weights.
    pub weight: f64,
}

impl ScoreCounts {
    /// Takes in `count` answers of weight 1. A score that is not finite is counted as refused.
    pub fn observe(&mut self, score: f64, count: u64) {
        if !score.is_finite() {
            self.refused = self.refused.saturating_add(count);
        } else if count > 0 {
            let bin = self.bin(score);
            bin.plain = bin.plain.saturating_add(count);
        }
    }

    /// Takes in one answer with a weight of 0 or more. A score or weight that is not finite, or a
    /// negative weight, is counted as refused.
    pub fn observe_weighted(&mut self, score: f64, weight: f64) {
        if weight == 1.0 {
            return self.observe(score, 1);
        }
        if !score.is_finite() || !weight.is_finite() || weight < 0.0 {
            self.refused += 1;
            return;
        }
        let weighted = self.bin(score).weighted.get_or_insert_default();
        weighted.0 += 1;
        weighted.1.add(weight);
        self.squares.get_or_insert_default().add(weight * weight);
    }

    /// How many answers were taken in.
    pub fn answers(&self) -> u64 {
        self.bins.values().map(Bin::answers).fold(0, u64::saturating_add)
    }

    /// How many answers were refused, because score or weight was not a usable number.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    fn bin(&mut self, score: f64) -> &mut Bin {
        // Adding zero turns -0 into 0, so that both are one score.
        self.bins.entry(Key(score + 0.0)).or_default()
    }
}

impl Bin {
    fn answers(&self) -> u64 {
        self.plain.saturating_add(self.weighted.as_ref().map_or(0, |w| w.0))
    }
}

impl Tally for ScoreCounts {
    type Report = Distribution;

    fn merge(&mut self, other: Self) {
        for (key, bin) in other.bins {
            let own = self.bins.entry(key).or_default();
            own.plain = own.plain.saturating_add(bin.plain);
            if let Some(weighted) = bin.weighted {
                let own = own.weighted.get_or_insert_default();
                own.0 = own.0.saturating_add(weighted.0);
                own.1.merge(&weighted.1);
            }
        }
        if let Some(squares) = other.squares {
            self.squares.get_or_insert_default().merge(&squares);
        }
        self.refused = self.refused.saturating_add(other.refused);
    }

    /// The distribution of the answers.
    ///
    /// # Errors
    /// [`crate::Error::Overflow`] when weights sum beyond the range of doubles.
    fn finish(self) -> Result<Distribution> {
        let mut report = Distribution { weighted: self.squares.is_some(), ..Default::default() };
        let (mut weight, mut squares) = (ExactSum::default(), ExactSum::default());
        for (key, bin) in &self.bins {
            let mut sum = bin.weighted.as_ref().map(|w| w.1.clone()).unwrap_or_default();
            sum.add(bin.plain as f64);
            weight.merge(&sum);
            squares.add(bin.plain as f64);
            let answers = bin.answers();
            report.answers = report.answers.saturating_add(answers);
            report.bins.push(ScoreBin { score: key.0, answers, weight: sum.value()? });
        }
        report.weight = weight.value()?;
        if let Some(more) = &self.squares {
            squares.merge(more);
        }
        let squares = squares.value()?;
        if squares > 0.0 {
            report.effective = report.weight * (report.weight / squares);
        }
        Ok(report)
    }
}

/// One bin as it is stored.
#[derive(Serialize, Deserialize)]
struct StoredBin {
    score: f64,
    plain: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weighted: Option<Box<(u64, ExactSum)>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    bins: Vec<StoredBin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    squares: Option<Box<ExactSum>>,
    #[serde(default)]
    refused: u64,
}

impl Serialize for ScoreCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let bins = self.bins.iter().map(|(key, bin)| StoredBin {
            score: key.0,
            plain: bin.plain,
            weighted: bin.weighted.clone(),
        });
        Stored { bins: bins.collect(), squares: self.squares.clone(), refused: self.refused }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ScoreCounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let mut counts =
            Self { squares: stored.squares, refused: stored.refused, ..Self::default() };
        for bin in stored.bins {
            if !bin.score.is_finite() {
                return Err(serde::de::Error::custom("a score is not finite"));
            }
            let part = Bin { plain: bin.plain, weighted: bin.weighted };
            if counts.bins.insert(Key(bin.score + 0.0), part).is_some() {
                return Err(serde::de::Error::custom("a score occurs twice"));
            }
        }
        Ok(counts)
    }
}
