//! The response to broadcast spots: the bank's true excess, simulated worlds, and what must hold.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_bank::{Options, generate};
use cx_core::attribution::{
    AttributeOptions, Broadcast, BroadcastOptions, CarriedRow, CarryOptions, CarryRule, Credit,
    Model, ReturnOptions, attribute, attribute_with_spots, broadcast, returns,
};
use cx_core::columns::TimeUnit;
use cx_core::intake::{CountRoles, Counts, EventRoles, Events, SpotRoles, Spots};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::cases::cases;
use proptest::prelude::*;

/// A CSV file as text columns; the named ones as integers.
fn read(dir: &Path, table: &str, integers: &[&str]) -> RecordBatch {
    let mut reader = csv::Reader::from_path(dir.join(format!("{table}.csv"))).expect(table);
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let column = |place: usize, name: &str| -> ArrayRef {
        let cells = rows.iter().map(|row| row.get(place).filter(|cell| !cell.is_empty()));
        if integers.contains(&name) {
            Arc::new(cells.map(|c| c.and_then(|t| t.parse::<i64>().ok())).collect::<Int64Array>())
        } else {
            Arc::new(cells.collect::<StringArray>())
        }
    };
    let columns = header.iter().enumerate().map(|(place, name)| (name, column(place, name)));
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

struct Bank {
    spots: Spots,
    web: Events,
    /// Searches that each spot triggered, and how many it was expected to.
    truth: BTreeMap<String, [f64; 2]>,
}

fn bank(customers: u64) -> Bank {
    let out = std::env::temp_dir().join(format!("cx-broadcast-{customers}-{}", std::process::id()));
    let options = Options { customers, out: out.clone(), dirty: false, ..Options::default() };
    generate(&options).expect("the bank can be written");
    let roles = SpotRoles {
        time: "aired_at".into(),
        spot: Some("spot_id".into()),
        campaign: Some("campaign".into()),
        cost: Some("cost_chf".into()),
        weight: Some("reach".into()),
        timezone: Some("Europe/Zurich".into()),
        ..SpotRoles::default()
    };
    let spots = Spots::read(&[read(&out, "tv_spots", &[])], &roles).expect("spots");
    let mut ads = EventRoles::new("ts_ms", "cookie", "cookie", "network").event("action");
    ads.time_unit = Some(TimeUnit::Millis);
    let ads = Events::read(&[read(&out, "ads", &["ts_ms"])], &ads).expect("ads");
    let mut web = EventRoles::new("timestamp", "cookie", "cookie", "channel").event("event");
    web.value = Some("value_chf".into());
    let web = Events::read(&[read(&out, "web", &[])], &web).expect("web");
    let mut truth = BTreeMap::new();
    let mut reader = csv::Reader::from_path(out.join("truth_tv.csv")).expect("the truth");
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        let number = |name: &str| row[name].parse::<f64>().expect("a number");
        // The chance with which a spot that was seen triggers a search.
        let expected = 0.014 * number("viewers");
        truth.insert(row["spot_id"].clone(), [number("searches_triggered"), expected]);
    }
    std::fs::remove_dir_all(&out).expect("the files can go");
    Bank { spots, web: Events::concat(&[ads, web]).expect("events"), truth }
}

fn searches() -> BroadcastOptions {
    // Clicks on advertisements and visits from a search engine: every search is one or the other.
    BroadcastOptions::default().touchpoints(["search"]).timezone("Europe/Zurich")
}

