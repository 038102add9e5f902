//! What a single contact has in a conversion.

/// The part of one conversion that one contact has by a model. The parts of a conversion sum to 1, what no
/// contact has among them. In the time-to-event model it is the term of the contact by the whole hazard,
/// expected over the levels of intent, before anything is passed on by knock-on: there the parts of the
/// contacts of a touchpoint sum to the conversions that it caused directly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ContactPart {
    /// Rank of the person in [`Persons`](crate::journey::persons::Persons); the parts of a person come together.
    pub(super) person: usize,
    /// Row of the journey that converted.
    pub(super) journey: usize,
    /// Row of the contact among the steps of all journeys, which may be that of another journey of the
    /// person; none for what no contact has.
    pub(super) step: Option<usize>,
    /// Part of the conversion, 0 to 1.
    pub(super) part: f64,
}
