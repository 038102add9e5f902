//! What must hold for any audit, and a naive recursion to compare it with.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::Error;
use cx_core::audit::{Audit, AuditOptions, Policy, audit};
use cx_core::columns::TimeUnit;
use cx_core::intake::{Criteria, CriteriaRoles, FindingRoles, Findings};
use cx_core::stats::Light;
use proptest::prelude::*;

/// A criterion: the number of the one above (itself: top), weight, critical.
type Node = (usize, u8, bool);
/// A finding: criterion, touchpoint, auditor, hour, answer (0, 1; 2: not applicable; 3: not checked).
type Row = (usize, u8, u8, i64, u8);

fn nodes() -> impl Strategy<Value = Vec<Node>> {
    proptest::collection::vec((any::<u16>(), 0u8..4, proptest::bool::weighted(0.2)), 1..12)
        .prop_map(|nodes| {
            let above = |(at, (seed, weight, critical)): (usize, (u16, u8, bool))| {
                (usize::from(seed) % (at + 1), weight, critical)
            };
            nodes.into_iter().enumerate().map(above).collect()
        })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // More criteria than the catalogue may have: unknown ones are accounted for.
    proptest::collection::vec((0usize..13, 0u8..3, 0u8..2, 0i64..100, 0u8..4), 1..60)
}

fn name(at: usize) -> String {
    format!("c{at}")
}

fn text(cells: Vec<Option<String>>) -> ArrayRef {
    Arc::new(StringArray::from(cells))
}

#[allow(clippy::unnecessary_wraps, reason = "every role is an option")]
fn role(name: &str) -> Option<String> {
    Some(name.to_owned())
}

fn catalogue(nodes: &[Node], order: &[usize]) -> Criteria {
    let each = || order.iter().map(|at| (*at, nodes[*at]));
    let parent = |(at, (above, ..)): (usize, Node)| (above != at).then(|| name(above));
    let batch = RecordBatch::try_from_iter([
        ("criterion", text(each().map(|(at, _)| Some(name(at))).collect())),
        ("parent", text(each().map(parent).collect())),
        (
            "weight",
            Arc::new(each().map(|(_, n)| Some(f64::from(n.1))).collect::<Float64Array>()) as _,
        ),
        (
            "critical",
            Arc::new(each().map(|(_, n)| Some(n.2)).collect::<BooleanArray>()) as ArrayRef,
        ),
        ("target", Arc::new(each().map(|_| Some(80.0)).collect::<Float64Array>()) as ArrayRef),
        ("cadence", text(each().map(|_| Some("30d".into())).collect())),
    ])
    .expect("columns of one length");
    let roles = CriteriaRoles {
        parent: role("parent"),
        weight: role("weight"),
        critical: role("critical"),
        target: role("target"),
        cadence: role("cadence"),
        ..CriteriaRoles::default()
    };
    Criteria::read(&[batch], &roles).expect("a catalogue")
}

fn findings(rows: &[Row], split: usize) -> Findings {
    let batch = |rows: &[Row]| {
        let state = |answer: u8| match answer {
            2 => "not_applicable",
            3 => "not_checked",
            _ => "scored",
        };
        let time = |row: &Row| Some(1_767_225_600 + 3_600 * row.3);
        RecordBatch::try_from_iter([
            ("criterion", text(rows.iter().map(|r| Some(name(r.0))).collect())),
            ("touchpoint", text(rows.iter().map(|r| Some(format!("t{}", r.1))).collect())),
            ("auditor", text(rows.iter().map(|r| Some(format!("a{}", r.2))).collect())),
            ("time", Arc::new(rows.iter().map(time).collect::<Int64Array>()) as ArrayRef),
            (
                "answer",
                Arc::new(rows.iter().map(|r| Some(f64::from(r.4))).collect::<Float64Array>()) as _,
            ),
            ("state", text(rows.iter().map(|r| Some(state(r.4).into())).collect())),
        ])
        .expect("columns of one length")
    };
    let batches: Vec<RecordBatch> = rows.chunks(split.max(1)).map(batch).collect();
    let roles = FindingRoles {
        auditor: role("auditor"),
        state: role("state"),
        time_unit: Some(TimeUnit::Seconds),
        ..FindingRoles::default()
    };
    Findings::read(&batches, &roles).expect("findings")
}

