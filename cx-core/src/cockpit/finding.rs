//! A finding, as users read it.

use super::kind::{FindingKind, Measure, Severity};
use serde::{Deserialize, Serialize};

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// 1 is the most important.
    pub rank: u32,
    /// What it is about.
    pub kind: FindingKind,
    /// How much it matters; `None` where nothing is wrong.
    pub severity: Option<Severity>,
    /// The touchpoint; blank for the whole company.
    pub subject: String,
    /// How large it is, in `unit`.
    pub size: f64,
    /// What the size is counted in.
    pub unit: Measure,
    /// In words, English.
    pub en: String,
    /// In words, German.
    pub de: String,
    /// What to do, English.
    pub todo_en: String,
    /// What to do, German.
    pub todo_de: String,
    /// Who answers for it, where that is known.
    pub owner: Option<String>,
}
