//! The languages that there are catalogues for.

use serde::Serialize;

use crate::from_json::words;

/// The language of sentences and labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German, in Swiss spelling.
    De,
}

words!(Language: En = "en", De = "de");