fn run(nodes: &[Node], rows: &[Row], options: &AuditOptions) -> Audit {
    let order: Vec<usize> = (0..nodes.len()).collect();
    audit(&catalogue(nodes, &order), &findings(rows, 100), options).expect("an audit")
}

fn shuffle<T>(items: &mut [T], mut state: u64) {
    for at in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        items.swap(at, (state >> 33) as usize % (at + 1));
    }
}

/// Score and coverage.
type Value = (Option<f64>, Option<f64>);
/// Criterion to hour and answer.
type Visit = BTreeMap<usize, (i64, u8)>;

/// Score and coverage of one node in one visit.
fn naive(nodes: &[Node], visit: &BTreeMap<usize, u8>, at: usize) -> Value {
    let parts: Vec<usize> = (0..nodes.len()).filter(|p| *p != at && nodes[*p].0 == at).collect();
    if parts.is_empty() {
        return match visit.get(&at) {
            Some(answer @ (0 | 1)) => (Some(f64::from(*answer)), Some(1.0)),
            Some(2) => (None, None),
            _ => (None, Some(0.0)),
        };
    }
    let found: Vec<_> =
        parts.iter().map(|p| (f64::from(nodes[*p].1), naive(nodes, visit, *p))).collect();
    let mean = |value: &dyn Fn(&Value) -> Option<f64>| {
        let some = || found.iter().filter_map(|(w, v)| value(v).map(|v| (*w, v)));
        let weight: f64 = some().map(|(w, _)| w).sum();
        (weight > 0.0).then(|| some().map(|(w, v)| w * v).sum::<f64>() / weight)
    };
    (mean(&|v| v.0), mean(&|v| v.1))
}

fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    prop_oneof![
        Just(Policy::Normalised),
        Just(Policy::Flat),
        Just(Policy::Min),
        Just(Policy::Geometric),
        Just(Policy::Absolute),
    ]
}

