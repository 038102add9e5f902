//! The columns of a call, and channels as a role of events.

use super::classes::Classes;
use super::columns::Columns;
use super::engine::Engine;
use super::fields::URL;
use super::options::ChannelOptions;
use super::pages::Parts;
use crate::columns::{Coded, Dictionary, Format, Reason, Table, read_shortened};
use crate::intake::roles::read;
use crate::sure::{ByCode, Sure};
use crate::{Error, Result};

/// Rules of channels with the columns that they ask for.
#[derive(Debug)]
pub(crate) struct ChannelRole<'a> {
    options: &'a ChannelOptions,
    pub(super) engine: Engine,
}

impl<'a> ChannelRole<'a> {
    /// Checks the rules and that there is something to ask.
    pub(crate) fn of(table: &'static str, options: &'a ChannelOptions) -> Result<Self> {
        let role = Self { options, engine: Engine::of(options)? };
        if role.columns().is_empty() {
            return Err(Error::MissingRole {
                table,
                role: "source",
                remedy: "name the column of source and medium, of campaign, referrer, url or click_ids, or write a \
                         constant as \"=text\"",
            });
        }
        Ok(role)
    }

    /// The columns to read, or constants, in the order in which [`Self::columns_of`] takes them.
    pub(crate) fn columns(&self) -> Vec<&'a str> {
        let ChannelOptions { source, medium, campaign, referrer, url, click_ids, .. } =
            self.options;
        let named = [source, medium, campaign, referrer, url].into_iter().flatten();
        named.chain(click_ids.values()).map(String::as_str).collect()
    }

    /// Reads one of the columns. Of a page only those parts are kept that rules ask for.
    pub(crate) fn read(
        &self,
        at: usize,
        table: &Table<'_>,
        format: &Format,
    ) -> Result<(Coded, Vec<(u32, Reason)>)> {
        let name = self.columns().get(at).copied().sure_or_default();
        let pages = self.options.url.as_deref() == Some(name) && !self.engine.asks(URL);
        if pages && !name.starts_with('=') {
            let parts = Parts::of(&self.engine, self.options);
            let short = |address: &str, into: &mut String| parts.keep(address, into);
            let (pages, faults) = read_shortened(table, name, format, &short)?;
            return Ok((pages, faults.rows));
        }
        read(table, name, format)
    }

    /// The columns that were read, by field.
    pub(super) fn columns_of(&self, read: impl IntoIterator<Item = Coded>) -> Result<Columns> {
        let mut read = read.into_iter();
        let options = self.options;
        let mut next =
            |role: &Option<String>| role.is_some().then(|| read.next().sure_or_default());
        let mut columns = Columns {
            source: next(&options.source),
            medium: next(&options.medium),
            campaign: next(&options.campaign),
            referrer: next(&options.referrer),
            url: next(&options.url),
            clicks: Vec::new(),
        };
        for (name, column) in options.click_ids.keys().zip(read) {
            columns.clicks.push((self.engine.fields.number(name)?, column));
        }
        Ok(columns)
    }

    /// The channel of every row.
    pub(crate) fn channels(&self, read: Vec<Coded>, rows: usize) -> Result<Coded> {
        let columns = self.columns_of(read)?;
        let classes = Classes::of(&self.engine, &columns, rows);
        let names = classes.winners.iter().map(|rule| self.engine.rule(*rule).1);
        coded(names, &classes.rows)
    }
}

/// A column of the names of classes.
pub(super) fn coded<'a>(names: impl Iterator<Item = &'a str>, classes: &[u32]) -> Result<Coded> {
    let (dictionary, by_class) = Dictionary::from_names(names)?;
    let codes = classes.iter().filter_map(|class| by_class.by_code(*class)).copied().collect();
    Ok(Coded { codes, dictionary })
}
