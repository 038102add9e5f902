//! Names of types of Arrow, for messages.

use arrow_schema::DataType;

/// A type's name without the fields of nested types, which may be thousands.
pub(in crate::columns) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Struct(_) => "Struct".into(),
        DataType::Union(..) => "Union".into(),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "List".into(),
        DataType::Map(..) => "Map".into(),
        other => other.to_string(),
    }
}