proptest! {
    #[test]
    fn scores_are_those_of_a_naive_recursion(nodes in nodes(), rows in rows()) {
        let audit = run(&nodes, &rows, &AuditOptions::default());
        let is_group = |at: usize| (0..nodes.len()).any(|p| p != at && nodes[p].0 == at);
        // Last answer of each criterion in each visit; at the same hour the lower one.
        let mut visits: BTreeMap<(u8, u8, i64), Visit> = BTreeMap::new();
        let strength = |answer: u8| match answer { 0 => 3, 1 => 2, 2 => 1, _ => 0 };
        for (criterion, touchpoint, auditor, hour, answer) in &rows {
            if *criterion >= nodes.len() || is_group(*criterion) {
                continue;
            }
            let visit = visits.entry((*touchpoint, *auditor, hour / 24)).or_default();
            let last = visit.entry(*criterion).or_insert((*hour, *answer));
            if (*hour, strength(*answer)) > (last.0, strength(last.1)) {
                *last = (*hour, *answer);
            }
        }
        for row in audit.rows.iter().filter(|row| row.node != Audit::WHOLE) {
            let Some(place) = &row.touchpoint else { continue };
            let at: usize = row.node[1..].parse().expect("a number");
            let here = visits.iter().filter(|(key, _)| format!("t{}", key.0) == *place);
            let mut scored = Vec::new();
            for (_, visit) in here {
                let visit = visit.iter().map(|(at, (_, answer))| (*at, *answer)).collect();
                if let (Some(score), Some(coverage)) = naive(&nodes, &visit, at) {
                    scored.push((score, coverage));
                }
            }
            let weight: f64 = scored.iter().map(|(_, w)| w).sum();
            let score = (weight > 0.0)
                .then(|| 100.0 * scored.iter().map(|(s, w)| s * w).sum::<f64>() / weight);
            prop_assert!(same(row.score, score), "{row:?} {score:?}");
            prop_assert_eq!(row.visits, scored.len() as u64);
        }
    }

    #[test]
    fn neither_order_nor_split_matters(
        nodes in nodes(), mut rows in rows(), split in 1usize..20, seed in any::<u64>(), policy in policy(),
    ) {
        let options = AuditOptions::default().policy(policy);
        let whole = run(&nodes, &rows, &options);
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        shuffle(&mut order, seed);
        shuffle(&mut rows, seed ^ 0x9e37);
        let other = audit(&catalogue(&nodes, &order), &findings(&rows, split), &options).expect("an audit");
        prop_assert_eq!(other.to_record_batch().expect("table"), whole.to_record_batch().expect("table"));
        prop_assert_eq!(
            serde_json::to_string(&other).expect("text"),
            serde_json::to_string(&whole).expect("text")
        );
    }

    #[test]
    fn figures_stay_in_range_and_rows_are_accounted_for(
        nodes in nodes(), rows in rows(), policy in policy(), window in proptest::option::of(1i64..90),
    ) {
        let window = window.map(|hours| cx_core::options::Span::minutes(60 * hours));
        let audit = run(&nodes, &rows, &AuditOptions { policy, window, ..AuditOptions::default() });
        for row in &audit.rows {
            let Some(score) = row.score else {
                prop_assert_eq!((row.light, row.low, row.visits), (None, None, 0));
                continue;
            };
            prop_assert!((0.0..=100.0).contains(&score));
            prop_assert!(row.gated.is_some_and(|gated| (0.0..=score + 1e-9).contains(&gated)), "{row:?}");
            prop_assert!(row.coverage.is_some_and(|c| (0.0..=1.0).contains(&c)), "{row:?}");
            let (low, high) = (row.low.unwrap_or(score), row.high.unwrap_or(score));
            prop_assert!(0.0 <= low && low <= score && score <= high && high <= 100.0, "{row:?}");
            if row.touchpoint.is_some() && row.visits == 1 {
                prop_assert!(row.low.is_none() && row.light != Some(Light::Green), "{row:?}");
            }
        }
        let r = &audit.report;
        let sum = r.used + r.superseded + r.unknown_criterion + r.on_group + r.out_of_scale + r.after
            + r.before_window;
        prop_assert_eq!((r.findings, sum), (rows.len() as u64, rows.len() as u64));
    }

    #[test]
    fn what_does_not_apply_changes_no_score(
        nodes in nodes(), rows in rows(), policy in policy(), weight in 0u8..4,
    ) {
        // A further criterion at the top that applies nowhere.
        let options = AuditOptions::default().policy(policy);
        let mut more = nodes.clone();
        more.push((0, weight, false));
        // It must not turn a criterion into a group.
        let has_parts = nodes.iter().enumerate().any(|(at, n)| at != 0 && n.0 == 0);
        prop_assume!(has_parts);
        let added = nodes.len();
        let mut all: Vec<Row> = rows.iter().filter(|r| r.0 < added).copied().collect();
        prop_assume!(!all.is_empty());
        let plain = run(&nodes, &all, &options);
        let extra: Vec<Row> = all.iter().map(|r| (added, r.1, r.2, r.3, 2)).collect();
        all.extend(extra);
        let with = run(&more, &all, &options);
        for row in &plain.rows {
            let found = with.rows.iter().find(|r| r.node == row.node && r.touchpoint == row.touchpoint);
            if let Some(found) = found {
                prop_assert!(same(found.score, row.score), "{row:?} {found:?}");
                prop_assert!(same(found.gated, row.gated), "{row:?} {found:?}");
            } else {
                // A touchpoint that only had findings on groups.
                prop_assert!(row.touchpoint.is_none());
            }
        }
    }
}

fn fault(criteria: &[(&str, &str)]) -> (String, &'static str) {
    let batch = RecordBatch::try_from_iter([
        ("criterion", text(criteria.iter().map(|c| role(c.0)).collect())),
        ("parent", text(criteria.iter().map(|c| role(c.1).filter(|p| !p.is_empty())).collect())),
    ])
    .expect("columns");
    let roles = CriteriaRoles { parent: role("parent"), ..CriteriaRoles::default() };
    let criteria = Criteria::read(&[batch], &roles).expect("readable");
    let found = audit(&criteria, &findings(&[(0, 0, 0, 0, 1)], 1), &AuditOptions::default());
    match found.expect_err("not a tree") {
        Error::Catalogue { criterion, fault } => (criterion, fault),
        other => unreachable!("{other}"),
    }
}

