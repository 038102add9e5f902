//! Dirty rows of every kind, each counted.

use super::calendar::Clock;
use super::key::Draw;
use super::sheet::{Role, Spec};

/// Text that systems write where no identifier is known.
pub(crate) const PLACEHOLDERS: [&str; 5] = ["unknown", "undefined", "0000", "null", "n/a"];

/// A kind of defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dirt {
    BadTime,
    BlankTime,
    UnknownZone,
    FutureTime,
    BlankIds,
    PlaceholderIds,
    MoneyNan,
    MoneyInfinite,
    MoneyOverflow,
    DecimalComma,
    NegativeCost,
    ScoreOutOfScale,
    ScoreText,
    BlankScore,
    BlankTouchpoint,
    UnknownTouchpoint,
    Duplicate,
    PlaceholderBeside,
    TypingError,
    OtherFormat,
    CampaignLost,
}

/// What an honest reader does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It cannot be read: rejected and counted.
    Rejected,
    /// The same (source, event id) again: counted as duplicate.
    Duplicate,
    /// It can be read; whether it is believed is a rule of the reader's.
    Rule,
    /// A sound row; the flaw is one that later rooms must cope with.
    Accepted,
}

impl Fate {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Duplicate => "duplicate",
            Self::Rule => "rule",
            Self::Accepted => "accepted",
        }
    }
}

impl Dirt {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BadTime => "bad_time",
            Self::BlankTime => "blank_time",
            Self::UnknownZone => "unknown_zone",
            Self::FutureTime => "future_time",
            Self::BlankIds => "blank_ids",
            Self::PlaceholderIds => "placeholder_ids",
            Self::MoneyNan => "money_nan",
            Self::MoneyInfinite => "money_infinite",
            Self::MoneyOverflow => "money_overflow",
            Self::DecimalComma => "decimal_comma",
            Self::NegativeCost => "negative_cost",
            Self::ScoreOutOfScale => "score_out_of_scale",
            Self::ScoreText => "score_text",
            Self::BlankScore => "blank_score",
            Self::BlankTouchpoint => "blank_touchpoint",
            Self::UnknownTouchpoint => "unknown_touchpoint",
            Self::Duplicate => "duplicate",
            Self::PlaceholderBeside => "placeholder_beside_id",
            Self::TypingError => "typing_error",
            Self::OtherFormat => "other_format",
            Self::CampaignLost => "campaign_lost",
        }
    }

    /// What becomes of it in a table. Answers have no key and may lack a time, so what would be a duplicate
    /// or a rejection elsewhere is a rule of the reader's there.
    pub(crate) fn fate(self, table: &str) -> Fate {
        match self {
            Self::Duplicate | Self::BlankTime if table == "feedback" => Fate::Rule,
            Self::Duplicate => Fate::Duplicate,
            Self::FutureTime
            | Self::PlaceholderIds
            | Self::NegativeCost
            | Self::BlankTouchpoint
            | Self::UnknownTouchpoint => Fate::Rule,
            Self::PlaceholderBeside
            | Self::TypingError
            | Self::OtherFormat
            | Self::CampaignLost => Fate::Accepted,
            _ => Fate::Rejected,
        }
    }
}

/// The defects that a row of this table can have. Rows with a sale get only those that are never counted,
/// so that the sales that can be read are the true ones.
pub(crate) fn kinds(spec: &Spec, sold: bool) -> Vec<Dirt> {
    let has = |wanted: Role| spec.columns.iter().any(|column| column.1 == wanted);
    let mut kinds = vec![Dirt::BadTime, Dirt::BlankTime, Dirt::FutureTime, Dirt::Duplicate];
    if spec.columns.iter().any(|column| column.1 == Role::Time(Clock::IsoOffset)) {
        kinds.push(Dirt::UnknownZone);
    }
    if has(Role::Score) {
        kinds.extend([Dirt::ScoreOutOfScale, Dirt::ScoreText, Dirt::BlankScore]);
        kinds.extend([Dirt::BlankTouchpoint, Dirt::UnknownTouchpoint]);
    } else {
        kinds.extend([Dirt::BlankIds, Dirt::PlaceholderIds]);
    }
    if has(Role::Cost) {
        kinds.extend([Dirt::MoneyNan, Dirt::MoneyInfinite, Dirt::MoneyOverflow]);
        kinds.extend([Dirt::DecimalComma, Dirt::NegativeCost]);
    }
    if sold {
        kinds.retain(|kind| kind.fate(spec.name) != Fate::Rule);
    }
    kinds
}

/// A copy of a sound row with one defect and, unless it is a duplicate, an event id of its own.
pub(crate) fn corrupt(spec: &Spec, kind: Dirt, fields: &[&str], draw: &mut Draw) -> Vec<String> {
    let mut row: Vec<String> = fields.iter().map(ToString::to_string).collect();
    if kind == Dirt::Duplicate {
        return row;
    }
    for ((_, role), field) in spec.columns.iter().zip(&mut row) {
        match (*role, kind) {
            (Role::EventId, _) => field.push('d'),
            (Role::Time(clock), Dirt::BadTime) => *field = bad_time(clock, draw),
            (Role::Time(_), Dirt::BlankTime)
            | (Role::Id, Dirt::BlankIds)
            | (Role::Score, Dirt::BlankScore)
            | (Role::Touchpoint, Dirt::BlankTouchpoint) => field.clear(),
            (Role::Time(clock), Dirt::FutureTime) => *field = future(clock, field),
            (Role::Time(_), Dirt::UnknownZone) => {
                let zone = [" MEZ", "[Europe/Zuerich]", " GMT+25"][draw.below(3)];
                let civil: String = field.chars().take(19).collect();
                *field = civil + zone;
            }
            (Role::Id, Dirt::PlaceholderIds) => {
                *field = PLACEHOLDERS[draw.below(PLACEHOLDERS.len())].into();
            }
            (Role::Cost, Dirt::MoneyNan) => *field = "NaN".into(),
            (Role::Cost, Dirt::MoneyInfinite) => *field = ["inf", "-inf"][draw.below(2)].into(),
            (Role::Cost, Dirt::MoneyOverflow) => *field = "9e300".into(),
            (Role::Cost, Dirt::DecimalComma) => *field = "12,50".into(),
            (Role::Cost, Dirt::NegativeCost) => *field = "-4.20".into(),
            (Role::Score, Dirt::ScoreOutOfScale) => {
                *field = ["-1", "11", "99"][draw.below(3)].into();
            }
            (Role::Score, Dirt::ScoreText) => *field = "sehr gut".into(),
            (Role::Touchpoint, Dirt::UnknownTouchpoint) => *field = "Schalter (alt)".into(),
            _ => {}
        }
    }
    row
}

/// A time that is none. Numbers stay numbers, so that a reader may take the column as integers.
fn bad_time(clock: Clock, draw: &mut Draw) -> String {
    let choices = match clock {
        Clock::EpochMillis | Clock::EpochSeconds => {
            ["9223372036854775807", "-9223372036854775808", "999999999999999999"]
        }
        _ => ["2025-02-30T10:00:00", "31.12.25 09:00", "gestern"],
    };
    choices[draw.below(choices.len())].into()
}

/// The same time of day in the year 2099.
fn future(clock: Clock, field: &str) -> String {
    match clock {
        Clock::EpochMillis => "4083998400000".into(),
        Clock::EpochSeconds => "4083998400".into(),
        _ => format!("2099{}", field.get(4..).unwrap_or_default()),
    }
}
