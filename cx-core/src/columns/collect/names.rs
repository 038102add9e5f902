//! Names on their way to codes.

use crate::Result;
use crate::columns::reject::Faults;
use crate::columns::texts::TextSource;
use crate::columns::{Interner, NO_CODE, Reason, Recent, window};

/// A name longer than this is a fault of the export, not a name.
const LONGEST_NAME: usize = 1 << 16;

/// The names of a column on their way to codes.
pub(in crate::columns) struct Names {
    pub(in crate::columns) interner: Interner,
    pub(in crate::columns) codes: Vec<u32>,
    pub(in crate::columns) faults: Faults,
}

impl Names {
    pub(in crate::columns) fn new(interner: Interner) -> Self {
        Self { interner, codes: Vec::new(), faults: Faults::default() }
    }

    /// One name, without the white space around it.
    pub(in crate::columns) fn name(&mut self, text: &str) -> Result<()> {
        let text = text.trim();
        if text.len() > LONGEST_NAME {
            self.faults.add(self.codes.len(), Reason::TooLong);
            self.blank();
        } else {
            self.codes.push(self.interner.text(text)?);
        }
        Ok(())
    }

    /// A missing name.
    pub(in crate::columns) fn blank(&mut self) {
        self.codes.push(NO_CODE);
    }

    /// Names that are recognised by their bytes; all others one by one.
    pub(in crate::columns) fn texts(&mut self, source: &impl TextSource) -> Result<()> {
        /// Rows after which it shows whether names come again.
        const TRIAL: usize = 1 << 12;
        let mut recent = Recent::new();
        let bytes = source.bytes();
        let known = self.interner.len();
        for (row, place) in source.places(0..source.rows()).enumerate() {
            if row == TRIAL && self.interner.len() - known > TRIAL / 4 {
                return (row..source.rows()).try_for_each(|row| self.name(source.cell(row)));
            }
            if place.is_empty() {
                self.blank();
                continue;
            }
            let head = window(bytes, place.start);
            match recent.code(bytes, place, head, &mut self.interner)? {
                Some(code) => self.codes.push(code),
                None => self.name(source.cell(row))?,
            }
        }
        Ok(())
    }

    /// Names that are made of texts, without the white space around these.
    #[cfg(feature = "channels")]
    pub(in crate::columns) fn shortened(
        &mut self,
        source: &impl TextSource,
        short: &dyn Fn(&str, &mut String),
    ) -> Result<()> {
        let mut name = String::new();
        for row in 0..source.rows() {
            let text = source.cell(row).trim();
            name.clear();
            if text.len() > LONGEST_NAME {
                name.push_str(text);
            } else if !text.is_empty() {
                short(text, &mut name);
            }
            self.name(&name)?;
        }
        Ok(())
    }

    pub(in crate::columns) fn integers(
        &mut self,
        cells: impl Iterator<Item = Option<i64>>,
    ) -> Result<()> {
        for cell in cells {
            self.codes.push(cell.map_or(Ok(NO_CODE), |value| self.interner.number(value))?);
        }
        Ok(())
    }

    pub(in crate::columns) fn floats(
        &mut self,
        cells: impl Iterator<Item = Option<f64>>,
    ) -> Result<()> {
        /// Whole doubles below this are exact integers.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        for cell in cells {
            let value = cell.unwrap_or(f64::NAN);
            self.codes.push(if value.is_nan() {
                NO_CODE
            } else if value.fract() == 0.0 && value.abs() < EXACT {
                self.interner.number(value as i64)?
            } else {
                self.interner.text(&value.to_string())?
            });
        }
        Ok(())
    }

    pub(in crate::columns) fn booleans(
        &mut self,
        cells: impl Iterator<Item = Option<bool>>,
    ) -> Result<()> {
        for cell in cells {
            let text = cell.map(|yes| if yes { "true" } else { "false" });
            self.codes.push(self.interner.text(text.unwrap_or_default())?);
        }
        Ok(())
    }
}
