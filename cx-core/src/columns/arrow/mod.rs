//! Arrow at the edge: columns of any encoding are read where they lie, frames become record
//! batches.

mod batch;
mod money;
mod number;
mod strings;
mod text;
mod time;

pub(crate) use batch::record_batches;
pub(super) use money::exact_money;
pub(super) use number::numbers;
pub(crate) use strings::Strings;
use strings::each_text;
pub(super) use text::names;
pub(super) use time::times;

use arrow_schema::DataType;

/// A type's name without the fields of nested types, which may be thousands.
pub(super) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Struct(_) => "Struct".into(),
        DataType::Union(..) => "Union".into(),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "List".into(),
        DataType::Map(..) => "Map".into(),
        other => other.to_string(),
    }
}