#[test]
fn the_searches_that_the_banks_spots_triggered_are_found_and_carried() {
    let bank = bank(12_000);
    let response = broadcast(&bank.spots, &bank.web, &searches()).expect("a response");
    // Searches come at once or, on average, four minutes after a spot, and take five seconds.
    let mean = response.shape * response.scale;
    assert!((3.6..4.6).contains(&mean), "{mean}");
    let placebo = response.placebo.expect("there are weeks without spots");
    assert!(placebo.spots > 1_600 && placebo.low < 0.0 && 0.0 < placebo.high, "{placebo:?}");
    let (mut held, mut all) = (0, 0.0);
    for row in &response.spots {
        let [_, expected] = bank.truth[&row.spot];
        all += 1.0;
        held += usize::from((row.visits_low..=row.visits_high).contains(&expected));
    }
    let coverage = held as f64 / all;
    assert!((0.93..=0.98).contains(&coverage), "{coverage}");
    for row in &response.campaigns {
        let mine = |spot: &&cx_core::attribution::BroadcastSpot| {
            row.campaign.as_ref().is_none_or(|campaign| spot.campaign == *campaign)
        };
        let mine: Vec<_> = response.spots.iter().filter(mine).collect();
        let truth: f64 = mine.iter().map(|spot| bank.truth[&spot.spot][0]).sum();
        assert!(row.visits_low <= truth && truth <= row.visits_high, "{row:?}: {truth}");
        assert!((row.visits_high - row.visits_low) / truth < 0.25, "{row:?}");
        let sum: f64 = mine.iter().map(|spot| spot.visits).sum();
        assert!((sum - row.visits).abs() < 1e-6 * row.visits, "{sum} {row:?}");
        assert!((row.cost_per_visit - row.cost / row.visits).abs() < 1e-9);
    }
    carried(&bank, &response);
}

/// What TV gets is taken from search, and nothing is lost.
fn carried(bank: &Bank, response: &Broadcast) {
    let people = stitch(&bank.web, &StitchOptions::default()).expect("people");
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    let journeys = journeys(&bank.web, &people, &options).expect("journeys");
    for model in [CarryRule::Linear, CarryRule::First, CarryRule::Last] {
        let carried = response
            .carry(&journeys, &CarryOptions { model, ..CarryOptions::default() })
            .expect("credits");
        let sum = |pick: fn(&cx_core::attribution::GivenRow) -> f64| -> f64 {
            carried.touchpoints.iter().map(pick).sum()
        };
        let conversions = journeys.converted.iter().filter(|flag| **flag).count() as f64;
        let value: i128 = journeys.value.iter().filter(|v| **v > 0).map(|v| i128::from(*v)).sum();
        assert!((sum(|row| row.conversions) - conversions).abs() < 1e-6);
        assert!((sum(|row| row.conversions_after) - conversions).abs() < 1e-6);
        assert!((sum(|row| row.value_after) - value as f64 / 1e6).abs() < 1e-3);
        let of =
            |name: &str| carried.touchpoints.iter().find(|row| row.touchpoint == name).expect(name);
        let (tv, search) = (of("tv"), of("search"));
        assert!((tv.conversions_received - search.conversions_given).abs() < 1e-9);
        assert!(search.conversions_after > 0.0 && tv.conversions_received > 0.0, "{tv:?}");
        let by_spot: f64 = carried.spots.iter().map(|row| row.conversions).sum();
        assert!((by_spot - tv.conversions_received).abs() < 1e-9);
        for row in &carried.rows {
            assert!(row.conversions_low <= row.conversions && row.value <= row.value_high);
        }
        let (whole, flights) = carried.rows.split_last().expect("a sum");
        let names: Vec<_> = response.campaigns.iter().map(|row| row.campaign.clone()).collect();
        assert_eq!(names, carried.rows.iter().map(|r| r.campaign.clone()).collect::<Vec<_>>());
        let sum = |pick: fn(&CarriedRow) -> f64| -> f64 { flights.iter().map(pick).sum() };
        assert!(whole.campaign.is_none() && flights.len() == 4);
        assert!((whole.conversions - sum(|row| row.conversions)).abs() < 1e-9);
        assert!((whole.visits - sum(|row| row.visits)).abs() < 1e-9);
        assert!((whole.cost - sum(|row| row.cost)).abs() < 1e-6);
        let doubt = whole.conversions_high - whole.conversions;
        // Campaigns are neither one another's opposite nor one and the same.
        assert!(doubt < sum(|row| row.conversions_high - row.conversions));
        let squares = sum(|row| (row.conversions_high - row.conversions).powi(2));
        assert!(doubt > 0.5 * squares.sqrt(), "{doubt}");
    }
    spots_stand_in_their_own_row(&journeys, response);
    for row in response.curve.iter().step_by(97) {
        let causes: f64 = response.causes(row.time + 59_000_000).iter().map(|cause| cause.1).sum();
        assert!((causes - (1.0 - row.baseline / row.fitted)).abs() < 1e-9, "{row:?}");
    }
    assert!(response.causes(0).is_empty());
}

