//! Counts and values of rows of aggregated paths.

use super::below::Below;
use super::collect::Sums;
use super::roles::PathRoles;
use super::sum::exact_sum;
use crate::columns::Reason;
use crate::intake::{Gate, pick};
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// Counts and values above this are a fault of the export.
const LARGEST: f64 = 1e15;

/// Counts and values of all rows.
pub(crate) struct Amounts {
    rows: Vec<Amount>,
    /// What is said of outcomes below 0 and of cancelled orders; empty where nothing is.
    more: Vec<More>,
}

/// Counts and value of a row that was accepted.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    conversions: f64,
    value: f64,
    nulls: f64,
}

/// What a row says of its outcomes below 0, where it does, and of its cancelled orders.
#[derive(Debug, Clone, Copy, Default)]
struct More {
    below: Option<[f64; 2]>,
    cancelled: f64,
}

/// All that is known of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Row {
    all: Amount,
    below: Below,
    cancelled: f64,
}

impl Amounts {
    /// Reads the columns, with a fault for what has no meaning. One column at a time: a million rows of
    /// each are not held beside one another.
    pub(crate) fn read(gate: &mut Gate<'_>, roles: &PathRoles) -> Result<Self> {
        let converted = if roles.conversions.is_none() { 1.0 } else { 0.0 };
        let mut rows = vec![Amount::default(); gate.table.rows()];
        let flags = match roles.conversions.as_deref() {
            Some(role) => gate.required_flags(role)?,
            None => None,
        };
        let mut set =
            |role: &Option<String>, blank: f64, sign: Sign, place: fn(&mut Amount) -> &mut f64| {
                let column = amount(gate, role.as_deref(), blank, sign)?;
                rows.iter_mut().zip(column).for_each(|(row, amount)| *place(row) = amount);
                Ok::<(), Error>(())
            };
        if flags.is_none() {
            set(&roles.conversions, converted, Sign::Above, |row| &mut row.conversions)?;
        }
        set(&roles.value, 0.0, Sign::Any, |row| &mut row.value)?;
        set(&roles.nulls, 0.0, Sign::Above, |row| &mut row.nulls)?;
        for (row, converted) in rows.iter_mut().zip(flags.into_iter().flatten()) {
            row.conversions = f64::from(converted);
            if roles.nulls.is_none() {
                row.nulls = f64::from(!converted);
            }
        }
        let more = More::read(gate, roles, &rows)?;
        Ok(Self { rows, more })
    }

    /// Keeps the given rows.
    pub(crate) fn keep(&mut self, kept: &[u32]) {
        self.rows = pick(&self.rows, kept);
        // Empty where no row says more.
        if !self.more.is_empty() {
            self.more = pick(&self.more, kept);
        }
    }

    /// All that is known of a row. Where it does not say which of its outcomes are below 0, its sum does.
    pub(crate) fn row(&self, row: usize) -> Row {
        let all = self.rows.get(row).copied().sure_or_default();
        let more = self.more.get(row).copied().or_absent_default();
        let below = match more.below {
            Some([conversions, value]) => {
                Below { conversions, value, squares: squares(conversions, value) }
            }
            None if all.value < 0.0 => Below {
                conversions: all.conversions,
                value: all.value,
                squares: squares(all.conversions, all.value),
            },
            None => Below::default(),
        };
        Row { all, below, cancelled: more.cancelled }
    }
}

impl More {
    fn read(gate: &mut Gate<'_>, roles: &PathRoles, rows: &[Amount]) -> Result<Vec<Self>> {
        let [count, value] = [&roles.conversions_below, &roles.value_below].map(Option::as_deref);
        if count.is_some() != value.is_some() {
            return Err(Error::Option {
                field: "value_below",
                value: "one of conversions_below and value_below".into(),
                allowed: "both or none: how many conversions have a value below 0, and their sum"
                    .into(),
            });
        }
        if count.is_none() && roles.cancelled.is_none() {
            return Ok(Vec::new());
        }
        let mut more = vec![Self::default(); rows.len()];
        if let Some(role) = count {
            let counts = amount(gate, count, 0.0, Sign::Above)?;
            let values = amount(gate, value, 0.0, Sign::Below)?;
            let beyond = rows.iter().zip(&counts).map(|(row, count)| *count > row.conversions);
            gate.refuse(role, Reason::OutOfRange, beyond);
            for (row, pair) in more.iter_mut().zip(counts.into_iter().zip(values)) {
                row.below = Some([pair.0, pair.1]);
            }
        }
        if let Some(role) = roles.cancelled.as_deref() {
            let counts = amount(gate, Some(role), 0.0, Sign::Above)?;
            let beyond = rows.iter().zip(&counts).map(|(row, count)| *count > row.conversions);
            gate.refuse(role, Reason::OutOfRange, beyond);
            more.iter_mut().zip(counts).for_each(|(row, count)| row.cancelled = count);
        }
        Ok(more)
    }
}

impl Row {
    pub(crate) fn sum(rows: &[Self]) -> Result<Sums> {
        let sum = |of: fn(&Self) -> f64| exact_sum(rows.iter().map(of));
        let any = rows.iter().any(|row| row.below.value < 0.0);
        Ok(Sums {
            conversions: sum(|row| row.all.conversions)?,
            value: sum(|row| row.all.value)?,
            value_squares: sum(Self::squares)?,
            nulls: sum(|row| row.all.nulls)?,
            below: if any {
                Below {
                    conversions: sum(|row| row.below.conversions)?,
                    value: sum(|row| row.below.value)?,
                    squares: sum(|row| row.below.squares)?,
                }
            } else {
                Below::default()
            },
            cancelled: sum(|row| row.cancelled)?,
        })
    }

    /// Sum of the squares of the values of the row's conversions, as if all of one sign had the same.
    fn squares(&self) -> f64 {
        let Self { all, below, .. } = self;
        if below.value == 0.0 {
            return squares(all.conversions, all.value);
        }
        let above = squares(all.conversions - below.conversions, all.value - below.value);
        above + below.squares
    }
}

fn squares(conversions: f64, value: f64) -> f64 {
    if conversions > 0.0 { value / conversions * value } else { value * value }
}

/// Which amounts of a column have a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Above,
    Below,
    Any,
}

fn amount(gate: &mut Gate<'_>, role: Option<&str>, blank: f64, sign: Sign) -> Result<Vec<f64>> {
    let mut amounts = gate.numbers(role)?;
    for amount in &mut amounts {
        *amount = if amount.is_nan() { blank } else { *amount + 0.0 };
    }
    if let Some(role) = role {
        match sign {
            Sign::Any => {}
            Sign::Above => {
                gate.refuse(role, Reason::Negative, amounts.iter().map(|x| *x < 0.0));
            }
            Sign::Below => {
                gate.refuse(role, Reason::OutOfRange, amounts.iter().map(|x| *x > 0.0));
            }
        }
        gate.refuse(role, Reason::OutOfRange, amounts.iter().map(|x| x.abs() > LARGEST));
    }
    Ok(amounts)
}
