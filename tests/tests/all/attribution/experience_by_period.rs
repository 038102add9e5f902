//! Experience by period: by hand, against a naive split of each answer, and what must hold.

use std::collections::BTreeMap;

use cx_core::Error;
use cx_core::attribution::{
    AttributeOptions, CreditDate, ExperienceOptions, Model, PeriodExperience, PeriodOptions,
    PeriodReturnInput, PeriodReturnOptions, UNATTRIBUTED, experience, experience_by_period,
    returns_by_period,
};
use cx_core::intake::Campaigns;
use cx_core::kpi::Window;
use cx_tests::answered::{Person, company, person};
use cx_tests::cases::cases;
use cx_tests::spends::{campaigns, spend};
use proptest::prelude::*;

const DAY: i64 = 1_440;

fn by_day(dated: CreditDate) -> PeriodOptions {
    PeriodOptions { window: Window::Day, dated, ..PeriodOptions::default() }
}

fn options() -> ExperienceOptions {
    ExperienceOptions::default().reference(20.0).shrink(2.0).models([Model::Linear])
}

fn run(persons: &[Person], options: &ExperienceOptions, dated: CreditDate) -> PeriodExperience {
    let (journeys, people, feedback) = company(persons).expect("a company");
    experience_by_period(&journeys, &people, &feedback, options, &by_day(dated)).expect("credits")
}

/// Day and touchpoint -> credit.
type Cells = BTreeMap<(i32, String), f64>;

fn cells(table: &PeriodExperience, model: Model) -> Cells {
    let mut cells = Cells::new();
    for row in table.rows.iter().filter(|row| row.model == model) {
        *cells.entry((row.period.days(), row.touchpoint.clone())).or_default() += row.credit;
    }
    cells
}

fn four() -> [Person; 4] {
    [
        person(&[(1, 0), (2 * DAY, 1)], (3 * DAY, 10.0, 1.0)),
        person(&[(1, 0), (2 * DAY, 1)], (3 * DAY, 0.0, 2.0)),
        // The contact after the answer does not count.
        person(&[(DAY, 0), (9 * DAY, 1)], (3 * DAY, 9.0, 1.0)),
        person(&[(5 * DAY, 1)], (4 * DAY, 0.0, 1.0)),
    ]
}

#[test]
fn credits_are_those_by_hand() {
    // {t0, t1}: two answers, half of each counts; {t0}: a third; nobody before the last answer.
    let (both, one, none) = ((80.0 - 2.0 * 120.0) / 2.0, 80.0 / 3.0, -120.0);
    let held = [(80.0 - 2.0 * 120.0) / 2.0 + 80.0 * 2.0 / 3.0, none];
    let cell = |day: i32, name: &str, credit: f64| ((day, name.to_owned()), credit);
    let touch = [
        cell(0, "t0", both / 2.0),
        cell(1, "t0", one),
        cell(2, "t1", both / 2.0),
        cell(3, UNATTRIBUTED, held[0]),
        cell(4, UNATTRIBUTED, held[1]),
    ];
    let answer = [
        cell(3, UNATTRIBUTED, held[0]),
        cell(3, "t0", both / 2.0 + one),
        cell(3, "t1", both / 2.0),
        cell(4, UNATTRIBUTED, held[1]),
    ];
    for (dated, truth) in
        [(CreditDate::Touch, touch.as_slice()), (CreditDate::Conversion, answer.as_slice())]
    {
        let table = run(&four(), &options(), dated);
        let found = cells(&table, Model::Linear);
        assert_eq!(found.len(), truth.len(), "{found:?}");
        for (cell, credit) in truth {
            assert!((found[cell] - credit).abs() < 1e-9, "{dated:?} {cell:?} {found:?}");
        }
        assert!((table.total - (80.0 - 240.0 + 80.0 - 120.0)).abs() < 1e-9);
        assert_eq!((table.answers, table.unlinked, table.without_time), (4, 0, 0));
        for row in &table.rows {
            assert!((row.experience_points - row.credit / 100.0).abs() < 1e-12);
            assert!(row.credit_low <= row.credit && row.credit <= row.credit_high, "{row:?}");
        }
    }
}

fn flights() -> Campaigns {
    campaigns(&[
        spend("winter", "t0", "1970-01-01", "1970-01-02", 400.0),
        spend("letter", "t1", "1970-01-02", "1970-01-02", 10.0),
    ])
}

