//! Random inputs for properties.

use proptest::prelude::*;

use crate::company::Row;
use crate::paths::PathRow;
use crate::rules_oracle::Rules;

/// Rows of aggregated paths: up to `longest` contacts with one of `touchpoints`, values in parts of
/// 1 (`unit` parts each), counts of all kinds: whole, in parts, none.
pub fn path_rows(
    touchpoints: u8,
    longest: usize,
    unit: f64,
    rows: usize,
) -> impl Strategy<Value = Vec<PathRow>> {
    let tokens = proptest::collection::vec(0..touchpoints, 0..=longest);
    let count = || {
        prop_oneof![
            Just(0.0),
            (0u32..50).prop_map(f64::from),
            (0u32..9000).prop_map(|n| f64::from(n) / 1024.0)
        ]
    };
    let row = (tokens, count(), 0u32..100_000, count()).prop_map(
        move |(tokens, conversions, parts, nulls)| PathRow {
            path: tokens.iter().map(|t| format!("t{t}")).collect::<Vec<_>>().join(" > "),
            conversions,
            value: if conversions > 0.0 { f64::from(parts) / unit } else { 0.0 },
            nulls,
        },
    );
    proptest::collection::vec(row, 1..=rows)
}

/// Rows of a company in which someone buys: `ids` cookies and as many logins, within `minutes`, of
/// which few differ (multiples of `step`), so that ties are common.
pub fn company_rows(
    ids: u8,
    touchpoints: u8,
    minutes: i64,
    step: i64,
) -> impl Strategy<Value = Vec<Row>> {
    let id = move || proptest::option::weighted(0.7, 0..ids);
    let value = proptest::option::weighted(0.2, 0i64..100_000);
    let row = (0..minutes, id(), id(), 0..touchpoints, value).prop_map(
        move |(minute, cookie, login, touchpoint, cents)| Row {
            minute: minute / step * step,
            cookie,
            login,
            touchpoint,
            value: cents.map(|c| c as f64 / 100.0),
        },
    );
    proptest::collection::vec(row, 1..60).prop_filter("someone must buy", |rows| {
        rows.iter().any(|r| r.converts() && (r.cookie.is_some() || r.login.is_some()))
    })
}

/// Rules of sessions, with limits below `most` minutes.
pub fn session_rules(most: i64) -> impl Strategy<Value = Rules> {
    let limit = move || proptest::option::of(1..most);
    let yes = || any::<bool>();
    (limit(), limit(), yes(), yes(), yes(), yes()).prop_map(
        |(gap, longest, midnight, touchpoint, campaign, logins)| Rules {
            gap,
            longest,
            midnight,
            touchpoint,
            campaign,
            logins,
        },
    )
}
