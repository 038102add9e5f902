//! The channel of every row, which rule gave it, and what is odd about the rules.

use serde::Serialize;

use super::lint::ChannelLint;
use crate::columns::{Coded, Frame, FrameBuilder};
use crate::intake::IntakeReport;
use crate::options::Definition;
use crate::sure::{ByCode, Sure};
use crate::{Error, Result};

/// How many rows a channel has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelCount {
    /// The channel.
    pub channel: String,
    /// Rows.
    pub rows: u64,
    /// Its share of all rows.
    pub share: f64,
}

/// How often a rule decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelRuleCount {
    /// The rule.
    pub rule: String,
    /// The channel that it gives.
    pub channel: String,
    /// Rows that it decided.
    pub rows: u64,
    /// Rows for which its conditions hold, whichever rule decided.
    pub held: u64,
    /// Its conditions in words.
    pub sentence: String,
}

/// Why a row has its channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelExplanation {
    /// The row in the table, from 0.
    pub row: u32,
    /// Its channel.
    pub channel: String,
    /// The rule that decided: the first one that holds.
    pub rule: String,
    /// The rule's conditions in words.
    pub sentence: String,
    /// The rules that hold too and come later, in their order.
    pub also: Vec<String>,
}

/// Channels by rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelReport {
    /// The table of rules with its date; `None` where only own rules were asked.
    pub rules: Option<String>,
    /// The rows that were read, by their number in the table; rows with a fault are in `report`.
    pub row: Vec<u32>,
    /// The channel of each of them.
    pub channel: Coded,
    /// The rule that decided.
    pub rule: Coded,
    /// Rows by channel, the most frequent first.
    pub counts: Vec<ChannelCount>,
    /// Rows by rule, in the order of the rules; the last one stands for no rule.
    pub by_rule: Vec<ChannelRuleCount>,
    /// What is odd about the rules.
    pub lint: Vec<ChannelLint>,
    /// What became of every row.
    pub report: IntakeReport,
    /// The table with its date, its rules and the options, as a hash.
    pub definition: Definition,
    /// The class of each row.
    pub(super) class: Vec<u32>,
    /// The rules that hold, by class.
    pub(super) held: Vec<Vec<usize>>,
}

impl ChannelReport {
    /// How many rows have a channel.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Why a row of the table has its channel.
    ///
    /// # Errors
    /// [`Error::Option`] for a row that the table does not have, or that was rejected.
    pub fn explain(&self, row: u32) -> Result<ChannelExplanation> {
        let at = self.row.binary_search(&row).map_err(|_| Error::Option {
            field: "row",
            value: row.to_string(),
            allowed: format!(
                "a row of the table that was accepted, from 0 to {}",
                self.row.last().sure_or(&0)
            ),
        })?;
        let rule = self.rule.name(at).into_owned();
        let class = self.class.get(at).copied().sure_or(0);
        let held = self.held.by_code(class).map(Vec::as_slice).sure_or_default();
        let known = self.by_rule.iter().find(|known| known.rule == rule).sure();
        let id = |rule: &usize| self.by_rule.get(*rule).sure().map(|rule| rule.rule.clone());
        Ok(ChannelExplanation {
            row,
            channel: self.channel.name(at).into_owned(),
            sentence: known.map(|rule| rule.sentence.clone()).sure_or_default(),
            also: held.iter().skip(1).filter_map(id).collect(),
            rule,
        })
    }

    /// Columns `row, channel, rule`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("row", self.row.clone())
            .column("channel", &self.channel)
            .column("rule", &self.rule)
            .finish(&self.definition)
    }

    /// Columns `channel, rows, share`, the most frequent channel first.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2 GiB of text in one column.
    pub fn counts_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.counts)
            .text("channel", |count| Some(&count.channel))
            .u64("rows", |count| count.rows)
            .f64("share", |count| count.share)
            .finish(&self.definition)
    }

    /// Columns `rule, channel, rows, held, sentence`, in the order of the rules.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2 GiB of text in one column.
    pub fn rules_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.by_rule)
            .text("rule", |rule| Some(&rule.rule))
            .text("channel", |rule| Some(&rule.channel))
            .u64("rows", |rule| rule.rows)
            .u64("held", |rule| rule.held)
            .text("sentence", |rule| Some(&rule.sentence))
            .finish(&self.definition)
    }

    /// Columns `kind, rule, channel, other, other_channel, rows, sentence`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2 GiB of text in one column.
    pub fn lint_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.lint)
            .text("kind", |lint| Some(lint.kind.name()))
            .text("rule", |lint| Some(&lint.rule))
            .text("channel", |lint| Some(&lint.channel))
            .text("other", |lint| lint.other.as_deref())
            .text("other_channel", |lint| lint.other_channel.as_deref())
            .u64("rows", |lint| lint.rows)
            .text("sentence", |lint| Some(&lint.sentence))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    ChannelReport:
        to_frame -> to_record_batch,
        counts_to_frame -> counts_to_record_batch,
        rules_to_frame -> rules_to_record_batch,
        lint_to_frame -> lint_to_record_batch;
}
