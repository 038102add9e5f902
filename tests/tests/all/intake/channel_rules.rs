//! Channels against a naive reading of the rules: row by row, rule by rule, test by test.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::intake::{ChannelOptions, ChannelReport, ChannelRule, ChannelTest, channels};
use cx_core::options::Names;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const FIELDS: [&str; 3] = ["source", "medium", "campaign"];

type Row = [String; 3];

fn table(rows: &[Row]) -> RecordBatch {
    let columns = FIELDS.iter().enumerate().map(|(at, name)| {
        let cells: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
        (*name, Arc::new(StringArray::from(cells)) as ArrayRef)
    });
    RecordBatch::try_from_iter(columns).expect("one length")
}

fn asked(rows: &[Row], options: &ChannelOptions) -> ChannelReport {
    channels(&[table(rows)], options).expect("channels")
}

fn named(rules: Option<&str>, own: Vec<ChannelRule>) -> ChannelOptions {
    ChannelOptions { rules: rules.map(Into::into), own, ..ChannelOptions::default() }
        .source("source")
        .medium("medium")
        .campaign("campaign")
}

fn results(report: &ChannelReport) -> Vec<(String, String)> {
    let of = |at| (report.channel.name(at).into_owned(), report.rule.name(at).into_owned());
    (0..report.len()).map(of).collect()
}

/// Values of which some are equal but for their case.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["", "a", "B", "ab", "aB", "abc", "google", "Facebook", "cpc", "(direct)", "(none)", "ä-x", "Ä-X"])
            .prop_map(str::to_owned),
        1 => "[a-cA-C]{0,4}",
    ]
}

fn row() -> impl Strategy<Value = Row> {
    [value(), value(), value()]
}

