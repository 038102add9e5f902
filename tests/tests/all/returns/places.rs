//! One return, one place: what each franc brought is the same in every report, and sums to the whole.

use std::collections::BTreeMap;

use cx_core::attribution::{
    AttributeOptions, BASELINE, CreditDate, DividedBy, LeadReason, Model, PeriodOptions,
    PeriodReturnInput, PeriodReturnOptions, ReturnOptions, ReturnRow, ReturnSplit, Returns,
    UNATTRIBUTED, attribute, credit_by_period, returns, returns_by_period,
};
use cx_core::cockpit::{CockpitInput, CockpitOptions, FindingKind, cockpit};
use cx_core::journey::{JourneyOptions, journeys};
use cx_core::kpi::Window;
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::cases::cases;
use cx_tests::marketing::{Contact, company, contact, events, purchase};
use cx_tests::spends::{Spend, campaigns, spend};
use proptest::prelude::*;

const DAY: i64 = 1_440;

fn of<'a>(rows: &'a [ReturnRow], touchpoint: &str, campaign: Option<&str>) -> &'a ReturnRow {
    let wanted = |row: &&ReturnRow| {
        row.touchpoint.as_deref() == Some(touchpoint) && row.campaign.as_deref() == campaign
    };
    rows.iter().find(wanted).unwrap_or_else(|| panic!("{touchpoint} {campaign:?}: {rows:?}"))
}

fn with(rows: &[Contact], spends: &[Spend], model: Model) -> Returns {
    let (_, _, journeys) = company(rows);
    let credit = attribute(&journeys, &AttributeOptions::default().model(model)).expect("credits");
    returns(&credit, &campaigns(spends), None, &ReturnOptions::default()).expect("returns")
}

/// Case M5: the campaign that contacts name gets the credit, whatever another one at the touchpoint costs.
#[test]
fn a_campaign_is_credited_with_the_contacts_that_name_it() {
    let rows =
        [Contact { campaign: Some("SPRING"), ..contact(0, 1, "ads") }, purchase(60, 1, 100.0)];
    let spends = [spend("SPRING", "ads", "", "", 10.0), spend("GHOST", "ads", "", "", 90.0)];
    for model in [Model::Linear, Model::Markov, Model::Last, Model::Shapley] {
        let found = with(&rows, &spends, model);
        let spring = of(&found.rows, "ads", Some("SPRING"));
        assert_eq!((spring.value, spring.roas), (100.0, 10.0), "{model:?}");
        assert_eq!(spring.split, ReturnSplit::Contacts);
        assert_eq!(of(&found.rows, "ads", Some("GHOST")).value, 0.0);
        assert_eq!(of(&found.touchpoints, "ads", None).roas, 1.0);
        let names: Vec<_> = found.campaigns.iter().map(|row| row.campaign.as_deref()).collect();
        assert_eq!(names, [Some("GHOST"), Some("SPRING")]);
        let by = if model == Model::Markov { DividedBy::Linear } else { DividedBy::Own };
        assert_eq!(found.divided_by, Some(by), "{model:?}");
    }
}

/// Costs of contacts count once, whether or not they lie in a journey that converts; service stands apart.
#[test]
fn contacts_cost_what_they_cost_and_service_stands_apart() {
    let cost = |cost, row| Contact { cost: Some(cost), ..row };
    let rows = [
        cost(2.0, contact(0, 1, "ads")),
        cost(3.0, contact(-50 * DAY, 1, "ads")),
        cost(4.0, contact(0, 2, "ads")),
        cost(50.0, Contact { kind: "service", ..contact(5, 2, "calls") }),
        cost(7.0, Contact { kind: "service", ..contact(6, 2, "ads") }),
        purchase(60, 1, 100.0),
    ];
    let found = with(&rows, &[spend("always", "ads", "", "", 11.0)], Model::Last);
    let ads = of(&found.touchpoints, "ads", None);
    assert_eq!((ads.cost_counted, ads.cost_other, ads.cost), (20.0, 7.0, 27.0));
    assert_eq!(ads.roas, 5.0);
    let calls = of(&found.touchpoints, "calls", None);
    assert_eq!((calls.cost_counted, calls.cost_other), (0.0, 50.0));
    assert!(calls.roas.is_nan(), "nothing counted was spent");
    assert_eq!((found.total.cost, found.total.value), (77.0, 100.0));
    // No contact names a campaign: one return for the touchpoint, and an allocation of it.
    assert!(found.rows.iter().filter(|row| row.touchpoint.as_deref() == Some("ads")).all(|row| {
        row.split == ReturnSplit::Cost && near(row.roas, ads.roas) && row.roas_low.is_nan()
    }));
}

