//! How a file was read.

use serde::{Deserialize, Serialize};

/// How a file was read. What the options did not say was found in the file.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use cx_core::intake::files::{FileOptions, read_csv};
/// let file = read_csv(b"sep=;\nwho;what\nanna;\"a;b\"\n", &FileOptions::default())?;
/// let dialect = file.dialect();
/// assert_eq!(dialect.separator.as_deref(), Some(";"));
/// assert_eq!((dialect.skipped, dialect.encoding.as_deref()), (1, Some("utf-8")));
/// # }
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dialect {
    /// The file's name, where it has one.
    pub file: Option<String>,
    /// `csv`, `json`, `json_lines`, or the kind of workbook.
    pub format: String,
    /// What stands between two cells; `None`: there is one column, or it is no CSV.
    pub separator: Option<String>,
    /// What stands around cells that hold separators or line breaks; `None`: nothing does.
    pub quote: Option<String>,
    /// The encoding of the text.
    pub encoding: Option<String>,
    /// Whether a byte order mark stands at the start.
    pub bom: bool,
    /// How lines end: `lf`, `crlf`, `cr` or `mixed`.
    pub line_ends: Option<String>,
    /// Lines before the header.
    pub skipped: u64,
    /// What lines that are left out begin with.
    pub comment: Option<String>,
    /// How many lines were left out since they begin so.
    pub comments: u64,
    /// Rows of header.
    pub header: u32,
    /// Rows left out at the end.
    pub footer: u64,
    /// Blank lines; they are no rows.
    pub blank_lines: u64,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Where the rows stand in a JSON document.
    pub rows: Option<String>,
}
