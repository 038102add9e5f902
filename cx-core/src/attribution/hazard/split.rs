//! Conversions split over their contacts, and passed back along the triggers.

use super::expect::Person;
use super::exposure::TASK;
use super::history::{Conversion, History};
use super::level_set::Levels;
use super::options::KnockOn;
use super::parameters::{Parameters, Rates, add};
use super::triggers::Triggers;
use crate::Result;
use crate::exact::ExactSum;
use crate::parallel;
use crate::stats::Matrix;
use crate::sure::{Absent, Sure, paired};

/// Credit by touchpoint before and after it is passed on.
#[derive(Debug)]
pub(super) struct Split {
    /// Conversions that contacts of a touchpoint caused directly.
    pub(super) direct: Vec<f64>,
    /// Their value.
    pub(super) direct_value: Vec<f64>,
    /// Sum of the squares of the values, by part.
    pub(super) squares: Vec<f64>,
    /// `(of, to)`: the part of the direct credit of `of` that counts for `to`.
    pub(super) passed: Matrix,
    /// The same for the value.
    pub(super) passed_value: Matrix,
}

impl Split {
    pub(super) fn of(
        levels: &Levels<'_>,
        now: &Parameters,
        triggers: &Triggers,
        knock_on: KnockOn,
    ) -> Result<Self> {
        let count = levels.histories.touchpoints;
        let rates = Rates::of(now, levels.size);
        let parts = parallel::map_chunks(levels.rows.buyers.len(), TASK, |range| {
            let mut ledger = Ledger::new(count);
            let mut room = Person::default();
            for buyer in range {
                let Some(person) = levels.buyer(buyer, now, &rates, &mut room) else { continue };
                let chains = Chains::of(&person, triggers, knock_on, count);
                for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
                    let levels = room.level.iter().zip(&now.base);
                    let inverse = levels.map(|(level, base)| level / (base + caused)).sum();
                    ledger.add(&person, *conversion, inverse, now, &chains);
                }
            }
            Ok(ledger)
        })?;
        let mut whole = Ledger::new(count);
        for part in &parts {
            whole.merge(part);
        }
        Ok(whole.finish(count))
    }

    /// Credits: the direct ones sent along `passed` and brought to the sum of the direct ones.
    pub(super) fn credit(direct: &[f64], passed: &Matrix) -> Vec<f64> {
        let mut credit = passed.left_times(direct);
        let (before, after) = (direct.iter().sum::<f64>(), credit.iter().sum::<f64>());
        let scale = if after > 0.0 { before / after } else { 0.0 };
        for credit in &mut credit {
            *credit *= scale;
        }
        credit
    }

    /// Variances of the credits, given the covariance of the direct ones.
    pub(super) fn variances(direct: &[f64], passed: &Matrix, doubt: &Matrix) -> Vec<f64> {
        // d credit_j / d direct_i = scale passed_ij + raw_j d scale / d direct_i
        let raw = passed.left_times(direct);
        let (before, after) = (direct.iter().sum::<f64>(), raw.iter().sum::<f64>());
        if after <= 0.0 {
            return (0..direct.len()).map(|at| doubt.at(at, at)).collect();
        }
        let scale = before / after;
        let of_scale: Vec<f64> = (0..direct.len())
            .map(|of| (1.0 - scale * passed.row(of).iter().sum::<f64>()) / after)
            .collect();
        let gradient = |to: usize| -> Vec<f64> {
            let raw = raw.get(to).copied().sure_or(0.0);
            let rows = of_scale.iter().enumerate();
            rows.map(|(of, of_scale)| scale * passed.at(of, to) + raw * of_scale).collect()
        };
        (0..direct.len()).map(|to| quadratic(doubt, &gradient(to))).collect()
    }
}

/// `g' V g`.
pub(super) fn quadratic(matrix: &Matrix, gradient: &[f64]) -> f64 {
    matrix.times(gradient).iter().zip(gradient).map(|(a, b)| a * b).sum()
}

/// For each contact of a person, which touchpoints share in it and by how much.
struct Chains {
    /// Contact after contact; empty where every contact counts for its own touchpoint only.
    parts: Vec<f64>,
    touchpoints: usize,
}

