//! The columns of a call, by the fields that they are.

use super::fields::{CAMPAIGN, MEDIUM, REFERRER, SOURCE, URL};
use crate::columns::Coded;

/// Columns that were read, by the fields that they are.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) source: Option<Coded>,
    pub(super) medium: Option<Coded>,
    pub(super) campaign: Option<Coded>,
    pub(super) referrer: Option<Coded>,
    pub(super) url: Option<Coded>,
    /// Click ids with the numbers of their fields.
    pub(super) clicks: Vec<(usize, Coded)>,
}

impl Columns {
    /// The column of a field.
    pub(super) fn of(&self, field: usize) -> Option<&Coded> {
        match field {
            SOURCE => self.source.as_ref(),
            MEDIUM => self.medium.as_ref(),
            CAMPAIGN => self.campaign.as_ref(),
            REFERRER => self.referrer.as_ref(),
            URL => self.url.as_ref(),
            _ => self.clicks.iter().find(|(known, _)| *known == field).map(|(_, column)| column),
        }
    }

    pub(super) fn has(&self, field: usize) -> bool {
        self.of(field).is_some()
    }
}