/// Case M10: what spots brought stands in television's row, is taken from search, and all of it sums.
fn spots_stand_in_their_own_row(journeys: &Journeys, response: &Broadcast) {
    let models = [Model::Linear, Model::Markov, Model::Hazard];
    let options = AttributeOptions::default().models(models);
    let with = attribute_with_spots(journeys, response, &options).expect("credits");
    let without = attribute(journeys, &options).expect("credits");
    for model in models {
        let find = |credit: &'_ Credit, name: &str| -> [f64; 2] {
            let found = credit.of(model).find(|row| row.touchpoint == name);
            found.map_or([0.0; 2], |row| [row.conversions, row.value])
        };
        let sum = |credit: &Credit| credit.of(model).map(|row| row.conversions).sum::<f64>();
        assert!((sum(&with) - with.conversions).abs() < 1e-6, "{model:?}");
        let [tv, search] = ["tv", "search"].map(|name| find(&with, name));
        assert!(tv[0] > 0.0 && search[0] > 0.0, "{model:?} {tv:?} {search:?}");
        let before = find(&without, "search");
        for at in 0..2 {
            let (sum, whole) = (tv[at] + search[at], before[at]);
            assert!((sum - whole).abs() < 1e-6 * whole.max(1.0), "{model:?} {sum} {whole}");
        }
        for row in with.of(model).filter(|row| row.touchpoint == "tv") {
            assert!(row.lower_bound && row.conversions_low <= row.conversions, "{row:?}");
            // The doubt in the visits that the spots caused is part of it.
            let visits = response.campaigns.iter().find(|row| row.campaign.is_none());
            let visits = visits.expect("television");
            let doubt = 1.95 * visits.visits_error / visits.visits * row.conversions;
            assert!(doubt > 0.0 && row.conversions_high - row.conversions > doubt, "{row:?}");
        }
        let parts: f64 = with
            .parts_of(model)
            .filter(|row| row.touchpoint == "tv")
            .map(|row| row.conversions)
            .sum();
        assert!((parts - tv[0]).abs() < 1e-6, "{model:?}: flights sum to television");
    }
    // By linear credit it is what is carried.
    let carried = response.carry(journeys, &CarryOptions::default()).expect("credits");
    let linear = carried.rows.iter().find(|row| row.campaign.is_none()).expect("television");
    let tv = with.of(Model::Linear).find(|row| row.touchpoint == "tv").expect("television");
    assert!((tv.conversions - linear.conversions).abs() < 1e-9);
    assert!((tv.value - linear.value).abs() < 1e-6);
    // The cost of the spots stands beside it, and no alarm is raised on a lower bound.
    let found = returns(&with, None, None, &ReturnOptions::default()).expect("returns");
    let row = found.touchpoints.iter().find(|row| row.touchpoint.as_deref() == Some("tv"));
    let row = row.expect("television");
    let spent: f64 =
        response.campaigns.iter().filter(|row| row.campaign.is_some()).map(|r| r.cost).sum();
    assert!((row.cost_counted - spent).abs() < 1e-3 && row.lower_bound && !row.pareto, "{row:?}");
    let all: f64 =
        found.touchpoints.iter().map(|row| row.conversions).filter(|x| !x.is_nan()).sum();
    assert!((all - with.conversions).abs() < 1e-6);
}

/// Monday, 5 January 2026, 00:00 UTC, in seconds.
const MONDAY: i64 = 1_767_571_200;
const WEEK: i64 = 7 * 1_440;

fn spots(rows: &[(i64, &str, f64)]) -> Spots {
    let time = rows.iter().map(|row| MONDAY + 60 * row.0).collect::<Int64Array>();
    let campaign = rows.iter().map(|row| Some(row.1)).collect::<StringArray>();
    let weight = rows.iter().map(|row| Some(row.2)).collect::<Float64Array>();
    let columns: [(&str, ArrayRef); 3] =
        [("at", Arc::new(time)), ("campaign", Arc::new(campaign)), ("reach", Arc::new(weight))];
    let roles = SpotRoles {
        time: "at".into(),
        campaign: Some("campaign".into()),
        weight: Some("reach".into()),
        time_unit: Some(TimeUnit::Seconds),
        ..SpotRoles::default()
    };
    Spots::read(&[RecordBatch::try_from_iter(columns).expect("a table")], &roles).expect("spots")
}

