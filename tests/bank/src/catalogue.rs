//! The catalogue of criteria and the true level of each touchpoint.

use std::path::Path;

use super::calendar::BREAK_WEEK;
use super::sheet::table;
use super::touchpoint::Touchpoint::{
    self, App, Branch, CallCentre, DirectMail, Newsletter, Website,
};

/// How a criterion is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading with criteria below it.
    Section,
    YesNo,
    /// Points from 0 to 10.
    Scale,
    /// A measured time; the target is to stay below the level.
    Measured,
}

/// One node of the catalogue.
#[derive(Debug)]
pub(crate) struct Criterion {
    pub(crate) id: &'static str,
    parent: &'static str,
    text: &'static str,
    pub(crate) kind: Kind,
    weight: &'static str,
    /// Limit of what is measured; otherwise target of the score in percent, if any.
    level: &'static str,
    tolerance: &'static str,
    critical: bool,
    cadence: &'static str,
    owner: &'static str,
    /// The touchpoints at which it can be answered.
    pub(crate) applies: &'static [Touchpoint],
    /// Points by which it is harder than the rest.
    hard: f64,
}

/// The audited touchpoints with their true level, from 0 to 10, in the first half of the year.
pub(crate) const AUDITED: [(Touchpoint, f64); 6] = [
    (Branch, 8.7),
    (CallCentre, 7.6),
    (Website, 7.4),
    (App, 8.3),
    (Newsletter, 7.0),
    (DirectMail, 6.2),
];

/// Parents before children: id, parent, text, kind, weight, level, tolerance, critical, cadence, owner,
/// where it applies, hardness.
const CATALOGUE: &str = "\
BANK |      | Standards of the bank                       |          |  1 | 80  |    |   |      | Quality Office     |         |
A    | BANK | Access and welcome                          |          | 25 |     |    |   |      | Quality Office     |         |
A1   | A    | Waiting time in seconds                     | measured |  3 | 90  | 60 |   | 30d  | Operations         | people  | 0.0
A2   | A    | Greeting by the standard, with name         | yes_no   |  2 |     |    |   | 30d  | Operations         | people  | 0.5
A3   | A    | Contact details and hours are right         | yes_no   |  1 |     |    |   | 90d  | Brand Management   | all     | 0.0
A4   | A    | Usable without barriers                     | scale    |  2 | 80  |    |   | 90d  | Digital            | screens | 0.6
B    | BANK | Competence and advice                       |          | 35 |     |    |   |      | Quality Office     |         |
B1   | B    | Needs were asked before products were named | scale    |  2 | 80  |    |   | 30d  | Operations         | people  | 0.8
B2   | B    | Information given is correct                | yes_no   |  3 |     |    | x | 30d  | Compliance         | all     | -0.6
B3   | B    | The offer fits the need                     | scale    |  2 | 75  |    |   | 90d  | Product Management | all     | 0.4
B4   | B    | A next step was agreed                      | yes_no   |  1 |     |    |   | 30d  | Operations         | people  | 1.0
C    | BANK | Brand and appearance                        |          | 15 |     |    |   |      | Quality Office     |         |
C1   | C    | Current brand design                        | yes_no   |  1 |     |    |   | 180d | Brand Management   | all     | -0.5
C2   | C    | Tidy, clear, easy to find one's way         | scale    |  1 | 80  |    |   | 90d  | Brand Management   | all     | 0.2
C3   | C    | Tone of voice                               | scale    |  1 | 80  |    |   | 90d  | Brand Management   | all     | 0.1
D    | BANK | Compliance                                  |          | 15 |     |    |   |      | Quality Office     |         |
D1   | D    | Identity verified before data were given    | yes_no   |  2 |     |    | x | 30d  | Compliance         | people  | -1.0
D2   | D    | Fees disclosed                              | yes_no   |  2 |     |    |   | 90d  | Compliance         | all     | 0.3
D3   | D    | Notice on data protection                   | yes_no   |  1 |     |    |   | 180d | Compliance         | all     | -0.8
E    | BANK | Process                                     |          | 10 |     |    |   |      | Quality Office     |         |
E1   | E    | Seconds until the page stands               | measured |  1 | 2.5 | 1.5|   | 30d  | Digital            | screens | 0.0
E2   | E    | Minutes until the confirmation arrives      | measured |  1 | 15  | 30 |   | 90d  | Operations         | direct  | 0.3";

