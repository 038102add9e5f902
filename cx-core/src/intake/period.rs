//! The period that times must lie in: typing errors such as the year 2099 are rejected, not read.

use crate::Result;
use crate::columns::{self, NO_TIME};

/// The first and the last instant that a table accepts.
#[derive(Clone, Copy)]
pub(super) struct Period {
    earliest: i64,
    latest: i64,
}

impl Period {
    /// The period of the roles `earliest` and `latest`; open where one is not given.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) when a text is no date or time.
    pub(super) fn of(earliest: Option<&str>, latest: Option<&str>) -> Result<Self> {
        let bound = |field, text: Option<&str>, open| match text {
            Some(text) => columns::parse_instant(field, text),
            None => Ok(open),
        };
        Ok(Self {
            earliest: bound("earliest", earliest, i64::MIN)?,
            latest: bound("latest", latest, i64::MAX)?,
        })
    }

    /// Whether every time lies within.
    pub(super) fn is_open(self) -> bool {
        (self.earliest, self.latest) == (i64::MIN, i64::MAX)
    }

    /// For each time, whether it lies outside; a missing time does not.
    pub(super) fn outside(self, times: &[i64]) -> impl Iterator<Item = bool> {
        times.iter().map(move |t| *t != NO_TIME && !(self.earliest..=self.latest).contains(t))
    }
}