/// A campaign that names no touchpoint costs where the contacts that name it are.
#[test]
fn a_cost_without_a_touchpoint_goes_where_the_campaign_is_met() {
    let named = |minute, at| Contact { campaign: Some("SPRING"), ..contact(minute, 1, at) };
    let spends = [spend("SPRING", "", "", "", 10.0), spend("LOST", "", "", "", 5.0)];
    let one = with(&[named(0, "ads"), purchase(9, 1, 40.0)], &spends, Model::Linear);
    assert_eq!(of(&one.rows, "ads", Some("SPRING")).roas, 4.0);
    let two =
        with(&[named(0, "ads"), named(1, "mail"), purchase(9, 1, 40.0)], &spends, Model::Linear);
    assert!(of(&two.rows, "ads", Some("SPRING")).roas.is_nan(), "at two touchpoints: not known");
    let spring = two.campaigns.iter().find(|row| row.campaign.as_deref() == Some("SPRING"));
    assert_eq!(spring.map(|row| row.roas), Some(4.0), "known of the campaign as a whole");
}

/// Case M11.
#[test]
fn credits_by_period_need_no_model() {
    let rows = [contact(0, 1, "ads"), purchase(60, 1, 100.0)];
    let (_, _, journeys) = company(&rows);
    let table =
        credit_by_period(&journeys, &AttributeOptions::default(), &PeriodOptions::default());
    let table = table.expect("credits");
    assert_eq!((table.rows.len(), table.rows[0].model), (1, Model::Markov));
    assert_eq!(table.rows[0].value, 100.0);
}

#[test]
fn the_lead_is_chosen_by_rule() {
    let few = company(&[contact(0, 1, "ads"), purchase(60, 1, 100.0)]).2;
    let credit = |options: &AttributeOptions| attribute(&few, options).expect("credits");
    let by_rule = credit(&AttributeOptions::default());
    assert_eq!((by_rule.lead, by_rule.lead_reason), (Model::Markov, LeadReason::WithoutTimes));
    let two = AttributeOptions::default().models([Model::Last, Model::Linear]);
    assert_eq!(credit(&two).lead, Model::Last);
    let asked = credit(&two.lead(Model::Linear));
    assert_eq!((asked.lead, asked.lead_reason), (Model::Linear, LeadReason::Asked));
    assert!(asked.lead().all(|row| row.model == Model::Linear));
    let many: Vec<Contact> = (0..310_i64)
        .flat_map(|at| {
            let who = (at % 250) as u8;
            [contact(at * DAY / 3, who, "ads"), purchase(at * DAY / 3 + 60 + at, who, 10.0)]
        })
        .collect();
    let many = company(&many).2;
    let credit = attribute(&many, &AttributeOptions::default()).expect("credits");
    let expected = (Model::Hazard, LeadReason::TimesAndConversions);
    assert_eq!((credit.lead, credit.lead_reason), expected);
    assert_eq!(credit.models, [Model::Hazard]);
}

