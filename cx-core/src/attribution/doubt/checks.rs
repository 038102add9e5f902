//! Checks of credits and of the journeys behind them, in plain words.

use serde::{Deserialize, Serialize};

use super::check_kind::CheckKind;
use super::ties::Ties;
use crate::Result;
use crate::attribution::input::Input;
use crate::attribution::model::Model;
use crate::attribution::options::AttributeOptions;
use crate::attribution::rules::direct;
use crate::attribution::rules::options::{DirectPolicy, Tied};
use crate::columns::{NO_MONEY, money_to_f64};
use crate::exact::ExactSum;
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::sentences::{Arg, Key, Sentence, say};
use crate::sure::Sure;

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
/// use cx_core::attribution::{AttributeOptions, CheckKind, CheckStatus, Model, attribute};
/// let credit = attribute(&paths, &AttributeOptions::default().model(Model::Markov))?;
/// let rate = credit.checks.iter().find(|check| check.check == CheckKind::ConversionRate).expect("a chain");
/// assert!(rate.figure < 1e-9 && rate.status == CheckStatus::Ok);
/// assert!(rate.sentence.contains("0.400000"));
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked.
    pub check: CheckKind,
    /// The model that it is about, where it is about one.
    pub model: Option<Model>,
    /// The figure: a residual, a count or a share, as the sentence says.
    pub figure: f64,
    /// Whether the figure is in order.
    pub status: CheckStatus,
    /// What it means, in English.
    pub sentence: String,
    /// The same as `sentence`: each language has a column.
    pub en: String,
    /// In German.
    pub de: String,
}

impl Check {
    fn new(
        check: CheckKind,
        model: Option<Model>,
        figure: f64,
        warn: bool,
        words: Sentence,
    ) -> Self {
        let Sentence { en, de } = words;
        let status = CheckStatus::warn_if(warn);
        Self { check, model, figure, status, sentence: en.clone(), en, de }
    }
}

/// Choices of a sentence: 1 or 0.
fn flag(yes: bool) -> Arg<'static> {
    Arg::Number(f64::from(u8::from(yes)), 0)
}

/// Checks of one model: what its credits leave over of the outcome, and for a chain the distance of
/// its probability of a conversion from the share of the journeys that converted.
pub(crate) fn of_model(
    model: Model,
    residual: f64,
    rate: Option<f64>,
    paths: &Paths,
) -> Vec<Check> {
    let missed = residual > ROUNDING;
    let words = [
        ("model", Arg::Name(model.name())),
        ("missed", flag(missed)),
        ("figure", Arg::Number(1e9 * residual, 0)),
    ];
    let words = say(Key::Conservation, &words);
    let mut found = vec![Check::new(CheckKind::Conservation, Some(model), residual, missed, words)];
    if let Some(rate) = rate {
        let won: f64 = paths.conversions.iter().sum();
        let journeys = won + paths.nulls.iter().sum::<f64>();
        let share = if journeys > 0.0 { won / journeys } else { 0.0 };
        let figure = (rate - share).abs();
        let differ = figure > ROUNDING;
        let words = [
            ("chain", Arg::Number(rate, 6)),
            ("share", Arg::Number(share, 6)),
            ("differ", flag(differ)),
        ];
        let words = say(Key::ConversionRate, &words);
        found.push(Check::new(CheckKind::ConversionRate, Some(model), figure, differ, words));
    }
    found
}

/// Checks of the journeys.
pub(crate) fn checks(input: Input<'_>, options: &AttributeOptions) -> Result<Vec<Check>> {
    let models = &options.models;
    let mut found = Vec::new();
    if let Some((journeys, _)) = input.journeys {
        found.extend(leaks(journeys));
        found.push(ties(journeys, options.tied));
        found.extend(unknown_refunds(journeys));
    }
    found.push(without_contact(input.paths));
    found.push(without_conversion(input.paths, models));
    found.push(loose(input.paths)?);
    found.push(few(input));
    found.extend(without_direct(input.paths, options)?);
    found.extend(input.paths.report.warnings.iter().map(|warning| {
        let words = Sentence { en: warning.sentence.clone(), de: warning.de.clone() };
        Check::new(warning.warning.into(), None, warning.rows as f64, true, words)
    }));
    Ok(found)
}

/// Whether what comes first and last rests on ties.
fn ties(journeys: &Journeys, tied: Tied) -> Check {
    let found = Ties::of(journeys, tied);
    Check::new(CheckKind::Ties, None, found.share(), found.by_alphabet(), found.words())
}

