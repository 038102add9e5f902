//! Checks of credits and of the journeys behind them, in plain words.

use serde::{Deserialize, Serialize};

use super::super::input::Input;
use super::super::options::{AttributeOptions, Model};
use super::super::rules::direct;
use super::super::rules::options::DirectPolicy;
use crate::Result;
use crate::columns::{NO_MONEY, money_to_f64};
use crate::exact::ExactSum;
use crate::journey::{Journeys, Paths};

/// Residuals up to this are rounding.
const ROUNDING: f64 = 1e-9;

/// Share of the conversions without any contact above which the credits tell a part only.
const WITHOUT_CONTACT: f64 = 0.1;

/// Conversions after a touchpoint below which its intervals rest on what is known of the others.
const FEW: f64 = 5.0;

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Nothing to be said against the figures.
    Ok,
    /// Read the sentence before the figures.
    Warn,
}

impl CheckStatus {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
        }
    }

    fn warn_if(warn: bool) -> Self {
        if warn { Self::Warn } else { Self::Ok }
    }
}

/// One check.
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["search > branch", "branch"]));
/// # let won: ArrayRef = Arc::new(Float64Array::from(vec![30.0, 10.0]));
/// # let lost: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 50.0]));
/// # let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// # let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// # let paths = Paths::read(&[table], &roles)?;
/// use cx_core::attribution::{AttributeOptions, CheckStatus, Model, attribute};
/// let credit = attribute(&paths, &AttributeOptions::default().model(Model::Markov))?;
/// let rate = credit.checks.iter().find(|check| check.check == "conversion_rate").expect("a chain");
/// assert!(rate.figure < 1e-9 && rate.status == CheckStatus::Ok);
/// assert!(rate.sentence.contains("0.400000"));
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked: `conservation`, `conversion_rate`, `contacts_after_conversion`,
    /// `contacts_at_conversion`, `conversions_without_contact`, `journeys_without_conversion`,
    /// `value_without_conversion`, `few_conversions`, and where they apply `direct`, `separator` and
    /// `unknown_refunds`.
    pub check: String,
    /// The model that it is about, where it is about one.
    pub model: Option<Model>,
    /// The figure: a residual, a count or a share, as the sentence says.
    pub figure: f64,
    /// Whether the figure is in order.
    pub status: CheckStatus,
    /// What it means.
    pub sentence: String,
}

/// Checks of one model: what its credits leave over of the outcome, and for a chain the distance of
/// its probability of a conversion from the share of the journeys that converted.
pub(in super::super) fn of_model(
    model: Model,
    residual: f64,
    rate: Option<f64>,
    paths: &Paths,
) -> Vec<Check> {
    let mut found = vec![Check {
        check: "conservation".into(),
        model: Some(model),
        figure: residual,
        status: CheckStatus::warn_if(residual > ROUNDING),
        sentence: format!(
            "The credits of {} sum to the outcome, but for this relative residual.",
            model.name()
        ),
    }];
    if let Some(rate) = rate {
        let won: f64 = paths.conversions.iter().sum();
        let journeys = won + paths.nulls.iter().sum::<f64>();
        let share = if journeys > 0.0 { won / journeys } else { 0.0 };
        let figure = (rate - share).abs();
        found.push(Check {
            check: "conversion_rate".into(),
            model: Some(model),
            figure,
            status: CheckStatus::warn_if(figure > ROUNDING),
            sentence: format!(
                "The chain converts with probability {rate:.6}, and {share:.6} of the journeys \
                 converted: this is the difference."
            ),
        });
    }
    found
}

/// Checks of the journeys.
pub(in super::super) fn checks(input: Input<'_>, options: &AttributeOptions) -> Result<Vec<Check>> {
    let models = &options.models;
    let mut found = Vec::new();
    if let Some((journeys, _)) = input.journeys {
        found.extend(leaks(journeys));
        found.extend(unknown_refunds(journeys));
    }
    found.push(without_contact(input.paths));
    found.push(without_conversion(input.paths, models));
    found.push(loose(input.paths)?);
    found.push(few(input));
    found.extend(without_direct(input.paths, options)?);
    found.extend(input.paths.report.warnings.iter().map(|warning| Check {
        check: warning.warning.clone(),
        model: None,
        figure: warning.rows as f64,
        status: CheckStatus::Warn,
        sentence: warning.sentence.clone(),
    }));
    Ok(found)
}

