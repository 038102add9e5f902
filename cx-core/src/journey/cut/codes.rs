//! Codes of an event, each a type of its own: both are whole numbers from 0, and one read as the other names something.

/// Code of a touchpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub(crate) struct Touchpoint(pub(crate) u32);

/// Code of a kind of event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub(crate) struct Kind(pub(crate) u32);
