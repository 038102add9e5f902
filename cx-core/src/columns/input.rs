//! A table on its way in.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;

use super::table::Parts;
use super::{Frame, Origin, Table};
use crate::Result;

/// A table on its way in, with what is known of the file that it comes from.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use cx_core::columns::Input;
/// use cx_core::intake::files::{FileOptions, read_csv};
/// use cx_core::intake::{Feedback, FeedbackRoles};
/// let file = read_csv(b"score\n9\n10\n", &FileOptions::default())?;
/// let input = Input::of_frames(&file.frames).with_origin(&file.origin);
/// assert_eq!(Feedback::read_input(input, &FeedbackRoles::default())?.len(), 2);
/// # }
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    parts: Parts<'a>,
    origin: Option<&'a Origin>,
}

impl<'a> Input<'a> {
    /// Frames of one schema.
    pub fn of_frames(frames: &'a [Frame]) -> Self {
        Self { parts: Parts::Frames(frames), origin: None }
    }

    /// Record batches of one schema.
    #[cfg(feature = "arrow")]
    pub fn of_batches(batches: &'a [RecordBatch]) -> Self {
        Self { parts: Parts::Batches(batches), origin: None }
    }

    /// Says what is known of the file.
    pub fn with_origin(mut self, origin: &'a Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// The table under the name that errors will use.
    pub(crate) fn table(self, name: &'static str) -> Result<Table<'a>> {
        Table::of(name, self.parts, self.origin)
    }
}