/// Refunds of orders that no journey ends with: they are taken from nothing.
fn unknown_refunds(journeys: &Journeys) -> Option<Check> {
    let refunds = &journeys.unknown_refunds;
    let said = refunds.iter().filter(|refund| refund.value != NO_MONEY);
    let amount = money_to_f64(said.map(|refund| i128::from(refund.value)).sum());
    (!refunds.is_empty()).then(|| Check {
        check: "unknown_refunds".into(),
        model: None,
        figure: refunds.len() as f64,
        status: CheckStatus::Warn,
        sentence: format!(
            "So many refunds, of {amount} in all, name no order that a journey ends with, and are taken \
             from nothing: the journeys list their rows."
        ),
    })
}

/// Value of paths that nobody converted on: it is credited, and no conversion stands behind it.
fn loose(paths: &Paths) -> Result<Check> {
    let mut sum = ExactSum::default();
    let conversions = paths.conversions.iter();
    for (value, _) in paths.value.iter().zip(conversions).filter(|(_, won)| **won == 0.0) {
        sum.add(value.abs());
    }
    let figure = sum.value()?;
    let sentence = if figure > 0.0 {
        "So much value, by its size, stands on paths without a conversion: it is credited, and no \
         conversion stands behind it. Check the column of the conversions."
    } else {
        "No value stands on a path without a conversion."
    };
    Ok(Check {
        check: "value_without_conversion".into(),
        model: None,
        figure,
        status: CheckStatus::warn_if(figure > 0.0),
        sentence: sentence.into(),
    })
}

/// Whether a model or policy that asks for direct touchpoints found any.
fn without_direct(paths: &Paths, options: &AttributeOptions) -> Result<Option<Check>> {
    let model = Model::LastNonDirect;
    let asked = options.models.contains(&model).then(|| model.name());
    let policy = match options.direct_policy {
        DirectPolicy::Keep => None,
        DirectPolicy::DropUnlessAlone | DirectPolicy::DropLastUnlessAlone => Some("direct_policy"),
    };
    let asking: Vec<&str> = asked.into_iter().chain(policy).collect();
    if asking.is_empty() {
        return Ok(None);
    }
    let flags = direct(options, &paths.touchpoints)?;
    let count = flags.iter().filter(|flag| **flag).count();
    let sentence = if count > 0 {
        "So many touchpoints count as direct.".into()
    } else {
        format!(
            "No touchpoint has a usual name of direct, so {} changes nothing: name yours, for \
             example direct = [\"typed in\"].",
            asking.join(" and ")
        )
    };
    Ok(Some(Check {
        check: "direct".into(),
        model: asked.map(|_| model).filter(|_| policy.is_none()),
        figure: count as f64,
        status: CheckStatus::warn_if(count == 0),
        sentence,
    }))
}

/// Contacts that come too late to have had a part in the conversion of their journey.
fn leaks(journeys: &Journeys) -> [Check; 2] {
    let (mut after, mut at) = (0_u64, 0_u64);
    for journey in (0..journeys.len()).filter(|at| journeys.converted.get(*at) == Some(&true)) {
        let Some(end) = journeys.end.get(journey) else { continue };
        let times = journeys.steps.time.get(journeys.range(journey)).unwrap_or_default();
        after += times.iter().filter(|time| *time > end).count() as u64;
        at += times.iter().filter(|time| *time == end).count() as u64;
    }
    let check = |name: &str, count: u64, some: &str, none: &str| Check {
        check: name.into(),
        model: None,
        figure: count as f64,
        status: CheckStatus::warn_if(count > 0),
        sentence: if count > 0 { some.into() } else { none.into() },
    };
    [
        check(
            "contacts_after_conversion",
            after,
            "So many contacts come after the conversion of their journey and yet get credit: the \
             outcome leaks into its causes.",
            "No contact comes after the conversion of its journey.",
        ),
        check(
            "contacts_at_conversion",
            at,
            "So many contacts have the very time of the conversion of their journey: whether they \
             came before it is not in the data.",
            "No contact has the very time of the conversion of its journey.",
        ),
    ]
}

