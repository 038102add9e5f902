//! A file that was read.

use crate::columns::{Column, Dialect, Frame, Input, Origin, Reason};
use crate::sure::Absent;

/// A file that was read: columns of text, how it was read, and what is wrong with which row.
///
/// A blank cell is missing, and no cell is anything but what stands in the file. A row at fault stays where it is; the
/// verb that reads the table rejects it.
#[derive(Clone, PartialEq)]
pub struct TextFile {
    /// The rows: several frames of the same columns where one column has more than 1 GiB of text.
    pub frames: Vec<Frame>,
    /// How the file was read, and what is wrong with which row.
    pub origin: Origin,
}

impl std::fmt::Debug for TextFile {
    /// Counts only: cells are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextFile({} rows, {} columns)", self.rows(), self.columns().count())
    }
}

impl TextFile {
    /// How the file was read.
    pub fn dialect(&self) -> &Dialect {
        &self.origin.dialect
    }

    /// Names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.frames.first().map(Frame::columns).or_absent_default().iter().map(Column::name)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.frames.iter().map(Frame::rows).sum()
    }

    /// The rows that are at fault as a whole, each with its reason.
    pub fn faults(&self) -> &[(u32, Reason)] {
        self.origin.faults()
    }

    /// The line in which a row begins, from 1.
    pub fn line(&self, row: u32) -> u64 {
        self.origin.line(row)
    }

    /// The file as a table on its way in.
    ///
    /// ```
    /// # #[cfg(feature = "csv")] {
    /// use cx_core::intake::files::{FileOptions, read_csv};
    /// use cx_core::intake::{Feedback, FeedbackRoles};
    /// let file = read_csv(b"place,score\napp,9\nbranch\n", &FileOptions::default())?;
    /// let answers = Feedback::read_input(file.input(), &FeedbackRoles::default())?;
    /// let reject = answers.report.rejects().next();
    /// let said = reject.map(|reject| (reject.line, reject.reason.to_string()));
    /// assert_eq!(said, Some((Some(3), "1 cell, the header has 2".to_owned())));
    /// # }
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn input(&self) -> Input<'_> {
        Input::of_frames(&self.frames).with_origin(&self.origin)
    }
}
