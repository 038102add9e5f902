//! All exports that hold rows of customers, opened together.

use std::path::Path;

use super::Size;
use super::audit::Defect;
use super::dirt::Fate;
use super::sheet::{
    ADS, AGGREGATOR, APP, BRANCH, CALLS, COMPLAINTS, CRM, FEEDBACK, Sheet, WEB, table,
};

/// The open exports.
#[derive(Debug)]
pub(crate) struct Exports {
    pub(crate) web: Sheet,
    pub(crate) ads: Sheet,
    pub(crate) crm: Sheet,
    pub(crate) calls: Sheet,
    pub(crate) branch: Sheet,
    pub(crate) aggregator: Sheet,
    pub(crate) app: Sheet,
    pub(crate) complaints: Sheet,
    pub(crate) feedback: Sheet,
}

impl Exports {
    pub(crate) fn create(dir: &Path, dirty: bool) -> Result<Self, csv::Error> {
        Ok(Self {
            web: Sheet::create(dir, &WEB, dirty)?,
            ads: Sheet::create(dir, &ADS, dirty)?,
            crm: Sheet::create(dir, &CRM, dirty)?,
            calls: Sheet::create(dir, &CALLS, dirty)?,
            branch: Sheet::create(dir, &BRANCH, dirty)?,
            aggregator: Sheet::create(dir, &AGGREGATOR, dirty)?,
            app: Sheet::create(dir, &APP, dirty)?,
            complaints: Sheet::create(dir, &COMPLAINTS, dirty)?,
            feedback: Sheet::create(dir, &FEEDBACK, dirty)?,
        })
    }

    pub(crate) fn sheets(&mut self) -> [&mut Sheet; 9] {
        [
            &mut self.web,
            &mut self.ads,
            &mut self.crm,
            &mut self.calls,
            &mut self.branch,
            &mut self.aggregator,
            &mut self.app,
            &mut self.complaints,
            &mut self.feedback,
        ]
    }

    /// Closes the files and writes `truth_dirty.csv`, the findings' defects included.
    pub(crate) fn finish(
        &mut self,
        dir: &Path,
        found: u64,
        defects: &[Defect],
    ) -> Result<Vec<Size>, csv::Error> {
        let mut rows = Vec::new();
        let mut sizes = Vec::new();
        let mut add = |table: &str, kind: &str, count: u64, fate: &str| {
            rows.push(vec![
                table.to_string(),
                kind.to_string(),
                count.to_string(),
                fate.to_string(),
            ]);
        };
        for sheet in self.sheets() {
            sheet.finish()?;
            let mut all = sheet.rows;
            add(sheet.name(), "sound", sheet.rows, Fate::Accepted.name());
            for (kind, count) in &sheet.dirt {
                let fate = kind.fate(sheet.name());
                // A flaw inside a sound row does not add one.
                all += if fate == Fate::Accepted { 0 } else { *count };
                add(
                    sheet.name(),
                    kind.name(),
                    *count,
                    if fate == Fate::Accepted { "flaw" } else { fate.name() },
                );
            }
            sizes.push(Size::new(sheet.name(), sheet.rows, all));
        }
        add("findings", "sound", found, Fate::Accepted.name());
        for (kind, count, fate) in defects {
            add("findings", kind, *count, fate);
        }
        let all = found + defects.iter().map(|defect| defect.1).sum::<u64>();
        sizes.push(Size::new("findings", found, all));
        table(dir, "truth_dirty", &["table", "kind", "rows", "fate"], rows)?;
        Ok(sizes)
    }
}