fn beside<'a>(
    campaigns: &'a Campaigns,
    experience: Option<&'a PeriodExperience>,
) -> PeriodReturnInput<'a> {
    PeriodReturnInput { campaigns: Some(campaigns), experience, ..Default::default() }
}

#[test]
fn points_stand_beside_the_costs_of_their_period() {
    let (journeys, people, feedback) = company(&four()).expect("a company");
    let periods = by_day(CreditDate::Touch);
    let points = experience_by_period(&journeys, &people, &feedback, &options(), &periods);
    let points = points.expect("points");
    let model = AttributeOptions::default().model(Model::Linear);
    let days = PeriodReturnOptions::default().window(Window::Day);
    let table = returns_by_period(&journeys, &beside(&flights(), Some(&points)), &model, &days);
    let table = table.expect("returns");
    let row = |day: i32, name: &str| {
        let wanted = |row: &&cx_core::attribution::PeriodReturnRow| {
            row.period.is_some_and(|period| period.days() == day)
                && row.touchpoint.as_deref() == Some(name)
        };
        table.rows.iter().find(wanted).expect("a row")
    };
    // 200 a day for t0: -40 points of the score on the first day, 80 / 3 on the second one.
    for (day, credit) in [(0, -40.0), (1, 80.0 / 3.0)] {
        let found = row(day, "t0");
        assert!((found.cost - 200.0).abs() < 1e-9, "{found:?}");
        assert!((found.experience_points - credit / 100.0).abs() < 1e-9, "{found:?}");
        assert!((found.points_per_1000 - credit / 100.0 * 5.0).abs() < 1e-9, "{found:?}");
        assert!(found.points_per_1000_low <= found.points_per_1000);
        assert!(found.points_per_1000 <= found.points_per_1000_high);
    }
    // Spend without an answer in its period, and an answer without spend in its own.
    assert_eq!(row(1, "t1").points_per_1000, 0.0);
    assert_eq!(row(2, "t1").cost, 0.0);
    assert!(row(2, "t1").points_per_1000.is_nan());
    let sum: f64 =
        table.rows.iter().map(|row| row.experience_points).filter(|points| !points.is_nan()).sum();
    assert!((sum - points.total / 100.0).abs() < 1e-9, "{sum} {}", points.total);
    // Without an experience nothing is said of it.
    let bare =
        returns_by_period(&journeys, &beside(&flights(), None), &model, &days).expect("returns");
    assert!(bare.rows.iter().all(|row| row.experience_points.is_nan()));
    let other = PeriodReturnOptions::default().window(Window::Week);
    let refused = returns_by_period(&journeys, &beside(&flights(), Some(&points)), &model, &other);
    assert!(matches!(refused, Err(Error::Mismatch { .. })), "{refused:?}");
}

#[test]
fn what_cannot_be_answered_is_an_error() {
    let (journeys, people, feedback) = company(&four()).expect("a company");
    let ask = |options: &ExperienceOptions, periods: &PeriodOptions| {
        experience_by_period(&journeys, &people, &feedback, options, periods)
    };
    let markov = options().models([Model::Markov]);
    let refused = ask(&markov, &PeriodOptions::default());
    assert!(matches!(refused, Err(Error::Option { field: "model", .. })), "{refused:?}");
    let nowhere = PeriodOptions { timezone: Some("Nowhere".into()), ..PeriodOptions::default() };
    assert!(matches!(ask(&options(), &nowhere), Err(Error::UnknownZone { .. })));
    let csat = options().metric("csat");
    assert!(matches!(ask(&csat, &PeriodOptions::default()), Err(Error::UnknownName { .. })));
}

/// Each answer is split by itself: its counted points evenly over the contacts before it.
fn naive(persons: &[Person], reference: f64, shrink: f64, dated: CreditDate) -> Cells {
    let path = |person: &Person| -> Vec<(i64, u8)> {
        let mut path: Vec<_> =
            person.contacts.iter().copied().filter(|(at, _)| *at <= person.answer.0).collect();
        path.sort_by_key(|(at, _)| *at);
        path
    };
    let set = |person: &Person| -> Vec<u8> {
        let mut set: Vec<u8> = path(person).iter().map(|(_, what)| *what).collect();
        set.sort_unstable();
        set.dedup();
        set
    };
    let mut cells = Cells::new();
    for one in persons {
        let (at, score, weight) = one.answer;
        let points = match score {
            9.0.. => 100.0,
            ..=6.0 => -100.0,
            _ => 0.0,
        };
        let all = weight * (points - reference);
        let alike = persons.iter().filter(|other| set(other) == set(one)).count() as f64;
        let counted = all * alike / (alike + shrink);
        let day = |minute: i64| minute.div_euclid(DAY) as i32;
        let steps = path(one);
        let mut add = |day: i32, name: String, credit: f64| {
            *cells.entry((day, name)).or_default() += credit;
        };
        add(day(at), UNATTRIBUTED.into(), all - counted);
        if steps.is_empty() {
            add(day(at), UNATTRIBUTED.into(), counted);
        }
        for (when, what) in &steps {
            let when = if dated == CreditDate::Touch { *when } else { at };
            add(day(when), format!("t{what}"), counted / steps.len() as f64);
        }
    }
    cells
}

