//! What credits and costs say of each touchpoint: whether it pays, what it is credited, how sure that is.

use super::fact::{Fact, apart, digits_of, flag, money, one, percent, total};
use super::input::{CockpitInput, CockpitOptions};
use super::kind::{FindingKind, Measure, Severity};
use super::owner::owner;
use super::row::TouchpointRow;
use super::rows::is_place;
use crate::ordered::Map;
use crate::sentences::Arg;

/// What a touchpoint's return is proven to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// There is no interval.
    None,
    /// The interval holds 1.
    Open,
    /// It lies above 1.
    Pays,
    /// It lies below 1.
    Loses,
}

impl Proof {
    fn of(row: &TouchpointRow) -> Self {
        match row.roas_low.zip(row.roas_high) {
            None => Self::None,
            Some((low, _)) if low > 1.0 => Self::Pays,
            Some((_, high)) if high < 1.0 => Self::Loses,
            Some(_) => Self::Open,
        }
    }

    /// Choices of the sentences.
    fn flag(self) -> Arg<'static> {
        Arg::Number(
            match self {
                Self::None => 0.0,
                Self::Open | Self::Loses => 1.0,
                Self::Pays => 2.0,
            },
            0,
        )
    }
}

/// Everything that credits and costs say touchpoint by touchpoint.
pub(super) fn pays(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[TouchpointRow],
) -> Vec<Fact> {
    let rows: Vec<&TouchpointRow> = rows.iter().filter(|row| is_place(&row.touchpoint)).collect();
    let mut found = Vec::new();
    // Where no value was ever above or below 0, values are not recorded rather than all 0.
    if rows.iter().any(|row| row.value.is_some_and(|value| value != 0.0)) {
        returns(input, options, &rows, &mut found);
    }
    for row in &rows {
        found.extend(undecided(input, options, row));
    }
    found.extend(largest_credit(input, options, &rows));
    found.extend(disagreement(input, &rows));
    found
}

/// One fact for a touchpoint's return at most: that it loses for certain, else that it is the highest
/// or the lowest. Lower bounds and what cannot be told are in no ranking.
fn returns(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[&TouchpointRow],
    found: &mut Vec<Fact>,
) {
    let spent = total(rows.iter().filter_map(|row| row.cost_counted));
    let mut ranked: Vec<(&TouchpointRow, f64, f64, f64)> = rows
        .iter()
        .filter(|row| !row.lower_bound && !row.undecided)
        .filter_map(|row| Some((*row, row.roas?, row.cost_counted?, row.value?)))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.touchpoint.cmp(&b.0.touchpoint)));
    let last = ranked.len().saturating_sub(1);
    for (at, (row, roas, cost, value)) in ranked.iter().enumerate() {
        let size = ((value - cost).abs(), Measure::Money, spent);
        let (name, owner) = (("touchpoint", Arg::Name(&row.touchpoint)), owner(input, row));
        let proof = Proof::of(row);
        if let (Proof::Loses, Some(high)) = (proof, row.value_high) {
            let words = [
                name,
                ("cost", money(*cost, options)),
                ("value", money(*value, options)),
                ("high", money(high, options)),
            ];
            let fact = Fact::new(FindingKind::CostAboveValue, &row.touchpoint, size, &words);
            found.push(fact.severity(Severity::Medium).owner(owner));
            continue;
        }
        if at != 0 && at != last {
            continue;
        }
        // Without an interval its ends are not shown.
        let end = |end: Option<f64>| money(end.unwrap_or(*roas), options);
        let words = [
            name,
            ("ranked", Arg::Number(ranked.len() as f64, 0)),
            ("each", money(*roas, options)),
            ("one", one(options)),
            ("proof", proof.flag()),
            ("low", end(row.roas_low)),
            ("high", end(row.roas_high)),
        ];
        let kind = if at == 0 { FindingKind::BestReturn } else { FindingKind::WorstReturn };
        found.push(Fact::new(kind, &row.touchpoint, size, &words).owner(owner));
    }
}

