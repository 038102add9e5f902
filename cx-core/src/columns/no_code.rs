//! The code of what has no name.

/// The code of a cell without text.
pub const NO_CODE: u32 = u32::MAX;
