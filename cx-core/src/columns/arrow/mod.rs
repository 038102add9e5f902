//! Arrow at the edge: columns of any encoding are read where they lie, frames become record
//! batches.

mod batch;
mod money;
mod number;
mod strings;
mod text;
mod time;
mod type_name;

pub(crate) use batch::record_batches;
pub(super) use money::exact_money;
pub(super) use number::numbers;
pub(crate) use strings::Strings;
pub(in crate::columns) use strings::each_text;
pub(super) use text::names;
#[cfg(feature = "channels")]
pub(super) use text::shortened;
pub(super) use time::times;

pub(super) use type_name::type_name;
