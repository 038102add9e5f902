//! Where models disagree.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::attribution::credit::{Credit, CreditRow};
use crate::attribution::model::Model;
use crate::columns::{Frame, FrameBuilder};
use crate::ordered::Map;

/// What the models give to a touchpoint, from the least to the most.
///
/// All 40 conversions end in the branch, and 30 of them begin with search:
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["search > branch", "branch"]));
/// # let won: ArrayRef = Arc::new(Float64Array::from(vec![30.0, 10.0]));
/// # let lost: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 50.0]));
/// # let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// # let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// # let paths = Paths::read(&[table], &roles)?;
/// use cx_core::attribution::{AttributeOptions, Model, attribute};
/// let models = AttributeOptions::default().models([Model::First, Model::Last]);
/// let credit = attribute(&paths, &models)?;
/// let search = &credit.disagreement()[1];
/// assert_eq!((search.lowest, search.highest), (Model::Last, Model::First));
/// assert_eq!((search.spread, search.apart), (0.75, true));
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisagreementRow {
    /// The touchpoint, or a row without any.
    pub touchpoint: String,
    /// Models that have a row for it; the others give it nothing.
    pub models: u64,
    /// The model that gives least, and its share of the conversions.
    pub lowest: Model,
    /// Share that it gives.
    pub share_low: f64,
    /// The model that gives most.
    pub highest: Model,
    /// Share that it gives.
    pub share_high: f64,
    /// `share_high - share_low`.
    pub spread: f64,
    /// Whether the intervals of these two do not overlap: the difference is then more than chance.
    /// Intervals of one data set go up and down together, so models may well differ where they do.
    pub apart: bool,
}

impl Credit {
    /// For each touchpoint, what the models say at least and at most; in order of the names.
    ///
    /// A model without a row for it (only those for what no touchpoint gets may lack) counts with
    /// nothing. One model cannot disagree: its `spread` is 0.
    pub fn disagreement(&self) -> Vec<DisagreementRow> {
        let mut by_name = Map::<&str, Vec<&CreditRow>>::new();
        for row in &self.rows {
            by_name.entry(&row.touchpoint).or_default().push(row);
        }
        by_name.into_iter().filter_map(|(name, rows)| self.disagree(name, &rows)).collect()
    }

    fn disagree(&self, name: &str, rows: &[&CreditRow]) -> Option<DisagreementRow> {
        let missing = self.models.iter().find(|model| !rows.iter().any(|r| r.model == **model));
        let none = missing.map(|model| (*model, 0.0, 0.0, 0.0));
        let figures =
            |row: &&CreditRow| (row.model, row.share, row.conversions_low, row.conversions_high);
        let all: Vec<_> = rows.iter().map(figures).chain(none).collect();
        let lowest = all.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        // The first of equals here too.
        let highest = all.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(DisagreementRow {
            touchpoint: name.to_owned(),
            models: rows.len() as u64,
            lowest: lowest.0,
            share_low: lowest.1,
            highest: highest.0,
            share_high: highest.1,
            spread: highest.1 - lowest.1,
            apart: lowest.3 < highest.2,
        })
    }

    /// Columns `touchpoint, models, lowest, share_low, highest, share_high, spread, apart`, as
    /// [`disagreement`](Self::disagreement).
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn disagreement_to_frame(&self) -> Result<Frame> {
        let rows = self.disagreement();
        FrameBuilder::default()
            .text("touchpoint", rows.iter().map(|row| Some(&row.touchpoint)))
            .u64("models", rows.iter().map(|row| row.models))
            .text("lowest", rows.iter().map(|row| Some(row.lowest.name())))
            .f64("share_low", rows.iter().map(|row| row.share_low))
            .text("highest", rows.iter().map(|row| Some(row.highest.name())))
            .f64("share_high", rows.iter().map(|row| row.share_high))
            .f64("spread", rows.iter().map(|row| row.spread))
            .bool("apart", rows.iter().map(|row| row.apart))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Credit: disagreement_to_frame -> disagreement_to_record_batch;
}
