//! How the cells of a table are written, as options beside its roles.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::conditions::Conditions;
use crate::declare::options;
use crate::from_json::words;
use crate::options::{FromJson, Names};
use crate::{Error, Result};

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum DecimalSign {
    /// Found over the whole column; where it fits both signs, or neither throughout, it is refused.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// `1250.50`.
    #[serde(rename = ".")]
    Point,
    /// `1250,50`.
    #[serde(rename = ",")]
    Comma,
}

words!(DecimalSign: Auto = "auto", Point = ".", Comma = ",");

/// What stands between the thousands of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Thousands {
    /// Whatever is not the decimal sign.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// Nothing.
    #[serde(rename = "none")]
    None,
    /// `1.250,50`.
    #[serde(rename = ".")]
    Point,
    /// `1,250.50`.
    #[serde(rename = ",")]
    Comma,
    /// `1'250.50`, also with the typographer's apostrophe.
    #[serde(rename = "'")]
    Apostrophe,
    /// `1 250,50`, blanks of any width.
    #[serde(rename = " ")]
    Blank,
}

words!(Thousands: Auto = "auto", None = "none", Point = ".", Comma = ",", Apostrophe = "'", Blank = " ");

/// Which number of a date such as `04/03/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Found over the whole column; where nothing in it decides, it is refused.
    #[default]
    Auto,
    /// The first: 4 March.
    DayFirst,
    /// The second: 3 April.
    MonthFirst,
}

words!(DateOrder: Auto = "auto", DayFirst = "day_first", MonthFirst = "month_first");

/// What becomes of a row whose time is blank where a time may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeBlank {
    /// It is rejected: the column of the time was named.
    #[default]
    Reject,
    /// It counts where no window is asked for.
    Keep,
}

words!(TimeBlank: Reject = "reject", Keep = "keep");

/// What a number that is written is worth: one factor for all amounts of money, or by column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Units {
    /// Of every amount of money.
    Money(f64),
    /// Of the numbers of each column.
    Columns(BTreeMap<String, f64>),
}

impl Default for Units {
    fn default() -> Self {
        Self::Columns(BTreeMap::new())
    }
}

impl FromJson for Units {
    fn from_json(value: Value) -> std::result::Result<Self, serde_json::Error> {
        match value {
            Value::Object(_) => BTreeMap::from_json(value).map(Self::Columns),
            value => f64::from_json(value).map(Self::Money),
        }
    }
}
crate::from_json::deserialize!(Units);

#[cfg(feature = "schema")]
impl crate::schema::Describe for Units {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        into.alias("Units", |_| Kind::Either(vec![Kind::Number, Kind::Map(Box::new(Kind::Number))]))
    }
}

options! {
    /// How the cells of a table are written. What is not given is found where a whole column leaves no doubt.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Format {
        /// Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered.
        pub r#where: Conditions = Conditions::default(); set (Conditions),
        /// Sign before the decimals of numbers that are text.
        pub decimal: DecimalSign = DecimalSign::Auto; set (DecimalSign),
        /// Sign between their thousands.
        pub thousands: Thousands = Thousands::Auto; set (Thousands),
        /// What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column.
        pub unit: Units = Units::default(); set (Units),
        /// Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times).
        pub blank: Names = Names::default(); set (impl Into<Names>),
        /// How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order.
        pub time_format: Names = Names::default(); set (impl Into<Names>),
        /// Which number of a date such as `04/03/2026` is the day.
        pub date_order: DateOrder = DateOrder::Auto; set (DateOrder),
        /// What becomes of a row whose time is blank where a time may be left out.
        pub time_blank: TimeBlank = TimeBlank::Reject; set (TimeBlank),
    }
}

impl Format {
    /// What a number of a column is worth, where that is said.
    pub(crate) fn unit_of(&self, column: &str, money: bool) -> Option<f64> {
        match &self.unit {
            Units::Money(unit) => money.then_some(*unit),
            Units::Columns(units) => units.get(column).copied(),
        }
    }

    /// Checks what does not depend on the cells.
    ///
    /// # Errors
    /// [`Error::Option`] for a unit that is not above 0, a sign that is to stand for decimals and
    /// thousands, or a pattern of times that is none.
    pub(crate) fn check(&self) -> Result<()> {
        let units: Vec<f64> = match &self.unit {
            Units::Money(unit) => vec![*unit],
            Units::Columns(units) => units.values().copied().collect(),
        };
        if let Some(unit) = units.into_iter().find(|unit| !(*unit > 0.0 && unit.is_finite())) {
            let allowed = "a number above 0, for example 1e-6 for micros or 0.01 for cents".into();
            return Err(Error::Option { field: "unit", value: unit.to_string(), allowed });
        }
        let both = matches!(
            (self.decimal, self.thousands),
            (DecimalSign::Point, Thousands::Point) | (DecimalSign::Comma, Thousands::Comma)
        );
        if both {
            return Err(Error::Option {
                field: "thousands",
                value: "the decimal sign".into(),
                allowed: "another sign than decimal's".into(),
            });
        }
        super::cells::pattern::check(&self.time_format)
    }
}
