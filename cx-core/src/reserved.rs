//! Names that stand for no touchpoint: in parentheses, so that they differ from names of the data.

/// The state before the first contact.
pub const START: &str = "(start)";
/// The state after a conversion.
pub const CONVERSION: &str = "(conversion)";
/// The state after a journey that did not convert.
pub const NULL: &str = "(null)";
/// The state after the last contact.
pub const END: &str = "(end)";
/// Further steps that a table or diagram leaves out.
pub const REMAINDER: &str = "(more)";
/// Touchpoints that a diagram shows as one.
pub(crate) const OTHER: &str = "(other)";
/// The end of a phase because nothing followed.
pub(crate) const SILENCE: &str = "(silence)";
/// The row of outcomes that no contact can have.
pub const UNATTRIBUTED: &str = "(unattributed)";
/// The row of conversions that would have come without any contact.
pub const BASELINE: &str = "(baseline)";
/// The row of all touchpoints of a return.
pub const TOTAL: &str = "(total)";
/// The row of all touchpoints of an audit.
pub(crate) const WHOLE: &str = "(all)";
/// The row of what names no touchpoint.
pub(crate) const NO_TOUCHPOINT: &str = "(no touchpoint)";
/// The row of events that no identifier ties to a person.
pub(crate) const NO_PERSON: &str = "(no person)";
/// A source without a name.
pub(crate) const BLANK_SOURCE: &str = "(blank)";
/// Where the fault of a row of a file stands that lies in no single column.
pub(crate) const WHOLE_ROW: &str = "(row)";