fn counts(rows: &[(i64, f64)]) -> Counts {
    let time = rows.iter().map(|row| MONDAY + 60 * row.0).collect::<Int64Array>();
    let count = rows.iter().map(|row| Some(row.1)).collect::<Float64Array>();
    let columns: [(&str, ArrayRef); 2] = [("at", Arc::new(time)), ("calls", Arc::new(count))];
    let roles = CountRoles {
        time: "at".into(),
        count: "calls".into(),
        time_unit: Some(TimeUnit::Seconds),
        ..CountRoles::default()
    };
    Counts::read(&[RecordBatch::try_from_iter(columns).expect("a table")], &roles).expect("counts")
}

/// Five weeks with 10 calls a minute and, after each spot, its amplitude times the response.
fn world(rows: &[(i64, &str, f64)], amplitudes: &[f64]) -> Vec<(i64, f64)> {
    let density = |minute: i64| -> f64 {
        (0..16).map(|at| libm::exp(-(minute as f64 + (f64::from(at) + 0.5) / 16.0) / 4.0)).sum()
    };
    let whole: f64 = (0..60).map(density).sum();
    let mut calls = vec![10.0; 5 * WEEK as usize];
    for (row, amplitude) in rows.iter().zip(amplitudes) {
        for minute in 0..60 {
            calls[(row.0 + minute) as usize] += amplitude * density(minute) / whole;
        }
    }
    calls.into_iter().enumerate().map(|(minute, count)| (minute as i64, count)).collect()
}

fn given() -> BroadcastOptions {
    let text = r#"{"shape": 1.0, "scale": "4m"}"#;
    cx_core::options::from_json(text).expect("options")
}

#[test]
fn overlapping_spots_are_told_apart() {
    let evening = 2 * WEEK + 20 * 60;
    let rows = [(evening, "a", 1.0), (evening + 3, "b", 1.0), (evening + 40, "a", 1.0)];
    let response = broadcast(&spots(&rows), &counts(&world(&rows, &[100.0, 300.0, 0.0])), &given())
        .expect("a response");
    let visits: Vec<f64> = response.spots.iter().map(|row| row.visits).collect();
    for (found, truth) in visits.iter().zip([100.0, 300.0, 0.0]) {
        assert!((found - truth).abs() < 1e-3, "{visits:?}");
    }
    let of = |campaign: Option<&str>| {
        let same =
            |row: &&cx_core::attribution::BroadcastCampaign| row.campaign.as_deref() == campaign;
        response.campaigns.iter().find(same).expect("a row").visits
    };
    assert!((of(Some("b")) - 300.0).abs() < 1e-3 && (of(None) - 400.0).abs() < 1e-3);
    // The response is found where it is not given.
    let free = BroadcastOptions::default();
    let found = broadcast(&spots(&rows), &counts(&world(&rows, &[100.0, 300.0, 0.0])), &free)
        .expect("a response");
    assert!((found.shape * found.scale - 4.0).abs() < 0.3, "{} {}", found.shape, found.scale);
}

#[test]
fn spots_of_one_minute_share_by_weight() {
    let evening = 2 * WEEK + 20 * 60;
    let rows = [(evening, "a", 3.0), (evening, "b", 1.0)];
    let response = broadcast(&spots(&rows), &counts(&world(&rows, &[75.0, 25.0])), &given())
        .expect("a response");
    let visits: Vec<f64> = response.spots.iter().map(|row| row.visits).collect();
    assert!((visits[0] - 75.0).abs() < 1e-3 && (visits[1] - 25.0).abs() < 1e-3, "{visits:?}");
    assert!(response.spots.iter().all(|row| row.visits_low == 0.0), "nobody can tell them apart");
}

