//! How a file is to be read.

use serde::Serialize;
use serde_json::Value;

use crate::declare::options;
use crate::options::FromJson;
#[cfg(any(feature = "gzip", feature = "excel"))]
use crate::sure::Absent;
use crate::{Error, Result};

options! {
    /// How a file is to be read. What is not given is found in the file, and stands in the report.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct FileOptions {
        /// What stands between two cells of a text file, for example `";"`; by default whichever of comma, semicolon,
        /// tab and bar gives all rows the same width.
        pub separator: Option<String> = None; set (impl Into<String>),
        /// What stands around cells that hold separators or line breaks; blank: nothing does.
        pub quote: Option<String> = None; set (impl Into<String>),
        /// The encoding of a text file, for example `"windows-1252"`; by default by its byte order mark, else UTF-8,
        /// else Windows-1252.
        pub encoding: Option<String> = None; set (impl Into<String>),
        /// Lines (of a workbook: rows) before the header; by default titles and `#` lines are found.
        pub skip: Option<u32> = None; set (u32),
        /// Rows of header: 0 (then `columns` names the columns), 1, 2 or 3 as surveys have; the second is kept as the
        /// label of a column.
        pub header: Option<u32> = None; in 0_u32..=3; set (u32),
        /// Names of the columns, in order, in place of those of the header.
        pub columns: Vec<String> = Vec::new(); set (Vec<String>),
        /// What lines that are left out begin with, for example `"#"`.
        pub comment: Option<String> = None; set (impl Into<String>),
        /// Rows to leave out at the end; by default a row of totals is found.
        pub footer: Option<u32> = None; set (u32),
        /// The sheet of a workbook; by default the only one that holds cells.
        pub sheet: Option<String> = None; set (impl Into<String>),
        /// Where the rows of a JSON document stand, as a dotted path: `"data.items"` is one row for each item.
        pub rows: Option<String> = None; set (impl Into<String>),
        /// Most that a compressed file (.gz, .xlsx, .ods) may unpack to, in MiB; by default 200 times its own size, and
        /// at least 256.
        pub largest: Option<u32> = None; set (u32),
    }
}

/// Names of the options, as text and TOML know them.
const NAMES: [&str; 11] = [
    "separator",
    "quote",
    "encoding",
    "skip",
    "header",
    "columns",
    "comment",
    "footer",
    "sheet",
    "rows",
    "largest",
];

impl FileOptions {
    /// Reads the options out of a JSON object that holds other keys too, and gives the object without them.
    ///
    /// ```
    /// use cx_core::intake::files::FileOptions;
    /// let (options, rest) = FileOptions::split(r#"{"score": "answer", "separator": ";"}"#)?;
    /// assert_eq!(options.separator.as_deref(), Some(";"));
    /// assert_eq!(rest, r#"{"score":"answer"}"#);
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Options`] for text that is no object, or a value of a wrong type.
    pub fn split(text: &str) -> Result<(Self, String)> {
        let mut all: serde_json::Map<String, Value> = read_map(text)?;
        let mut own = serde_json::Map::new();
        for name in NAMES {
            if let Some(value) = all.remove(name) {
                own.insert(name.to_owned(), value);
            }
        }
        let options = Self::from_json(Value::Object(own));
        let options = options.map_err(|error| Error::Options { message: error.to_string() })?;
        Ok((options, Value::Object(all).to_string()))
    }

    /// Whether any option is given.
    pub fn is_given(&self) -> bool {
        *self != Self::default()
    }

    /// Checks what each option may be.
    pub(super) fn check(&self) -> Result<()> {
        self.check_ranges()?;
        let short =
            |field, given: &Option<String>, allowed: &str, fine: fn(&str) -> bool| match given {
                Some(text) if !fine(text) => Err(Error::Option {
                    field,
                    value: crate::options::quoted(text),
                    allowed: allowed.to_owned(),
                }),
                _ => Ok(()),
            };
        let plain = |text: &str| !text.contains(['\n', '\r', '\0', '"']);
        let separator =
            |text: &str| (1..=8).contains(&text.len()) && !text.contains(['\n', '\r', '\0', '"']);
        short(
            "separator",
            &self.separator,
            "1 to 8 bytes without quotes and line breaks",
            separator,
        )?;
        let quote = |text: &str| {
            text.is_empty() || (text.len() == 1 && !text.contains(['\n', '\r', '\0', ' ']))
        };
        short("quote", &self.quote, "one letter of ASCII such as \"'\", or blank for none", quote)?;
        short("comment", &self.comment, "text without quotes and line breaks", plain)?;
        if self.separator.is_some() && self.separator == self.quote {
            return Err(Error::Option {
                field: "quote",
                value: crate::options::quoted(&self.quote),
                allowed: "another sign than the separator".to_owned(),
            });
        }
        if self.header == Some(0) && self.columns.is_empty() {
            return Err(Error::Option {
                field: "header",
                value: "0".to_owned(),
                allowed: "0 together with columns, which name the columns in order".to_owned(),
            });
        }
        Ok(())
    }

    /// Most bytes that a compressed file may unpack to.
    #[cfg(any(feature = "gzip", feature = "excel"))]
    pub(super) fn most(&self, packed: usize) -> u64 {
        const MIB: u64 = 1 << 20;
        let usual = (packed as u64).saturating_mul(200).max(256 * MIB);
        self.largest.map(|most| u64::from(most) * MIB).or_absent(usual)
    }
}

fn read_map(text: &str) -> Result<serde_json::Map<String, Value>> {
    serde_json::from_str(text).map_err(|error| Error::Options { message: error.to_string() })
}
