//! The verb: the channel of every row of a table.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;

use super::classes::Classes;
use super::engine::{Engine, OTHERWISE};
use super::lint::Tally;
use super::options::ChannelOptions;
use super::phrase::phrase;
use super::report::{ChannelCount, ChannelReport, ChannelRuleCount};
use super::role::{ChannelRole, coded};
use crate::Result;
use crate::columns::{Coded, Format, Frame, Input, NO_CODE, Table};
use crate::intake::gate::{Gate, pick};
use crate::options::Definition;
use crate::parallel;
use crate::sure::{ByCode, Call, Sure};

const TABLE: &str = "channels";

/// The channel of every row of a table, by the first rule that holds.
///
/// Rules of your own come first, then those of the named table; a row for which none holds is
/// `"Unassigned"`. Names are compared without regard to case. Nothing of a row but its own cells counts, so the order of
/// rows does not matter.
///
/// # Errors
/// [`Error::Option`](crate::Error::Option) for an unknown table of rules, list or field, for a regular expression that
/// cannot be read, and for rules with one id; [`Error::MissingRole`](crate::Error::MissingRole) where no column is named;
/// [`Error::MissingColumn`](crate::Error::MissingColumn) for a column that the table does not have;
/// [`Error::Empty`](crate::Error::Empty) without rows.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{RecordBatch, StringArray};
/// use cx_core::intake::{ChannelOptions, ChannelRule, channels};
/// let text = |cells: &[&str]| Arc::new(StringArray::from(cells.to_vec())) as _;
/// let visits = RecordBatch::try_from_iter([
///     ("source", text(&["google", "(direct)", "partner.ch"])),
///     ("medium", text(&["cpc", "(none)", "banner"])),
/// ])?;
/// let options = ChannelOptions::new("ga4@2026-05")
///     .source("source")
///     .medium("medium")
///     .rule(ChannelRule::new("Partners").when("source", "partner.ch"));
/// let found = channels(&[visits], &options)?;
/// let names: Vec<_> = (0..found.len()).map(|at| found.channel.name(at)).collect();
/// assert_eq!(names, ["Paid Search", "Direct", "Partners"]);
/// assert_eq!(found.explain(2)?.sentence, "source is \"partner.ch\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "arrow")]
pub fn channels(batches: &[RecordBatch], options: &ChannelOptions) -> Result<ChannelReport> {
    of_table(Table::new(TABLE, batches)?, options)
}

impl ChannelReport {
    /// As [`channels`](super::channels), from frames of one schema.
    ///
    /// # Errors
    /// As [`channels`](super::channels).
    pub fn of_frames(frames: &[Frame], options: &ChannelOptions) -> Result<Self> {
        of_table(Table::of_frames(TABLE, frames)?, options)
    }

    /// As [`channels`](super::channels), from a file that was read.
    ///
    /// # Errors
    /// As [`channels`](super::channels).
    pub fn of_input(input: Input<'_>, options: &ChannelOptions) -> Result<Self> {
        of_table(input.table(TABLE)?, options)
    }
}

fn of_table(table: Table<'_>, options: &ChannelOptions) -> Result<ChannelReport> {
    let call = Call::open();
    let role = ChannelRole::of(TABLE, options)?;
    let engine = &role.engine;
    let names = role.columns();
    let format = Format::default();
    let read = parallel::map(names.len(), |at| role.read(at, &table, &format))?;
    let mut gate = Gate::new(table, &format)?;
    let mut columns = Vec::with_capacity(read.len());
    for (name, (column, faults)) in names.iter().zip(read) {
        gate.add_all(name, &faults);
        columns.push(column);
    }
    let rows = table.rows();
    let source = Coded::constant(TABLE, rows)?;
    let defined = (options.resolved(), &engine.rules, &engine.otherwise);
    let (row, report) = gate.close(&source, &defined)?;
    let classes = Classes::of(engine, &role.columns_of(columns)?, rows);
    let tally = Tally::of(engine, &classes, &row);
    let class = pick(&classes.rows, &row);
    let of = |name: fn(&Engine, usize) -> &str| {
        coded(classes.winners.iter().map(|rule| name(engine, *rule)), &class)
    };
    let mut channel = of(|engine, rule| engine.rule(rule).1)?;
    let mut rule = of(|engine, rule| engine.rule(rule).0)?;
    channel.compact();
    rule.compact();
    call.close(Ok(ChannelReport {
        counts: counts(&channel),
        by_rule: by_rule(engine, &tally),
        lint: tally.lints(engine),
        rules: engine.table.clone(),
        definition: Definition::of("intake.channels", &defined),
        row,
        channel,
        rule,
        report,
        class,
        held: classes.held,
    }))
}

/// Rows by channel, the most frequent first; equally frequent ones by name.
fn counts(channel: &Coded) -> Vec<ChannelCount> {
    let mut rows = vec![0_u64; channel.dictionary.len()];
    for code in channel.codes.iter().filter(|code| **code != NO_CODE) {
        if let Some(count) = rows.by_code_mut(*code) {
            *count += 1;
        }
    }
    let all = channel.codes.len() as f64;
    let named = channel.dictionary.names().zip(rows);
    let mut counts: Vec<ChannelCount> = named
        .map(|(channel, rows)| ChannelCount {
            channel: channel.into_owned(),
            rows,
            share: rows as f64 / all,
        })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.rows));
    counts
}

fn by_rule(engine: &Engine, tally: &Tally) -> Vec<ChannelRuleCount> {
    let count = |counts: &[u64], at: usize| counts.get(at).copied().sure_or(0);
    let rules = (0..=engine.rules.len()).map(|at| {
        let (rule, channel) = engine.rule(at);
        let fired = count(&tally.fired, at);
        ChannelRuleCount {
            rule: rule.to_owned(),
            channel: channel.to_owned(),
            rows: fired,
            held: if rule == OTHERWISE { fired } else { count(&tally.held, at) },
            sentence: match engine.rules.get(at) {
                Some(rule) => phrase(rule),
                None => "no rule holds".into(),
            },
        }
    });
    rules.collect()
}