fn part() -> impl Strategy<Value = Names> {
    vec(select(vec!["a", "B", "ab", "bc", "oo", "(", "ä", "c"]), 0..2)
        .prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

/// A test with one operator at least.
fn test() -> impl Strategy<Value = ChannelTest> {
    let equals = vec(value(), 1..3).prop_map(|names| names.into_iter().collect::<Names>());
    (equals, part(), part(), part(), any::<bool>()).prop_map(
        |(equals, contains, starts, ends, not)| ChannelTest {
            equals,
            contains,
            starts,
            ends,
            not,
            ..ChannelTest::default()
        },
    )
}

fn tests(most: usize) -> impl Strategy<Value = BTreeMap<String, ChannelTest>> {
    btree_map(select(FIELDS.to_vec()).prop_map(str::to_owned), test(), 0..=most)
}

fn rule() -> impl Strategy<Value = ChannelRule> {
    (select(vec!["One", "Two", "Three"]), tests(2), tests(2))
        .prop_map(|(channel, when, any)| ChannelRule { when, any, ..ChannelRule::new(channel) })
}

/// An address, and the page before it.
fn page() -> impl Strategy<Value = (String, &'static str)> {
    let hosts = select(vec![
        "https://shop.example",
        "https://WWW.Shop.example:443",
        "",
        "//m.shop.example",
        "android-app://x.y",
    ]);
    let parameters = select(vec![
        "gclid=a",
        "GCLID=b",
        "gclid=",
        "fbclid=x",
        "utm_source=newsletter",
        "utm_source=Google",
        "utm_medium=e%2Dmail",
        "utm_medium=cpc",
        "mtm_campaign=spring+sale",
        "q=utm_source=bing",
        "dclid",
        "x=%zz",
        "",
    ]);
    let referrers = select(vec![
        "",
        "https://shop.example/a",
        "https://www.google.ch/",
        "https://m.shop.example",
        "/a",
    ]);
    (hosts, vec(parameters, 0..4), select(vec!["", "#gclid=z"]), referrers).prop_map(
        |(host, parameters, end, referrer)| {
            (format!("{host}/a/b?{}{end}", parameters.join("&")), referrer)
        },
    )
}

/// What a test says of a value, as its documentation reads.
fn holds(test: &ChannelTest, value: &str) -> bool {
    let value = value.to_lowercase();
    let any = |names: &Names, of: &dyn Fn(&str) -> bool| {
        names.0.iter().any(|name| of(&name.to_lowercase()))
    };
    let found = any(&test.equals, &|name| value == name)
        || any(&test.contains, &|part| value.contains(part))
        || any(&test.starts, &|part| value.starts_with(part))
        || any(&test.ends, &|part| value.ends_with(part));
    found != test.not
}

/// The first rule that holds, by going through them.
fn naive(rules: &[ChannelRule], row: &Row) -> Option<usize> {
    let passes = |(field, test): (&String, &ChannelTest)| {
        let at = FIELDS.iter().position(|name| name == field).expect("a field");
        holds(test, &row[at])
    };
    rules.iter().position(|rule| {
        rule.when.iter().all(passes) && (rule.any.is_empty() || rule.any.iter().any(passes))
    })
}

proptest! {
    #[test]
    fn the_first_rule_that_holds_decides(rules in vec(rule(), 1..8), rows in vec(row(), 1..40)) {
        let report = asked(&rows, &named(None, rules.clone()));
        prop_assert_eq!(report.len(), rows.len());
        for (row, found) in rows.iter().zip(results(&report)) {
            let expected = match naive(&rules, row) {
                Some(at) => (rules[at].channel.clone(), format!("own-{}", at + 1)),
                None => ("Unassigned".to_owned(), "otherwise".to_owned()),
            };
            prop_assert_eq!(found, expected, "{:?}", row);
        }
        let fired: u64 = report.by_rule.iter().map(|rule| rule.rows).sum();
        prop_assert_eq!(fired, rows.len() as u64);
        prop_assert_eq!(report.counts.iter().map(|count| count.rows).sum::<u64>(), rows.len() as u64);
        for (at, rule) in rules.iter().enumerate() {
            let alone = rows.iter().filter(|row| naive(std::slice::from_ref(rule), row).is_some()).count();
            prop_assert_eq!(report.by_rule[at].held, alone as u64);
        }
    }

    #[test]
    fn a_rule_that_is_said_to_be_shadowed_never_decides(rules in vec(rule(), 1..8), rows in vec(row(), 1..40)) {
        let report = asked(&rows, &named(None, rules));
        for lint in report.lint.iter().filter(|lint| lint.kind.name() == "shadowed") {
            let rule = report.by_rule.iter().find(|rule| rule.rule == lint.rule).expect("a rule");
            prop_assert_eq!(rule.rows, 0, "{}", lint.sentence);
        }
    }

    #[test]
    fn neither_case_nor_the_order_of_rows_matters(
        table in select(vec!["ga4@2023-11", "ga4@2026-05", "matomo@2026-07", "cx"]),
        rows in vec(row(), 1..40),
        places in vec(any::<Index>(), 40),
    ) {
        let options = named(Some(table), Vec::new());
        let found = results(&asked(&rows, &options));
        let upper: Vec<Row> = rows.iter().map(|row| row.clone().map(|cell| cell.to_uppercase())).collect();
        prop_assert_eq!(&results(&asked(&upper, &options)), &found);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        for (at, place) in places.iter().enumerate().take(rows.len()) {
            order.swap(at, place.index(rows.len()));
        }
        let mixed: Vec<Row> = order.iter().map(|at| rows[*at].clone()).collect();
        let again = asked(&mixed, &options);
        for (at, result) in order.iter().zip(results(&again)) {
            prop_assert_eq!(&found[*at], &result);
        }
        let first = asked(&rows, &options);
        prop_assert_eq!(first.by_rule, again.by_rule);
        prop_assert_eq!(first.lint, again.lint);
        prop_assert_eq!(first.counts, again.counts);
    }

    #[test]
    fn parts_of_a_page_say_the_same_as_all_of_it(
        pages in vec(page(), 1..30),
        table in select(vec!["ga4@2026-05", "matomo@2026-07", "cx"]),
        tagged in any::<bool>(),
    ) {
        let column = |at: for<'a> fn(&'a (String, &'static str)) -> &'a str| {
            Arc::new(pages.iter().map(|page| Some(at(page))).collect::<StringArray>()) as ArrayRef
        };
        let columns = [("url", column(|page| &page.0)), ("referrer", column(|page| page.1))];
        let batch = RecordBatch::try_from_iter(columns).expect("one length");
        let options = ChannelOptions::new(table).url("url").referrer("referrer");
        let options = if tagged { options.source("=google").medium("=") } else { options };
        let parts = channels(std::slice::from_ref(&batch), &options).expect("channels");
        // A rule that asks for the page makes it be read as it is.
        let never = ChannelRule::new("Never").when("url", "no such page");
        let whole = channels(&[batch], &options.rule(never)).expect("channels");
        prop_assert_eq!(results(&parts), results(&whole));
    }

    #[test]
    fn own_rules_decide_before_the_table(own in vec(rule(), 1..4), rows in vec(row(), 1..30)) {
        let with = results(&asked(&rows, &named(Some("cx"), own.clone())));
        let without = results(&asked(&rows, &named(Some("cx"), Vec::new())));
        for ((row, with), without) in rows.iter().zip(with).zip(without) {
            if let Some(at) = naive(&own, row) {
                prop_assert_eq!(with.0, own[at].channel.clone());
            } else {
                prop_assert_eq!(with, without);
            }
        }
    }
}
