//! Cells of text in any encoding of Arrow.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait};
use arrow_schema::DataType;

use crate::columns::texts::{TextSource, places};

/// An array of text with offsets.
pub(crate) struct Strings<'a, O: OffsetSizeTrait>(pub(crate) &'a GenericStringArray<O>);

impl<O: OffsetSizeTrait> TextSource for Strings<'_, O> {
    fn bytes(&self) -> &[u8] {
        self.0.value_data()
    }

    fn places(&self, rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        places(self.0.value_offsets(), rows, O::as_usize, |row| self.0.is_null(row))
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize) -> &str {
        if self.0.is_null(row) { "" } else { self.0.value(row) }
    }
}

/// Calls `visit` with every cell of a text array, blank for a missing one; `false` when it is not
/// one.
pub(in crate::columns) fn each_text(array: &ArrayRef, visit: &mut dyn FnMut(&str)) -> bool {
    let mut each = |cell: Option<&str>| visit(cell.unwrap_or_default());
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().for_each(each),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().for_each(each),
        DataType::Utf8View => array.as_string_view().iter().for_each(each),
        DataType::Null => (0..array.len()).for_each(|_| each(None)),
        DataType::Dictionary(..) => {
            let Some(any) = array.as_any_dictionary_opt() else { return false };
            let mut values: Vec<String> = Vec::with_capacity(any.values().len());
            if !each_text(any.values(), &mut |cell| values.push(cell.to_owned())) {
                return false;
            }
            let keys = if values.is_empty() { vec![0; array.len()] } else { any.normalized_keys() };
            for (row, key) in keys.into_iter().enumerate() {
                let value = if array.is_null(row) { None } else { values.get(key) };
                each(value.map(String::as_str));
            }
        }
        _ => return false,
    }
    true
}
