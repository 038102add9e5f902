//! The exports: their columns, and writing them with the dirt that real exports have.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use super::calendar::{Clock, Zone};
use super::dirt::{Dirt, corrupt, kinds};
use super::key::{Stream, Subject, mix};

/// What a column means, as far as dirt needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    EventId,
    Time(Clock),
    /// An identifier of a person.
    Id,
    Value,
    Cost,
    Score,
    Touchpoint,
    Other,
}

/// The shape of one export.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    /// Share of rows after which a defect row is written; more in small tables, so that all kinds occur.
    pub(crate) dirt: f64,
    pub(crate) columns: &'static [(&'static str, Role)],
}

use Role::{Cost, EventId, Id, Other, Score, Time, Touchpoint, Value};

pub(crate) const WEB: Spec = Spec {
    name: "web",
    dirt: 0.003,
    columns: &[
        ("event_id", EventId),
        ("timestamp", Time(Clock::IsoOffset)),
        ("cookie", Id),
        ("login", Id),
        ("email", Id),
        ("channel", Touchpoint),
        ("event", Other),
        ("referrer", Other),
        ("campaign", Other),
        ("product", Other),
        ("value_chf", Value),
        ("cost_chf", Cost),
    ],
};
pub(crate) const ADS: Spec = Spec {
    name: "ads",
    dirt: 0.002,
    columns: &[
        ("ad_event_id", EventId),
        ("ts_ms", Time(Clock::EpochMillis)),
        ("cookie", Id),
        ("network", Touchpoint),
        ("action", Other),
        ("campaign_name", Other),
        ("spend", Cost),
    ],
};
pub(crate) const CRM: Spec = Spec {
    name: "crm",
    dirt: 0.004,
    columns: &[
        ("contact_id", EventId),
        ("contacted_at", Time(Clock::LocalSeconds)),
        ("email_address", Id),
        ("customer_number", Id),
        ("medium", Touchpoint),
        ("response", Other),
        ("measure", Other),
        ("unit_cost", Cost),
    ],
};
pub(crate) const CALLS: Spec = Spec {
    name: "calls",
    dirt: 0.01,
    columns: &[
        ("call_id", EventId),
        ("call_start", Time(Clock::LocalSeconds)),
        ("phone_number", Id),
        ("customer_number", Id),
        ("line", Touchpoint),
        ("reason", Other),
        ("resolved", Other),
        ("wait_seconds", Other),
        ("handle_seconds", Other),
        ("product", Other),
        ("value_chf", Value),
        ("cost_chf", Cost),
    ],
};
pub(crate) const BRANCH: Spec = Spec {
    name: "branch",
    dirt: 0.01,
    columns: &[
        ("visit_no", EventId),
        ("visit_time", Time(Clock::LocalMinutes)),
        ("customer_number", Id),
        ("email", Id),
        ("place", Touchpoint),
        ("office", Other),
        ("purpose", Other),
        ("product", Other),
        ("contribution", Value),
        ("cost", Cost),
    ],
};
pub(crate) const AGGREGATOR: Spec = Spec {
    name: "aggregator",
    dirt: 0.01,
    columns: &[
        ("lead_id", EventId),
        ("created", Time(Clock::IsoUtcMillis)),
        ("mail", Id),
        ("portal", Touchpoint),
        ("kind", Other),
        ("product", Other),
        ("fee", Cost),
    ],
};
pub(crate) const APP: Spec = Spec {
    name: "app",
    dirt: 0.004,
    columns: &[
        ("id", EventId),
        ("epoch", Time(Clock::EpochSeconds)),
        ("device", Id),
        ("login", Id),
        ("customer_number", Id),
        ("surface", Touchpoint),
        ("action", Other),
        ("product", Other),
        ("value", Value),
        ("cost", Cost),
    ],
};
pub(crate) const COMPLAINTS: Spec = Spec {
    name: "complaints",
    dirt: 0.05,
    columns: &[
        ("complaint_no", EventId),
        ("received_at", Time(Clock::LocalSeconds)),
        ("customer_number", Id),
        ("about", Touchpoint),
        ("category", Other),
        ("resolved", Other),
        ("resolved_on", Other),
        ("goodwill_chf", Cost),
    ],
};
pub(crate) const FEEDBACK: Spec = Spec {
    name: "feedback",
    dirt: 0.015,
    columns: &[
        ("response_id", EventId),
        ("answered_at", Time(Clock::IsoOffset)),
        ("touchpoint", Touchpoint),
        ("phase", Other),
        ("metric", Other),
        ("aspect", Other),
        ("scale_min", Other),
        ("scale_max", Other),
        ("score", Score),
        ("email", Id),
        ("customer_number", Id),
        ("language", Other),
        ("region", Other),
        ("age_group", Other),
    ],
};