fn without_contact(paths: &Paths) -> Check {
    let whole: f64 = paths.conversions.iter().sum();
    let empty = (0..paths.len()).filter(|path| paths.path(*path).is_empty());
    let bare: f64 = empty.filter_map(|path| paths.conversions.get(path)).sum();
    let figure = if whole > 0.0 { bare / whole } else { 0.0 };
    let status = CheckStatus::warn_if(figure > WITHOUT_CONTACT);
    let sentence = match status {
        CheckStatus::Ok => "This share of the conversions had no contact before it.",
        CheckStatus::Warn => {
            "This share of the conversions had no contact before it: either contacts are not \
             recorded, or much is bought without any; credits tell of the rest only."
        }
    };
    Check {
        check: "conversions_without_contact".into(),
        model: None,
        figure,
        status,
        sentence: sentence.into(),
    }
}

/// Models of rates need journeys that did not convert.
fn without_conversion(paths: &Paths, models: &[Model]) -> Check {
    let figure: f64 = paths.nulls.iter().sum();
    let rates =
        |model: &&Model| matches!(model, Model::Markov | Model::ShapleyRate | Model::Hazard);
    let asked: Vec<&str> = models.iter().filter(rates).map(|model| model.name()).collect();
    let sentence = if figure > 0.0 {
        "So many journeys did not convert: rates have something to compare with.".into()
    } else if asked.is_empty() {
        "No journey is without conversion; the models asked for do not need any.".into()
    } else {
        format!(
            "No journey is without conversion, so every rate is 1: {} can only say through which \
             touchpoints conversions pass, not which of them make a conversion more likely.",
            asked.join(" and ")
        )
    };
    Check {
        check: "journeys_without_conversion".into(),
        model: None,
        figure,
        status: CheckStatus::warn_if(figure <= 0.0 && !asked.is_empty()),
        sentence,
    }
}

/// Touchpoints that too few conversions tell of.
fn few(input: Input<'_>) -> Check {
    let mut met = Met { seen: vec![(0, 0.0); input.paths.touchpoints.len()], ways: 0 };
    // Of journeys that are known the paths may be in brief.
    if let Some((journeys, _)) = input.journeys {
        for journey in 0..journeys.len() {
            let converted = journeys.converted.get(journey) == Some(&true);
            met.add(journeys.path(journey), f64::from(u8::from(converted)));
        }
    } else {
        for path in 0..input.paths.len() {
            let conversions = input.paths.conversions.get(path).copied().unwrap_or(0.0);
            met.add(input.paths.path(path), conversions);
        }
    }
    let few = met.seen.iter().filter(|(last, sum)| *last > 0 && *sum < FEW).count();
    let sentence = if few > 0 {
        "So many touchpoints were met before fewer than 5 conversions: their intervals, above all those of \
         value, rest on what the conversions of the others are like."
    } else {
        "Every touchpoint was met before at least 5 conversions."
    };
    Check {
        check: "few_conversions".into(),
        model: None,
        figure: few as f64,
        status: CheckStatus::warn_if(few > 0),
        sentence: sentence.into(),
    }
}

/// How many conversions came after each touchpoint.
struct Met {
    /// For each touchpoint the number of the last way that has it, from 1, and the conversions.
    seen: Vec<(usize, f64)>,
    ways: usize,
}

impl Met {
    fn add(&mut self, way: &[u32], conversions: f64) {
        self.ways += 1;
        for code in way {
            if let Some((last, sum)) = self.seen.get_mut(*code as usize)
                && *last != self.ways
            {
                (*last, *sum) = (self.ways, *sum + conversions);
            }
        }
    }
}