/// Case I36: spots of the second half lie an hour off, as with a fixed offset after the clocks went forward.
#[test]
fn spots_an_hour_off_are_named() {
    use cx_tests::dice::Dice;
    let mut dice = Dice(11);
    let aired: Vec<i64> =
        (0..120).map(|spot| spot * 5 * WEEK / 120 + 62 + dice.below(235) as i64).collect();
    let rows = |off: &dyn Fn(usize) -> i64| -> Vec<(i64, &'static str, f64)> {
        let moved = aired.iter().enumerate();
        moved.map(|(at, minute)| (minute + off(at), "a", 1.0)).collect()
    };
    let mut noisy = |amplitude: f64| -> Counts {
        let exact = world(&rows(&|_| 0), &[amplitude; 120]);
        counts(&exact.iter().map(|(m, mean)| (*m, dice.poisson(*mean) as f64)).collect::<Vec<_>>())
    };
    let calls = noisy(40.0);
    let shift = |calls: &Counts, off: &dyn Fn(usize) -> i64| {
        broadcast(&spots(&rows(off)), calls, &BroadcastOptions::default()).expect("fits").hour_shift
    };
    assert_eq!(shift(&calls, &|_| 0), None);
    for (off, minutes) in [(60, -60), (-60, 60)] {
        let half = shift(&calls, &|at| if at < 60 { 0 } else { off }).expect("half of them");
        assert_eq!(half.minutes, minutes);
        // A spot whose other hour is reached by a neighbour says nothing.
        assert!((40..=62).contains(&half.spots), "{half:?}");
        // Each of them brought 40.
        let truth = 40.0 * half.spots as f64;
        assert!((half.visits_low..half.visits_high).contains(&truth), "{truth} {half:?}");
        assert!(half.visits_high - half.visits_low < 0.7 * half.visits, "{half:?}");
        let side = if minutes < 0 { "an hour before them" } else { "an hour after them" };
        assert!(half.en.contains(side) && half.de.contains("eine Stunde"), "{half:?}");
        assert!(half.visits_at_time < 0.2 * half.visits, "{half:?}");
        let all = shift(&calls, &|_| off).expect("all of them");
        assert!(all.minutes == minutes && all.spots > 80, "{all:?}");
    }
    // Spots that bring nothing are not off.
    let silent = noisy(0.0);
    assert_eq!(shift(&silent, &|_| 0), None);
}

#[test]
fn what_cannot_be_answered_says_why() {
    let rows = [(2 * WEEK, "a", 1.0)];
    let calls = counts(&world(&rows, &[0.0]));
    let outside =
        broadcast(&spots(&[(9 * WEEK, "a", 1.0)]), &calls, &given()).expect_err("outside");
    assert!(outside.to_string().contains("period"), "{outside}");
    let everywhere: Vec<(i64, &str, f64)> =
        (0..5 * WEEK).step_by(30).map(|m| (m, "a", 1.0)).collect();
    let no_base = broadcast(&spots(&everywhere), &calls, &given()).expect_err("no baseline");
    assert!(no_base.to_string().contains("baseline"), "{no_base}");
    for text in [
        r#"{"window": "1m"}"#,
        r#"{"slot": "7m"}"#,
        r#"{"level": "1h"}"#,
        r#"{"shape": 0.1}"#,
        r#"{"scale": "2h"}"#,
        r#"{"outlier": 1.0}"#,
        r#"{"confidence": 1.0}"#,
    ] {
        let options: BroadcastOptions = cx_core::options::from_json(text).expect(text);
        let error = broadcast(&spots(&rows), &calls, &options).expect_err(text);
        assert_eq!(error.kind(), "option", "{error}");
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn rows_may_come_in_any_order(
        minutes in proptest::collection::vec(0..900_i64, 1..12),
        noise in proptest::collection::vec(0..5_u8, 200),
        seed in any::<u64>(),
    ) {
        let rows: Vec<(i64, &str, f64)> = minutes
            .iter()
            .enumerate()
            .map(|(at, minute)| (2 * WEEK + minute, ["a", "b"][at % 2], 1.0 + at as f64))
            .collect();
        let mut calls = world(&rows, &vec![20.0; rows.len()]);
        for (at, call) in calls.iter_mut().enumerate() {
            call.1 = (call.1 + f64::from(noise[at % noise.len()])).round();
        }
        let first = broadcast(&spots(&rows), &counts(&calls), &given())?;
        let (mut shuffled, mut state) = (rows, seed);
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        calls.reverse();
        let second = broadcast(&spots(&shuffled), &counts(&calls), &given())?;
        // Blank costs are NaN, which is equal to nothing: the text of the rows is what must agree.
        prop_assert_eq!(format!("{:?}", first.campaigns), format!("{:?}", second.campaigns));
        prop_assert_eq!(format!("{:?}", first.spots), format!("{:?}", second.spots));
        prop_assert_eq!(&first.curve, &second.curve);
        for row in &first.spots {
            prop_assert!(row.visits >= 0.0 && row.visits_low <= row.visits);
            prop_assert!(row.visits <= row.visits_high);
        }
    }
}