fn persons() -> impl Strategy<Value = Vec<Person>> {
    let contacts = proptest::collection::btree_map(0..20 * DAY, 0..5_u8, 1..6);
    let answer = (0..25 * DAY, (0..=10_u8).prop_map(f64::from), 0.2..5.0);
    let person = (contacts, answer)
        .prop_map(|(contacts, answer)| Person { contacts: contacts.into_iter().collect(), answer });
    proptest::collection::vec(person, 1..25)
}

fn dates() -> impl Strategy<Value = CreditDate> {
    prop_oneof![Just(CreditDate::Touch), Just(CreditDate::Conversion)]
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn credits_are_those_of_each_answer_by_itself(
        persons in persons(), shrink in 0.0..10.0, reference in -50.0..50.0, dated in dates(),
    ) {
        let options = options().reference(reference).shrink(shrink);
        let found = cells(&run(&persons, &options, dated), Model::Linear);
        let truth = naive(&persons, reference, shrink, dated);
        for cell in truth.keys().chain(found.keys()) {
            let [found, truth] = [&found, &truth].map(|of| of.get(cell).copied().unwrap_or(0.0));
            prop_assert!((found - truth).abs() < 1e-9 * (1.0 + truth.abs()), "{cell:?}: {found}, not {truth}");
        }
    }

    #[test]
    fn periods_sum_to_the_whole(
        persons in persons(), shrink in 0.0..10.0, window in 0usize..5, dated in dates(),
    ) {
        let models = [Model::Linear, Model::First, Model::Last, Model::Position, Model::Shapley];
        let options = ExperienceOptions::default().shrink(shrink).models(models);
        let (journeys, people, feedback) = company(&persons)?;
        let whole = experience(&journeys, &people, &feedback, &options)?;
        let window =
            [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::Year][window];
        let periods = PeriodOptions { window, dated, ..PeriodOptions::default() };
        let table = experience_by_period(&journeys, &people, &feedback, &options, &periods)?;
        prop_assert_eq!((table.total, table.reference), (whole.total, whole.reference));
        for model in models {
            for row in whole.of(model) {
                let of = table.rows.iter().filter(|part| {
                    part.model == model && part.touchpoint == row.touchpoint
                });
                let sum: f64 = of.map(|part| part.credit).sum();
                prop_assert!((sum - row.credit).abs() < 1e-8, "{row:?} {sum}");
            }
            let sum: f64 = cells(&table, model).values().sum();
            prop_assert!((sum - table.total).abs() < 1e-8, "{sum} {}", table.total);
        }
    }
    #[test]
    fn the_unit_of_the_weights_scales_every_figure(
        persons in persons(), power in -60_i32..20, dated in dates(),
    ) {
        // A power of two: nothing is rounded by it.
        let unit = 2.0_f64.powi(power);
        let scaled: Vec<Person> = persons
            .iter()
            .cloned()
            .map(|mut person| { person.answer.2 *= unit; person })
            .collect();
        let (before, after) = (run(&persons, &options(), dated), run(&scaled, &options(), dated));
        prop_assert_eq!(before.rows.len(), after.rows.len());
        for (before, after) in before.rows.iter().zip(&after.rows) {
            let far = 1e-9 * unit * (1.0 + before.credit.abs());
            prop_assert!((after.credit - unit * before.credit).abs() <= far, "{before:?} {after:?}");
            let [low, high] = [before.credit_low, before.credit_high].map(|end| unit * end);
            let far = 1e-6 * unit * (1.0 + before.credit_high.abs() + before.credit_low.abs());
            prop_assert!((after.credit_low - low).abs() <= far, "{before:?} {after:?}");
            prop_assert!((after.credit_high - high).abs() <= far, "{before:?} {after:?}");
        }
    }
}