#[test]
fn without_a_conversion_there_are_no_returns() {
    let rows = [Contact { cost: Some(2.0), ..contact(0, 1, "ads") }, contact(5, 1, "mail")];
    let events = events(&rows);
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let journeys = journeys(&events, &people, &JourneyOptions::default()).expect("journeys");
    let credit = attribute(&journeys, &AttributeOptions::default()).expect("credits");
    assert!(!credit.conversion_set);
    let costs = campaigns(&[spend("always", "ads", "", "", 8.0)]);
    let found = returns(&credit, &costs, None, &ReturnOptions::default()).expect("returns");
    let all = found.rows.iter().chain(&found.touchpoints).chain([&found.total]);
    assert!(all.clone().all(|row| row.roas.is_nan() && row.value.is_nan()));
    assert_eq!(found.total.cost, 10.0);
    let input = CockpitInput {
        journeys: Some(&journeys),
        credit: Some(&credit),
        returns: Some(&found),
        campaigns: Some(&costs),
        ..CockpitInput::default()
    };
    let page = cockpit(&input, &CockpitOptions::default()).expect("a cockpit");
    assert!(!page.head.conversion_set && page.head.roas.is_none());
    assert!(page.touchpoints.iter().all(|row| row.roas.is_none() && row.conversions.is_none()));
    assert!(page.alarms.iter().all(|alarm| alarm.kind != FindingKind::CostAboveValue));
}

#[test]
fn a_page_in_another_currency_than_its_costs_is_refused() {
    let (_, _, journeys) = company(&[contact(0, 1, "ads"), purchase(60, 1, 100.0)]);
    let credit = attribute(&journeys, &AttributeOptions::default()).expect("credits");
    let costs = campaigns(&[spend("always", "ads", "", "", 8.0)]);
    let input =
        CockpitInput { credit: Some(&credit), campaigns: Some(&costs), ..Default::default() };
    let page = |currency: &str| {
        let currency = Some(currency.to_owned());
        cockpit(&input, &CockpitOptions { currency, ..CockpitOptions::default() })
    };
    assert!(page("chf").is_ok());
    assert!(page("USD").expect_err("refused").to_string().contains("CHF"));
}

const TOUCHPOINTS: [&str; 3] = ["ads", "mail", "shop"];
const CAMPAIGNS: [&str; 3] = ["A", "B", "C"];

fn rows() -> impl Strategy<Value = Vec<Contact>> {
    let campaign = proptest::option::of(0_usize..3);
    let cost = proptest::option::of(0_u32..5_000);
    let one = (0_i64..90 * DAY, 0_u8..6, 0_usize..3, 0_u8..9, campaign, cost, 1_u32..9_000);
    let row = |(minute, customer, at, kind, campaign, cost, value): (
        i64,
        u8,
        usize,
        u8,
        Option<usize>,
        Option<u32>,
        u32,
    )| {
        let cost = cost.map(|cost| f64::from(cost) / 100.0);
        // Mail never names a campaign.
        let campaign = campaign.filter(|_| at != 1).map(|at| CAMPAIGNS[at]);
        match kind {
            0 => {
                let order = Some((value % 7) as u8);
                Contact { cost, order, ..purchase(minute, customer, f64::from(value) / 100.0) }
            }
            // At times above the sale, or of an order that nobody made.
            8 => Contact {
                kind: "refund",
                value: Some(-f64::from(value) / 200.0),
                order: Some((value % 9) as u8),
                ..contact(minute, customer, TOUCHPOINTS[at])
            },
            1 => Contact { kind: "service", cost, ..contact(minute, customer, TOUCHPOINTS[at]) },
            _ => Contact { campaign, cost, ..contact(minute, customer, TOUCHPOINTS[at]) },
        }
    };
    proptest::collection::vec(one.prop_map(row), 1..50).prop_map(|mut rows| {
        rows.push(contact(50 * DAY, 9, "ads"));
        rows.push(purchase(50 * DAY + 30, 9, 12.5));
        rows
    })
}

