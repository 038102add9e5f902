//! What a check is about.

use serde::{Deserialize, Serialize};

use crate::intake::WarningKind;

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CheckKind {
    /// What the credits of a model leave over of the outcome.
    Conservation,
    /// How far the probability of a conversion in a chain is from the share that converted.
    ConversionRate,
    /// Contacts after the conversion of their journey.
    ContactsAfterConversion,
    /// Contacts at the same time as the conversion of their journey.
    ContactsAtConversion,
    /// The share of first and last contacts that share their time with a contact elsewhere.
    Ties,
    /// The share of conversions without any contact.
    ConversionsWithoutContact,
    /// Journeys that did not convert, which models of rates need.
    JourneysWithoutConversion,
    /// Value of paths without a conversion.
    ValueWithoutConversion,
    /// Touchpoints that few conversions came after.
    FewConversions,
    /// Direct touchpoints, where a model or policy needs one.
    Direct,
    /// Paths whose separator may be another one.
    Separator,
    /// Local times without a zone, taken as UTC.
    LocalTimes,
    /// Times that are all equal.
    EqualTimes,
    /// Amounts that may be in millionths or hundredths.
    Unit,
    /// Refunds of orders that no journey ends with.
    UnknownRefunds,
}

impl CheckKind {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conservation => "conservation",
            Self::ConversionRate => "conversion_rate",
            Self::ContactsAfterConversion => "contacts_after_conversion",
            Self::ContactsAtConversion => "contacts_at_conversion",
            Self::Ties => "ties",
            Self::ConversionsWithoutContact => "conversions_without_contact",
            Self::JourneysWithoutConversion => "journeys_without_conversion",
            Self::ValueWithoutConversion => "value_without_conversion",
            Self::FewConversions => "few_conversions",
            Self::Direct => "direct",
            Self::Separator => "separator",
            Self::LocalTimes => "local_times",
            Self::EqualTimes => "equal_times",
            Self::Unit => "unit",
            Self::UnknownRefunds => "unknown_refunds",
        }
    }
}

impl From<WarningKind> for CheckKind {
    fn from(warning: WarningKind) -> Self {
        match warning {
            WarningKind::Separator => Self::Separator,
            WarningKind::LocalTimes => Self::LocalTimes,
            WarningKind::EqualTimes => Self::EqualTimes,
            WarningKind::Unit => Self::Unit,
        }
    }
}
