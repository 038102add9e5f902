//! Numbers of any width, and numbers written as text.

use std::borrow::Cow;

use crate::columns::cells::blank::is_blank;
use crate::columns::cells::number::{Style, take_apart};
use crate::columns::format::Format;
use crate::columns::reject::Faults;
use crate::columns::{Reason, decimal};

/// The numbers of a column, in order of the rows.
pub(in crate::columns) struct Numbers {
    pub(in crate::columns) values: Vec<f64>,
    pub(in crate::columns) faults: Faults,
}

impl Numbers {
    /// A number; none is NaN.
    pub(in crate::columns) fn push(&mut self, cell: Option<f64>) {
        let finite = cell.is_none_or(f64::is_finite);
        if !finite {
            self.faults.add(self.values.len(), Reason::NotFinite);
        }
        self.values.push(if finite { cell.unwrap_or(f64::NAN) } else { f64::NAN });
    }

    /// A number as text, by the style of its column.
    pub(in crate::columns) fn text(&mut self, cell: &str, how: &How<'_>) {
        let read = how.plain(cell).and_then(|text| match text.as_deref().map(decimal::parse) {
            None => Ok(f64::NAN),
            Some(Some(value)) if value.is_finite() => {
                Ok(how.unit.map_or(value, |unit| value * unit))
            }
            Some(Some(_)) => Err(Reason::NotFinite),
            Some(None) => Err(Reason::NotANumber),
        });
        if let Err(reason) = read {
            self.faults.add(self.values.len(), reason);
        }
        self.values.push(read.unwrap_or(f64::NAN));
    }
}

/// How the text cells of a column are read as numbers.
pub(in crate::columns) struct How<'a> {
    pub(in crate::columns) style: Style,
    pub(in crate::columns) format: &'a Format,
    pub(in crate::columns) unit: Option<f64>,
    /// The currency that all cells with one share.
    pub(in crate::columns) currency: Option<&'static str>,
}

impl How<'_> {
    /// A cell as plain decimal text; `None` where it is blank.
    pub(in crate::columns) fn plain<'c>(
        &self,
        cell: &'c str,
    ) -> Result<Option<Cow<'c, str>>, Reason> {
        let text = cell.trim();
        if is_blank(text, &self.format.blank) {
            return Ok(None);
        }
        let Some(written) = take_apart(text) else {
            let known = decimal::parse(text).is_some();
            return if known { Ok(Some(text.into())) } else { Err(Reason::NotANumber) };
        };
        if written.percent && self.unit.is_none() {
            return Err(Reason::Percent);
        }
        if written.currency.is_some() && written.currency != self.currency {
            return Err(Reason::OtherCurrency);
        }
        self.style.plain(written).map(Some).ok_or(Reason::NotANumber)
    }
}