fn spends() -> impl Strategy<Value = Vec<Spend>> {
    let one = (0_usize..4, 0_usize..5, 0_u32..80, 0_u64..9_000_000, any::<bool>());
    let row = |(campaign, at, day, cost, francs): (usize, usize, u32, u64, bool)| {
        let at = ["ads", "mail", "shop", "radio", ""][at];
        let day = format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
        let spend = spend(["A", "B", "C", "D"][campaign], at, &day, "", cost as f64 / 10_000.0);
        let currency = if francs { "CHF" } else { "EUR" };
        (spend.0, spend.1, spend.2, spend.3, spend.4, currency)
    };
    proptest::collection::vec(one.prop_map(row), 1..12)
}

fn sum(rows: &[&ReturnRow], pick: fn(&ReturnRow) -> f64) -> f64 {
    rows.iter().map(|row| pick(row)).filter(|figure| !figure.is_nan()).sum()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * (1.0 + a.abs().max(b.abs()))
}

const FIGURES: [fn(&ReturnRow) -> f64; 4] =
    [|row| row.conversions, |row| row.value, |row| row.cost_counted, |row| row.cost_other];

/// Campaigns sum to touchpoints, these to the outcome and to the cost, and campaigns to their own rows.
fn sums_hold(found: &Returns, conversions: f64, value: f64) -> Result<(), TestCaseError> {
    for row in &found.touchpoints {
        let mine: Vec<&ReturnRow> =
            found.rows.iter().filter(|part| part.touchpoint == row.touchpoint).collect();
        for figure in FIGURES {
            let whole = figure(row);
            let whole = if whole.is_nan() { 0.0 } else { whole };
            prop_assert!(near(sum(&mine, figure), whole), "{row:?} {mine:?}");
        }
    }
    for row in &found.campaigns {
        let mine: Vec<&ReturnRow> =
            found.rows.iter().filter(|part| part.campaign == row.campaign).collect();
        for figure in FIGURES {
            prop_assert!(near(sum(&mine, figure), sum(&[row], figure)), "{row:?}");
        }
    }
    let all: Vec<&ReturnRow> = found.touchpoints.iter().collect();
    prop_assert!(
        near(sum(&all, FIGURES[0]), conversions) && near(found.total.conversions, conversions)
    );
    prop_assert!(near(sum(&all, FIGURES[1]), value) && near(found.total.value, value));
    for figure in [FIGURES[2], FIGURES[3]] {
        prop_assert!(near(sum(&all, figure), sum(&[&found.total], figure)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_report_shows_the_same_return(
        rows in rows(),
        spends in spends(),
        model in 0_usize..6,
        touch in any::<bool>(),
        bootstrap in any::<bool>(),
    ) {
        let model = [
            Model::Linear, Model::Markov, Model::Position, Model::Shapley, Model::Hazard, Model::Last,
        ][model];
        let (events, _, journeys) = company(&rows);
        let costs = campaigns(&spends);
        let options = AttributeOptions::default().model(model).bootstrap(if bootstrap { 40 } else { 0 }, 3);
        let credit = attribute(&journeys, &options);
        prop_assert!(credit.is_ok() || model == Model::Hazard);
        prop_assume!(credit.is_ok(), "no contact has any time after it");
        let credit = credit?;
        // Rates of the currencies that occur.
        let mut rated = ReturnOptions::default();
        for (_, _, _, _, _, currency) in &spends {
            rated = rated.rate(currency, if *currency == "EUR" { 0.5 } else { 1.0 });
        }
        let found = returns(&credit, &costs, None, &rated)?;
        sums_hold(&found, credit.conversions, credit.value)?;
        // Costs are those of the exports, each once.
        let contacts: f64 = rows.iter().filter_map(|row| row.cost).sum();
        let in_francs = |row: &Spend| row.4.map(|cost| if row.5 == "EUR" { 0.5 * cost } else { cost });
        let spent: f64 = spends.iter().filter_map(in_francs).sum();
        let all = sum(&[&found.total], |row| row.cost);
        prop_assert!(near(all, contacts + spent), "{all} {contacts} {spent}");
        let service: f64 =
            rows.iter().filter(|row| row.kind == "service").filter_map(|row| row.cost).sum();
        prop_assert!(near(sum(&[&found.total], |row| row.cost_other), service));
        // Intervals hold what they are of.
        for row in found.rows.iter().chain(&found.touchpoints) {
            if !row.conversions_low.is_nan() {
                prop_assert!(row.conversions_low <= row.conversions + 1e-9, "{:?}", row);
                prop_assert!(row.conversions <= row.conversions_high + 1e-9, "{:?}", row);
                prop_assert!(row.value_low <= row.value + 1e-9 && row.value <= row.value_high + 1e-9);
            }
        }
        // The page.
        let input = CockpitInput {
            events: Some(&events),
            journeys: Some(&journeys),
            credit: Some(&credit),
            campaigns: Some(&costs),
            returns: Some(&found),
            ..CockpitInput::default()
        };
        let page = cockpit(&input, &CockpitOptions::default())?;
        let known = |figure: f64| (!figure.is_nan()).then_some(figure);
        for row in page.touchpoints.iter().chain(&page.rest) {
            let name = Some(row.touchpoint.clone()).filter(|name| name != "(no touchpoint)");
            let Some(of) = found.touchpoints.iter().find(|of| of.touchpoint == name) else { continue };
            prop_assert_eq!(row.value, known(of.value));
            prop_assert_eq!(row.roas, known(of.roas));
            prop_assert_eq!(row.cost, known(of.cost));
            prop_assert_eq!(row.conversions, known(of.conversions));
            prop_assert_eq!((row.roas_low, row.roas_high), (known(of.roas_low), known(of.roas_high)));
        }
        prop_assert_eq!(page.totals.cost, known(found.total.cost));
        prop_assert_eq!(page.head.roas, known(found.total.roas));
        for alarm in page.alarms.iter().filter(|alarm| alarm.kind == FindingKind::CostAboveValue) {
            let of = found.touchpoints.iter().find(|of| of.touchpoint.as_deref() == Some(&alarm.touchpoint));
            prop_assert!(of.is_some_and(|of| of.value_high < of.cost_counted), "{:?}", alarm);
        }
        // By period.
        let periods = PeriodReturnOptions::default()
            .window(Window::Month)
            .dated(if touch { CreditDate::Touch } else { CreditDate::Conversion });
        let periods = PeriodReturnOptions { rates: rated.rates, ..periods };
        let beside = PeriodReturnInput { campaigns: Some(&costs), ..PeriodReturnInput::default() };
        let months = returns_by_period(&journeys, &beside, &options, &periods)?;
        let mut parts = BTreeMap::<_, [f64; 4]>::new();
        for row in &months.rows {
            let sums = parts.entry((row.touchpoint.clone(), row.campaign.clone())).or_default();
            for (sum, figure) in sums.iter_mut().zip(FIGURES) {
                let figure = figure(row);
                *sum += if figure.is_nan() { 0.0 } else { figure };
            }
        }
        for row in &found.touchpoints {
            for (at, figure) in FIGURES.into_iter().enumerate() {
                let whole = figure(row);
                let mine = parts.iter().filter(|((touchpoint, _), _)| *touchpoint == row.touchpoint);
                let sum: f64 = mine.map(|(_, sums)| sums[at]).sum();
                prop_assert!(near(sum, if whole.is_nan() { 0.0 } else { whole }), "{:?} {:?}", row, parts);
            }
        }
        for row in found.rows.iter().filter(|row| row.split == ReturnSplit::Contacts) {
            let key = (row.touchpoint.clone(), row.campaign.clone());
            let sums = parts.get(&key).copied().unwrap_or_default();
            prop_assert!(near(sums[0], row.conversions) && near(sums[1], row.value), "{:?} {:?}", row, sums);
        }
        let bare = found.touchpoints.iter().filter(|row| {
            [Some(UNATTRIBUTED), Some(BASELINE)].contains(&row.touchpoint.as_deref())
        });
        prop_assert_eq!(bare.filter(|row| !row.cost.is_nan()).count(), 0);
    }
}