/// A touchpoint whose effect the data cannot tell: the range, never its middle.
fn undecided(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    row: &TouchpointRow,
) -> Option<Fact> {
    if !row.undecided {
        return None;
    }
    let (low, high) = (row.conversions_low?, row.conversions_high?);
    let digits = digits_of(high);
    let priced = row.roas_low.zip(row.roas_high).filter(|_| row.cost_counted.is_some());
    let (each_low, each_high) = priced.unwrap_or_default();
    let words = [
        ("touchpoint", Arg::Name(&row.touchpoint)),
        ("low", Arg::Number(low, digits)),
        ("high", Arg::Number(high, digits)),
        ("priced", flag(priced.is_some())),
        ("each_low", money(each_low, options)),
        ("each_high", money(each_high, options)),
        ("one", one(options)),
    ];
    let all = input.credit.map_or(0.0, |credit| credit.conversions);
    let size = (high - low, Measure::Conversions, all);
    let fact = Fact::new(FindingKind::EffectUndecided, &row.touchpoint, size, &words);
    Some(fact.owner(owner(input, row)))
}

fn largest_credit(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[&TouchpointRow],
) -> Option<Fact> {
    let known = rows
        .iter()
        .filter(|row| !row.lower_bound && !row.undecided)
        .filter_map(|row| Some((*row, row.conversions.filter(|c| *c > 0.0)?)));
    let (most, conversions) = known
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.touchpoint.cmp(&a.0.touchpoint)))?;
    let (low, high) = (most.conversions_low?, most.conversions_high?);
    let digits = digits_of(conversions);
    let value = most.value.filter(|value| *value > 0.0);
    let span = most.models_low.zip(most.models_high);
    // One model alone, or all of them alike, span nothing.
    let span = span.filter(|(low, high)| apart(*low, *high, digits));
    let (fewest, at_most) = span.unwrap_or_default();
    let words = [
        ("touchpoint", Arg::Name(&most.touchpoint)),
        ("n", Arg::Number(conversions, digits)),
        ("low", Arg::Number(low, digits)),
        ("high", Arg::Number(high, digits)),
        ("valued", flag(value.is_some())),
        ("value", money(value.unwrap_or_default(), options)),
        ("spanned", flag(span.is_some())),
        ("fewest", Arg::Number(fewest, digits)),
        ("most", Arg::Number(at_most, digits)),
    ];
    let all = input.credit.map_or(0.0, |credit| credit.conversions);
    let size = (conversions, Measure::Conversions, all);
    let fact = Fact::new(FindingKind::LargestCredit, &most.touchpoint, size, &words);
    Some(fact.owner(owner(input, most)))
}

