//! What a person went through, as the time-to-event model sees it.

use crate::sure::Sure;

/// One contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Touch {
    /// Days since the person's first contact.
    pub(super) time: f64,
    /// Place of the touchpoint.
    pub(super) at: usize,
}

/// One conversion with at least one contact before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Conversion {
    /// Days since the person's first contact.
    pub(super) time: f64,
    /// Units of money.
    pub(super) value: f64,
}

/// What is known of one person: the time starts with the first contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct History<'a> {
    /// In order of time.
    pub(super) touches: &'a [Touch],
    /// In order of time.
    pub(super) conversions: &'a [Conversion],
    /// Days until the end of the observation.
    pub(super) days: f64,
    /// Microseconds of the first contact.
    pub(super) entry: i64,
}

impl<'a> History<'a> {
    /// The contacts up to a moment.
    pub(super) fn before(&self, time: f64) -> &'a [Touch] {
        let end = self.touches.partition_point(|touch| touch.time <= time);
        self.touches.get(..end).sure_or_default()
    }
}