/// Refunds of orders that no journey ends with: they are taken from nothing.
fn unknown_refunds(journeys: &Journeys) -> Option<Check> {
    let refunds = &journeys.unknown_refunds;
    let said = refunds.iter().filter(|refund| refund.value != NO_MONEY);
    let amount = money_to_f64(said.map(|refund| i128::from(refund.value)).sum());
    (!refunds.is_empty()).then(|| {
        let count = refunds.len() as f64;
        let words = [("n", Arg::Number(count, 0)), ("value", Arg::Money(amount.abs(), 2, None))];
        let words = say(Key::UnknownRefunds, &words);
        Check::new(CheckKind::UnknownRefunds, None, count, true, words)
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
    let some = figure > 0.0;
    let words = [("value", Arg::Money(figure, 2, None)), ("some", flag(some))];
    let words = say(Key::ValueWithoutConversion, &words);
    Ok(Check::new(CheckKind::ValueWithoutConversion, None, figure, some, words))
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
    let names = asking.join(", ");
    let words = [("n", Arg::Number(count as f64, 0)), ("asking", Arg::Name(&names))];
    let words = say(Key::Direct, &words);
    let about = asked.map(|_| model).filter(|_| policy.is_none());
    Ok(Some(Check::new(CheckKind::Direct, about, count as f64, count == 0, words)))
}

/// Contacts that come too late to have had a part in the conversion of their journey.
fn leaks(journeys: &Journeys) -> [Check; 2] {
    let (mut after, mut at) = (0_u64, 0_u64);
    for journey in
        (0..journeys.len()).filter(|at| journeys.converted.get(*at).sure() == Some(&true))
    {
        let Some(end) = journeys.end.get(journey).sure() else { continue };
        let times = journeys.steps.time.get(journeys.range(journey)).sure_or_default();
        after += times.iter().filter(|time| *time > end).count() as u64;
        at += times.iter().filter(|time| *time == end).count() as u64;
    }
    let check = |kind: CheckKind, key: Key, count: u64| {
        let words = say(key, &[("n", Arg::Number(count as f64, 0))]);
        Check::new(kind, None, count as f64, count > 0, words)
    };
    [
        check(CheckKind::ContactsAfterConversion, Key::ContactsAfterConversion, after),
        check(CheckKind::ContactsAtConversion, Key::ContactsAtConversion, at),
    ]
}

fn without_contact(paths: &Paths) -> Check {
    let whole: f64 = paths.conversions.iter().sum();
    let empty = (0..paths.len()).filter(|path| paths.path(*path).is_empty());
    let bare: f64 = empty.filter_map(|path| paths.conversions.get(path).sure()).sum();
    let figure = if whole > 0.0 { bare / whole } else { 0.0 };
    let many = figure > WITHOUT_CONTACT;
    let words = [("percent", Arg::Percent(100.0 * figure, 1)), ("many", flag(many))];
    let words = say(Key::WithoutContact, &words);
    Check::new(CheckKind::ConversionsWithoutContact, None, figure, many, words)
}

/// Models of rates need journeys that did not convert.
fn without_conversion(paths: &Paths, models: &[Model]) -> Check {
    let figure: f64 = paths.nulls.iter().sum();
    let rates =
        |model: &&Model| matches!(model, Model::Markov | Model::ShapleyRate | Model::Hazard);
    let asked: Vec<&str> = models.iter().filter(rates).map(|model| model.name()).collect();
    let names = asked.join(", ");
    let words = [
        ("n", Arg::Number(figure, usize::from(figure.fract() != 0.0))),
        ("asked", Arg::Number(asked.len() as f64, 0)),
        ("models", Arg::Name(&names)),
    ];
    let words = say(Key::WithoutConversion, &words);
    let warn = figure <= 0.0 && !asked.is_empty();
    Check::new(CheckKind::JourneysWithoutConversion, None, figure, warn, words)
}

/// Touchpoints that too few conversions tell of.
fn few(input: Input<'_>) -> Check {
    let mut met = Met { seen: vec![(0, 0.0); input.paths.touchpoints.len()], ways: 0 };
    // Of journeys that are known the paths may be in brief.
    if let Some((journeys, _)) = input.journeys {
        for journey in 0..journeys.len() {
            let converted = journeys.converted.get(journey).sure() == Some(&true);
            met.add(journeys.path(journey), f64::from(u8::from(converted)));
        }
    } else {
        for path in 0..input.paths.len() {
            let conversions = input.paths.conversions.get(path).copied().sure_or(0.0);
            met.add(input.paths.path(path), conversions);
        }
    }
    let few = met.seen.iter().filter(|(last, sum)| *last > 0 && *sum < FEW).count();
    let words = say(Key::FewConversions, &[("n", Arg::Number(few as f64, 0))]);
    Check::new(CheckKind::FewConversions, None, few as f64, few > 0, words)
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
            if let Some((last, sum)) = self.seen.get_mut(*code as usize).sure()
                && *last != self.ways
            {
                (*last, *sum) = (self.ways, *sum + conversions);
            }
        }
    }
}