/// The touchpoint on which the models differ most.
fn disagreement(input: &CockpitInput<'_>, rows: &[&TouchpointRow]) -> Option<Fact> {
    /// Part of all conversions from which a difference is worth a sentence.
    const NOTABLE: f64 = 0.03;
    let credit = input.credit.filter(|credit| credit.models.len() > 1)?;
    let mut ranges: Map<&str, (f64, f64)> = Map::new();
    for row in credit.rows.iter().filter(|row| row.share.is_finite() && is_place(&row.touchpoint)) {
        let (low, high) = ranges.entry(&row.touchpoint).or_insert((row.share, row.share));
        *low = low.min(row.share);
        *high = high.max(row.share);
    }
    let widest = ranges.into_iter().max_by(|a, b| (a.1.1 - a.1.0).total_cmp(&(b.1.1 - b.1.0)))?;
    let (touchpoint, (low, high)) = widest;
    if high - low < NOTABLE {
        return None;
    }
    let words = [
        ("touchpoint", Arg::Name(touchpoint)),
        ("low", percent(low, 1.0)),
        ("high", percent(high, 1.0)),
    ];
    let size = ((high - low) * credit.conversions, Measure::Conversions, credit.conversions);
    let row = rows.iter().find(|row| row.touchpoint == touchpoint);
    let fact = Fact::new(FindingKind::ModelsDisagree, touchpoint, size, &words);
    Some(fact.owner(row.and_then(|row| owner(input, row))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A touchpoint that cost 100 and whose value lies between `low` and `high`.
    fn row(touchpoint: &str, low: f64, high: f64) -> TouchpointRow {
        let value = f64::midpoint(low, high);
        TouchpointRow {
            touchpoint: touchpoint.to_owned(),
            cost: Some(100.0),
            cost_counted: Some(100.0),
            value: Some(value),
            value_low: Some(low),
            value_high: Some(high),
            roas: Some(value / 100.0),
            roas_low: Some(low / 100.0),
            roas_high: Some(high / 100.0),
            ..TouchpointRow::default()
        }
    }

    fn said(rows: &[TouchpointRow]) -> Vec<(FindingKind, String, String)> {
        let options = CockpitOptions { currency: Some("CHF".into()), ..CockpitOptions::default() };
        let facts = pays(&CockpitInput::default(), &options, rows).into_iter();
        facts.map(|fact| (fact.kind, fact.subject, fact.words.en)).collect()
    }

    fn kinds(rows: &[TouchpointRow]) -> Vec<(FindingKind, String)> {
        said(rows).into_iter().map(|(kind, subject, _)| (kind, subject)).collect()
    }

    #[test]
    fn signed_words_need_an_interval_that_leaves_1_out() {
        let rows = [row("a", 150.0, 250.0), row("b", 90.0, 110.0), row("c", 20.0, 80.0)];
        let said = said(&rows);
        assert_eq!(
            said,
            [
                (
                    FindingKind::BestReturn,
                    "a".to_owned(),
                    "A returns most: CHF 2 for each CHF 1 spent (CHF 1.50 to CHF 2.50); it pays off."
                        .to_owned()
                ),
                (
                    FindingKind::CostAboveValue,
                    "c".to_owned(),
                    "C does not pay: CHF 100 spent, CHF 50 credited; even CHF 80, the upper end of \
                     the interval, does not cover the cost."
                        .to_owned()
                ),
            ]
        );
        let worst = kinds(rows.get(..2).expect("two rows"));
        assert_eq!(worst.last(), Some(&(FindingKind::WorstReturn, "b".to_owned())));
        let open = pays(&CockpitInput::default(), &CockpitOptions::default(), &rows[1..2]);
        let [open] = &open[..] else { panic!("one fact") };
        assert_eq!(
            open.words.en,
            "B returns 1 for each 1 spent (0.90 to 1.10); whether it pays off is not proven."
        );
    }

    #[test]
    fn a_lower_bound_is_in_no_ranking_and_raises_no_alarm() {
        let tv = TouchpointRow { lower_bound: true, ..row("tv", 10.0, 20.0) };
        let high = TouchpointRow { lower_bound: true, ..row("radio", 800.0, 900.0) };
        let rows = [row("a", 150.0, 250.0), high, tv];
        assert_eq!(kinds(&rows), [(FindingKind::BestReturn, "a".to_owned())]);
    }

    #[test]
    fn what_cannot_be_told_is_said_as_a_range() {
        let branch = TouchpointRow {
            undecided: true,
            conversions: Some(560.0),
            conversions_low: Some(0.0),
            conversions_high: Some(1_120.0),
            ..row("branch", 0.0, 340.0)
        };
        let said = said(&[row("a", 20.0, 250.0), branch]);
        let words: Vec<&str> = said.iter().map(|(_, _, words)| words.as_str()).collect();
        assert_eq!(
            said.iter().map(|fact| fact.0).collect::<Vec<_>>(),
            [FindingKind::BestReturn, FindingKind::EffectUndecided]
        );
        assert_eq!(
            words.last(),
            Some(
                &"Branch: what it brings cannot be told; from 0 to 1,120 conversions fit the data, or CHF 0 \
                  to CHF 3.40 for each CHF 1 spent."
            )
        );
    }

    #[test]
    fn values_that_are_not_recorded_are_no_losses() {
        let rows = [row("a", 0.0, 0.0), row("b", 0.0, 0.0)];
        assert_eq!(kinds(&rows), []);
        let refunds = [row("a", -50.0, -10.0), row("b", 0.0, 0.0)];
        assert_eq!(kinds(&refunds).len(), 2);
    }
}