/// The criteria of the catalogue.
pub(crate) fn criteria() -> Vec<Criterion> {
    CATALOGUE.lines().map(criterion).collect()
}

fn criterion(line: &'static str) -> Criterion {
    let mut cells = line.split('|').map(str::trim);
    let mut next = || cells.next().unwrap_or_default();
    Criterion {
        id: next(),
        parent: next(),
        text: next(),
        kind: match next() {
            "yes_no" => Kind::YesNo,
            "scale" => Kind::Scale,
            "measured" => Kind::Measured,
            _ => Kind::Section,
        },
        weight: next(),
        level: next(),
        tolerance: next(),
        critical: next() == "x",
        cadence: next(),
        owner: next(),
        applies: match next() {
            "all" => &[Branch, CallCentre, Website, App, Newsletter, DirectMail],
            "direct" => &[Branch, CallCentre, Website, App],
            "people" => &[Branch, CallCentre],
            "screens" => &[Website, App],
            _ => &[],
        },
        hard: next().parse().unwrap_or_default(),
    }
}

impl Criterion {
    /// The limit of what is measured.
    pub(crate) fn limit(&self) -> f64 {
        self.level.parse().unwrap_or_default()
    }
}

/// True level of a criterion at a touchpoint. After the break the call centre falls by two points and a
/// half, and its identity check by four: the critical criterion fails.
pub(crate) fn level(criterion: &Criterion, touchpoint: Touchpoint, week: i64) -> f64 {
    let base =
        AUDITED.iter().find(|audited| audited.0 == touchpoint).map_or(0.0, |audited| audited.1);
    let fall = match (touchpoint, week >= BREAK_WEEK, criterion.id) {
        (CallCentre, true, "D1") => 4.0,
        (CallCentre, true, _) => 2.5,
        _ => 0.0,
    };
    base - criterion.hard - fall
}

/// Writes `criteria.csv`.
pub(crate) fn write(dir: &Path) -> Result<(), csv::Error> {
    let header = [
        "criterion",
        "parent",
        "text",
        "kind",
        "weight",
        "target",
        "lower",
        "upper",
        "tolerance",
        "critical",
        "cadence",
        "owner",
    ];
    let rows = criteria().into_iter().map(|criterion| {
        let level = criterion.level;
        let (kind, target, lower, upper) = match criterion.kind {
            Kind::Section => ("", level, "", ""),
            Kind::YesNo => ("yes_no", level, "", ""),
            Kind::Scale => ("scale", level, "0", "10"),
            Kind::Measured => ("measured", "", "", level),
        };
        let critical = if criterion.critical { "true" } else { "false" };
        [
            criterion.id,
            criterion.parent,
            criterion.text,
            kind,
            criterion.weight,
            target,
            lower,
            upper,
            criterion.tolerance,
            critical,
            criterion.cadence,
            criterion.owner,
        ]
        .map(String::from)
        .to_vec()
    });
    table(dir, "criteria", &header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_has_a_parent_above_it_and_a_place() {
        let criteria = criteria();
        for (row, criterion) in criteria.iter().enumerate().skip(1) {
            assert!(
                criteria[..row].iter().any(|above| above.id == criterion.parent),
                "{criterion:?}"
            );
            assert_eq!(
                criterion.kind == Kind::Section,
                criterion.applies.is_empty(),
                "{criterion:?}"
            );
            assert_eq!(
                criterion.kind == Kind::Measured,
                criterion.kind == Kind::Measured && criterion.limit() > 0.0
            );
        }
    }
}