/// One export being written.
#[derive(Debug)]
pub(crate) struct Sheet {
    spec: &'static Spec,
    writer: csv::Writer<BufWriter<File>>,
    dirty: bool,
    /// Sound rows.
    pub(crate) rows: u64,
    /// Rows with each defect, those that are sound apart from it included.
    pub(crate) dirt: BTreeMap<Dirt, u64>,
}

impl Sheet {
    /// Creates the file and writes its header.
    pub(crate) fn create(dir: &Path, spec: &'static Spec, dirty: bool) -> Result<Self, csv::Error> {
        let file = File::create(dir.join(format!("{}.csv", spec.name)))?;
        let mut writer = csv::Writer::from_writer(BufWriter::with_capacity(1 << 16, file));
        writer.write_record(spec.columns.iter().map(|column| column.0))?;
        Ok(Self { spec, writer, dirty, rows: 0, dirt: BTreeMap::new() })
    }

    /// Writes a sound row, and sometimes a row with a defect after it. The first two fields, event id and
    /// time, are made here.
    pub(crate) fn row(
        &mut self,
        zone: &Zone,
        who: Subject,
        key: u64,
        at: i64,
        rest: &[&str],
    ) -> Result<String, csv::Error> {
        let clock = self.spec.columns.iter().find_map(|column| match column.1 {
            Time(clock) => Some(clock),
            _ => None,
        });
        let id = event_id(self.spec.name, who, key);
        let time = zone.write(clock.unwrap_or(Clock::EpochSeconds), at, key);
        let mut fields = Vec::with_capacity(rest.len() + 2);
        fields.extend([id.as_str(), time.as_str()]);
        fields.extend_from_slice(rest);
        self.writer.write_record(&fields)?;
        self.rows += 1;
        if self.dirty {
            self.defect(who, key, &fields)?;
        }
        Ok(id)
    }

    fn defect(&mut self, who: Subject, key: u64, fields: &[&str]) -> Result<(), csv::Error> {
        let mut draw = who.stream(Stream::Dirt, mix(&[key, self.spec.name.len() as u64]));
        if !draw.chance(self.spec.dirt) {
            return Ok(());
        }
        let sold = self
            .spec
            .columns
            .iter()
            .zip(fields)
            .any(|(column, field)| column.1 == Value && !field.is_empty());
        let kinds = kinds(self.spec, sold);
        let Some(&kind) = kinds.get(draw.below(kinds.len())) else {
            return Ok(());
        };
        let row = corrupt(self.spec, kind, fields, &mut draw);
        self.writer.write_record(&row)?;
        self.count(kind);
        Ok(())
    }

    /// Counts a defect inside a row that is sound apart from it.
    pub(crate) fn count(&mut self, kind: Dirt) {
        *self.dirt.entry(kind).or_insert(0) += 1;
    }

    /// Writes what is buffered.
    pub(crate) fn finish(&mut self) -> Result<(), csv::Error> {
        Ok(self.writer.flush()?)
    }

    /// Name of the table.
    pub(crate) fn name(&self) -> &'static str {
        self.spec.name
    }
}

/// A table without dirt: header and rows of text.
pub(crate) fn table(
    dir: &Path,
    name: &str,
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(dir.join(format!("{name}.csv")))?;
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(&row)?;
    }
    Ok(writer.flush()?)
}

/// The event id of a row: unique in its source, without a trace of the person.
fn event_id(source: &str, who: Subject, key: u64) -> String {
    let prefix: String = source.chars().take(1).collect();
    format!("{prefix}{:016x}", mix(&[who.seed, who.who, key]))
}