#[test]
fn catalogues_that_are_no_trees_are_refused() {
    assert!(fault(&[("a", ""), ("a", "")]).1.contains("more than once"));
    assert!(fault(&[("a", "b")]).1.contains("does not exist"));
    let cycle = fault(&[("a", ""), ("d", "c"), ("b", "c"), ("c", "b")]);
    assert_eq!(cycle.0, "b");
    assert!(cycle.1.contains("part of itself"));
    assert!(fault(&[("a", "a")]).1.contains("part of itself"));
    assert!(fault(&[("(all)", ""), ("b", "")]).1.contains("stands for the whole"));
}

#[test]
fn a_deep_catalogue_does_not_overflow_the_stack() {
    let nodes: Vec<Node> = (0..20_000).map(|at: usize| (at.saturating_sub(1), 1, false)).collect();
    let rows = [(19_999, 0, 0, 0, 1)];
    let audit = run(&nodes, &rows, &AuditOptions::default());
    assert_eq!(audit.whole().next().and_then(|row| row.score), Some(100.0));
}

#[test]
fn lights_need_proof_and_critical_failures_do_not() {
    // c1 and c2 are parts of c0; c2 is critical. Target 80.
    let nodes = [(0, 1, false), (0, 9, false), (0, 1, true)];
    let visits = |days: i64, fails: &[i64]| -> Vec<Row> {
        let day = |day: i64| {
            let critical = u8::from(!fails.contains(&day));
            [(1, 0, 0, 24 * day, 1), (2, 0, 0, 24 * day, critical)]
        };
        (0..days).flat_map(day).collect()
    };
    let light = |days: i64, fails: &[i64]| {
        let audit = run(&nodes, &visits(days, fails), &AuditOptions::default());
        let row = audit.whole().find(|row| row.touchpoint.is_some()).expect("t0").clone();
        (row.light, row.visits_needed, row.gated, row.critical_failures)
    };
    assert_eq!(light(1, &[]), (Some(Light::Amber), Some(1), Some(100.0), 0));
    let few = light(3, &[]);
    assert_eq!((few.0, few.2), (Some(Light::Amber), Some(100.0)));
    let needed = few.1.expect("undecided") as i64;
    assert_eq!(light(3 + needed, &[]).0, Some(Light::Green));
    assert_eq!(light(3 + needed - 1, &[]).0, Some(Light::Amber));
    // One critical failure, mended since: no green. In the latest visit: red.
    assert_eq!(light(40, &[5]).0, Some(Light::Amber));
    assert_eq!(light(40, &[39]).0, Some(Light::Red));
    assert_eq!(light(1, &[0]), (Some(Light::Red), None, Some(0.0), 1));
}

#[test]
fn what_is_due_is_told_even_outside_the_window() {
    let nodes = [(0, 1, false), (0, 1, false), (0, 1, false)];
    // One touchpoint was audited on the first of January, the other on the fifth.
    let rows = [(1, 0, 0, 0, 1), (2, 0, 0, 0, 1), (1, 1, 0, 96, 1)];
    let options = AuditOptions {
        at: Some("2026-02-01".into()),
        window: Some(cx_core::options::Span::days(28)),
        ..AuditOptions::default()
    };
    let audit = run(&nodes, &rows, &options);
    let row = |place: Option<&str>| {
        audit.whole().find(|row| row.touchpoint.as_deref() == place).expect("a row").clone()
    };
    let due = |place| row(place).due.map(|day| day.to_string());
    assert_eq!(due(Some("t0")).as_deref(), Some("2026-01-31"));
    assert_eq!((row(Some("t0")).overdue, row(Some("t0")).score), (true, None));
    assert_eq!(due(Some("t1")).as_deref(), Some("2026-02-04"));
    assert_eq!((row(Some("t1")).overdue, row(Some("t1")).coverage), (false, Some(0.5)));
    assert_eq!((due(None).as_deref(), row(None).overdue), (Some("2026-01-31"), true));
    assert_eq!(audit.report.before_window, 2);
}
