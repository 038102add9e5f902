//! The fields that rules have conditions on, by number.

use super::click::{KNOWN, MOST};
use super::options::ChannelOptions;
use crate::options::quoted;
use crate::{Error, Result};

pub(super) const SOURCE: usize = 0;
pub(super) const MEDIUM: usize = 1;
pub(super) const CAMPAIGN: usize = 2;
pub(super) const REFERRER: usize = 3;
pub(super) const URL: usize = 4;
/// Which click ids a row has.
pub(super) const CLICK_ID: usize = 5;

const NAMES: [&str; 6] = ["source", "medium", "campaign", "referrer", "url", "click_id"];

/// The fields: those with a name of their own, then the click ids.
#[derive(Debug)]
pub(super) struct Fields {
    names: Vec<String>,
}

impl Fields {
    pub(super) fn of(options: &ChannelOptions) -> Result<Self> {
        let mut names: Vec<String> =
            NAMES.iter().chain(&KNOWN).map(|name| (*name).into()).collect();
        for name in options.click_ids.keys() {
            let small = name.trim().to_lowercase();
            if small.is_empty() || NAMES.contains(&small.as_str()) {
                let allowed = "the name of a click id, such as \"gclid\", with its column".into();
                return Err(Error::Option { field: "click_ids", value: quoted(name), allowed });
            }
            if !names.contains(&small) {
                names.push(small);
            }
        }
        let (found, limit) = (names.len() - NAMES.len(), MOST);
        if found > limit {
            let (found, limit) = (found as u64, limit as u64);
            return Err(Error::TooMany { what: "click ids", found, limit });
        }
        Ok(Self { names })
    }

    /// The number of a field.
    pub(super) fn number(&self, name: &str) -> Result<usize> {
        let small = name.trim().to_lowercase();
        self.names.iter().position(|known| *known == small).ok_or_else(|| Error::Option {
            field: "when",
            value: quoted(name),
            allowed: format!("a field: {}", self.names.join(", ")),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The click ids, each with the field that it has.
    pub(super) fn clicks(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().enumerate().skip(NAMES.len()).map(|(at, name)| (at, name.as_str()))
    }

    /// The bit of a click id's field among those that a row has.
    pub(super) fn bit(field: usize) -> u64 {
        field.checked_sub(NAMES.len()).map_or(0, |at| 1 << at)
    }
}