impl Chains {
    fn of(
        person: &History<'_>,
        triggers: &Triggers,
        knock_on: KnockOn,
        touchpoints: usize,
    ) -> Self {
        if knock_on == KnockOn::None || !triggers.any() {
            return Self { parts: Vec::new(), touchpoints };
        }
        let mut parts = vec![0.0; person.touches.len() * touchpoints];
        let mut parents = Vec::new();
        for (at, touch) in person.touches.iter().enumerate() {
            triggers.parents(person, at, &mut parents);
            let (known, rest) = parts.split_at_mut(at * touchpoints);
            let mut own = 1.0;
            for (parent, chance) in &parents {
                own -= chance;
                let row = known.get(parent * touchpoints..(parent + 1) * touchpoints);
                let row = row.sure_or_default();
                rest.iter_mut().zip(row).for_each(|(part, other)| *part += chance * other);
            }
            match (knock_on, rest.get_mut(touch.at).sure()) {
                (KnockOn::Loss, Some(part)) => *part = 1.0,
                (_, Some(part)) => *part += own.max(0.0),
                _ => {}
            }
        }
        Self { parts, touchpoints }
    }

    fn of_contact(&self, at: usize) -> &[f64] {
        self.parts.get(at * self.touchpoints..(at + 1) * self.touchpoints).or_absent_default()
    }
}

/// Exact sums of credits; sums of what is passed on in the order of the persons.
struct Ledger {
    conversions: Vec<ExactSum>,
    value: Vec<ExactSum>,
    squares: Vec<f64>,
    passed: Matrix,
    passed_value: Matrix,
    plain: bool,
}

impl Ledger {
    fn new(count: usize) -> Self {
        Self {
            conversions: vec![ExactSum::default(); count],
            value: vec![ExactSum::default(); count],
            squares: vec![0.0; count],
            passed: Matrix::zeros(count, count),
            passed_value: Matrix::zeros(count, count),
            plain: true,
        }
    }

    fn add(
        &mut self,
        person: &History<'_>,
        conversion: Conversion,
        inverse: f64,
        now: &Parameters,
        chains: &Chains,
    ) {
        for (at, touch) in person.before(conversion.time).iter().enumerate() {
            let part = now.term(touch.at, conversion.time - touch.time) * inverse;
            if let Some(sum) = self.conversions.get_mut(touch.at).sure() {
                sum.add(part);
            }
            if let Some(sum) = self.value.get_mut(touch.at).sure() {
                sum.add(part * conversion.value);
            }
            add(&mut self.squares, touch.at, part * conversion.value * conversion.value);
            for (to, share) in chains.of_contact(at).iter().enumerate() {
                self.plain = false;
                add(self.passed.row_mut(touch.at), to, part * share);
                add(self.passed_value.row_mut(touch.at), to, part * share * conversion.value);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.plain &= other.plain;
        let merge = |sums: &mut [ExactSum], others: &[ExactSum]| {
            paired(sums, others).for_each(|(sum, other)| sum.merge(other));
        };
        merge(&mut self.conversions, &other.conversions);
        merge(&mut self.value, &other.value);
        paired(&mut self.squares, &other.squares).for_each(|(sum, other)| *sum += other);
        for at in 0..self.squares.len() {
            let sum = |sums: &mut [f64], others: &[f64]| {
                paired(sums, others).for_each(|(sum, other)| *sum += other);
            };
            sum(self.passed.row_mut(at), other.passed.row(at));
            sum(self.passed_value.row_mut(at), other.passed_value.row(at));
        }
    }

    fn finish(mut self, count: usize) -> Split {
        let values = |sums: &[ExactSum]| -> Vec<f64> {
            sums.iter().map(|sum| sum.value().unwrap_or(0.0)).collect()
        };
        let (direct, direct_value) = (values(&self.conversions), values(&self.value));
        if self.plain {
            self.passed = Matrix::identity(count);
            self.passed_value = Matrix::identity(count);
        } else {
            parts(&mut self.passed, &direct);
            parts(&mut self.passed_value, &direct_value);
        }
        Split {
            direct,
            direct_value,
            squares: self.squares,
            passed: self.passed,
            passed_value: self.passed_value,
        }
    }
}

/// Rows of sums as parts of the whole of each row; a row of nothing keeps its own.
fn parts(sums: &mut Matrix, whole: &[f64]) {
    for (at, whole) in whole.iter().enumerate() {
        let row = sums.row_mut(at);
        if *whole == 0.0 {
            add(row, at, 1.0);
        } else {
            for cell in row {
                *cell /= whole;
            }
        }
    }
}
