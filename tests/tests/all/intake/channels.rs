//! Channels by rules: what the tables say of known rows, and what is refused.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::attribution::{AttributeOptions, DirectPolicy, Model, attribute};
use cx_core::intake::{
    ChannelLintKind, ChannelOptions, ChannelReport, ChannelRule, ChannelTest, EventRoles, Events,
    channels,
};
use cx_core::journey::{JourneyOptions, journeys};
use cx_core::options::read;
use cx_core::stitch::{StitchOptions, stitch};

/// A row: source, medium, campaign, referrer, page.
type Row<'a> = [&'a str; 5];

const COLUMNS: [&str; 5] = ["source", "medium", "campaign", "referrer", "url"];

fn table(rows: &[Row<'_>]) -> RecordBatch {
    let columns = COLUMNS.iter().enumerate().map(|(at, name)| {
        let cells: Vec<&str> = rows.iter().map(|row| row[at]).collect();
        (*name, Arc::new(StringArray::from(cells)) as ArrayRef)
    });
    RecordBatch::try_from_iter(columns).expect("one length")
}

fn all(rules: &str) -> ChannelOptions {
    ChannelOptions::new(rules)
        .source("source")
        .medium("medium")
        .campaign("campaign")
        .referrer("referrer")
        .url("url")
}

fn asked(rows: &[Row<'_>], options: &ChannelOptions) -> ChannelReport {
    channels(&[table(rows)], options).expect("channels")
}

fn names(report: &ChannelReport) -> Vec<String> {
    (0..report.len()).map(|at| report.channel.name(at).into_owned()).collect()
}

fn one(row: Row<'_>, rules: &str) -> (String, String) {
    let report = asked(&[row], &all(rules));
    let told = report.explain(0).expect("a row");
    (told.channel, told.rule)
}

/// Source, medium, campaign and the channel of Google Analytics 4: the facts of dbt-ga4's unit test
/// (github.com/Velir/dbt-ga4, `unit_tests/test_macro_default_channel_grouping.py`). Of its 30 cases 29 agree; "alibaba" without a
/// medium is "Paid Shopping" there, against the rule, which asks for a paid medium.
const GA4: [[&str; 4]; 31] = [
    ["(direct)", "(none)", "", "Direct"],
    ["(direct)", "(not set)", "", "Direct"],
    ["some-source", "some-medium", "some-cross-network-campaign", "Cross-network"],
    ["some-source", "some-medium", "cross-network", "Cross-network"],
    ["alibaba", "", "", "Organic Shopping"],
    ["some-source", "retargeting", "shopping", "Paid Shopping"],
    ["google", "ppc", "", "Paid Search"],
    ["facebook", "retargeting", "", "Paid Social"],
    ["youtube.com", "paid-something", "", "Paid Video"],
    ["youtube.com", "display", "", "Display"],
    ["some-source", "cpc", "", "Paid Other"],
    ["Google Shopping", "", "", "Organic Shopping"],
    ["some-source", "", "some-shopping-campaign", "Organic Shopping"],
    ["facebook", "", "", "Organic Social"],
    ["some-source", "social", "", "Organic Social"],
    ["youtube.com", "", "", "Organic Video"],
    ["some-source", "video", "", "Organic Video"],
    ["bing", "", "", "Organic Search"],
    ["some-source", "organic", "", "Organic Search"],
    ["some-source", "referral", "", "Referral"],
    ["email", "", "", "Email"],
    ["", "e mail", "", "Email"],
    ["some-source", "affiliate", "", "Affiliates"],
    ["some-source", "audio", "", "Audio"],
    ["sms", "", "", "SMS"],
    ["", "sms", "", "SMS"],
    ["some-source", "something-push", "", "Mobile Push Notifications"],
    ["some-source", "mobile-notification", "", "Mobile Push Notifications"],
    ["firebase", "", "", "Mobile Push Notifications"],
    ["some-source", "some-medium", "some-campaign", "Unassigned"],
    // Not of that test: what nobody knows is never direct.
    ["(not set)", "(not set)", "(not set)", "Unassigned"],
];

#[test]
fn analytics_says_what_its_documentation_says() {
    for rules in ["ga4@2023-11", "ga4@2026-05"] {
        for [source, medium, campaign, channel] in GA4 {
            assert_eq!(
                one([source, medium, campaign, "", ""], rules).0,
                channel,
                "{source} / {medium} / {campaign}"
            );
        }
    }
}

#[test]
fn quirks_of_analytics_stay_and_are_told() {
    let rows = [
        ["google", "cpm", "", "", ""],
        ["partner", "scp", "", "", ""],
        ["partner", "tcpa", "", "", ""],
        ["newsletter", "email", "eshop", "", ""],
        ["newsletter", "email", "workshop", "", ""],
        ["newsletter", "email", "bishop", "", ""],
        ["newsletter", "email", "coffee-shop", "", ""],
        ["google", "cpc", "", "", ""],
    ];
    let report = asked(&rows, &all("ga4@2026-05"));
    assert_eq!(
        names(&report),
        [
            "Paid Search",
            "Paid Other",
            "Paid Other",
            "Organic Shopping",
            "Email",
            "Email",
            "Organic Shopping",
            "Paid Search"
        ]
    );
    let quirks = report.lint.iter().filter(|lint| lint.kind == ChannelLintKind::Quirk);
    let quirks: Vec<_> = quirks.map(|lint| (lint.rule.as_str(), lint.rows)).collect();
    assert_eq!(quirks, [("paid-other", 2), ("paid-search", 1), ("organic-shopping", 2)]);
    let collide = report.lint.iter().find(|lint| {
        lint.kind == ChannelLintKind::Collides && lint.other.as_deref() == Some("display")
    });
    let collide = collide.expect("google / cpm is Display by a later rule");
    assert_eq!((collide.rule.as_str(), collide.rows), ("paid-search", 1));
    assert!(
        collide
            .sentence
            .contains("\"Paid Search\" by paid-search and would be \"Display\" by display")
    );
    assert_eq!(report.explain(0).expect("row").also, ["display", "paid-other", "organic-search"]);

    // Ours: an e-mail is an e-mail, a price by thousand impressions is display.
    let ours = asked(&rows, &all("cx"));
    assert_eq!(
        names(&ours),
        ["Display", "Unassigned", "Unassigned", "Email", "Email", "Email", "Email", "Paid Search"]
    );
}

#[test]
fn assistants_are_a_channel_since_2026() {
    let visit = ["chatgpt.com", "ai-assistant", "(ai-assistant)", "", ""];
    assert_eq!(one(visit, "ga4@2023-11").0, "Unassigned");
    assert_eq!(one(visit, "ga4@2026-05").0, "AI Assistant");
    let referred = ["", "", "", "https://chatgpt.com/", "https://shop.ch/"];
    assert_eq!(one(referred, "ga4@2023-11").0, "Referral");
    assert_eq!(one(referred, "ga4@2026-05").0, "AI Assistant");
    assert_eq!(one(referred, "matomo@2026-07").0, "AI Assistants");
    assert_eq!(one(referred, "cx").0, "AI Assistant");
    assert_eq!(one(["", "", "", "https://x.com/i/grok?a=b", ""], "cx").0, "AI Assistant");
    assert_eq!(one(["", "", "", "https://x.com/anna", ""], "cx").0, "Organic Social");
}

#[test]
fn direct_is_one_channel_however_it_is_spelled() {
    let spellings = [
        ["(direct)", "(none)", "", "", ""],
        ["(direct)", "(none)", "(direct)", "", ""],
        ["Direct", "", "", "", ""],
        ["direct", "none", "", "", ""],
        ["(Direct)", "(not set)", "", "", ""],
        ["Direktzugriff", "", "", "", ""],
        ["", "(none)", "", "", ""],
        ["", "direct", "", "", ""],
        ["", "", "", "", ""],
        ["", "", "", "https://www.shop.ch/a", "https://shop.ch/b"],
    ];
    for rules in ["ga4@2023-11", "ga4@2026-05", "matomo@2026-07", "cx"] {
        for row in spellings {
            assert_eq!(one(row, rules).0, "Direct", "{rules} {row:?}");
        }
        for row in [
            ["(not set)", "(not set)", "", "", ""],
            ["(not set)", "(none)", "", "", ""],
            ["(not set)", "", "", "", ""],
        ] {
            assert_eq!(one(row, rules).0, "Unassigned", "{rules} {row:?}");
        }
    }
}

#[test]
fn click_ids_rescue_what_tags_do_not_say() {
    let with = |query: &str| format!("https://shop.ch/?{query}");
    for (source, medium, query, channel) in [
        ("", "", "gclid=EAIaIQ", "Paid Search"),
        ("(direct)", "(none)", "GCLID=x", "Paid Search"),
        ("google", "organic", "gbraid=x", "Paid Search"),
        ("", "", "wbraid=x", "Paid Search"),
        ("", "", "dclid=x", "Display"),
        ("", "", "msclkid=x", "Paid Search"),
        ("", "", "yclid=x", "Paid Search"),
        ("", "", "ttclid=x", "Paid Social"),
        ("", "", "li_fat_id=x", "Paid Social"),
        ("", "", "fbclid=x", "Organic Social"),
        ("facebook", "paid-social", "fbclid=x", "Paid Social"),
        ("newsletter", "email", "fbclid=x", "Email"),
        ("", "", "irclickid=x", "Affiliates"),
        ("", "", "mc_eid=x", "Email"),
        ("", "", "gclid=", "Direct"),
        ("", "", "agclid=x", "Direct"),
    ] {
        assert_eq!(
            one([source, medium, "", "", &with(query)], "cx").0,
            channel,
            "{source} / {medium} {query}"
        );
    }
    // In a column of its own, and one that only these users know.
    let rows = table(&[["", "", "", "", "x"], ["", "", "", "", ""]]);
    let options = ChannelOptions::new("cx").medium("medium").click_id("gclid", "url");
    assert_eq!(
        names(&channels(std::slice::from_ref(&rows), &options).expect("channels")),
        ["Paid Search", "Direct"]
    );
    let own = ChannelRule::new("Own ads").when("adnet", ChannelTest::from("").inverted());
    let options = ChannelOptions::new("cx").medium("medium").click_id("adnet", "url").rule(own);
    assert_eq!(names(&channels(&[rows], &options).expect("channels")), ["Own ads", "Direct"]);
    // Analytics knows the account behind a click, which no export says: not direct, and not guessed.
    let clicked = ["", "", "", "", "https://shop.ch/?gclid=x"];
    assert_eq!(one(clicked, "ga4@2026-05").0, "Unassigned");
    assert_eq!(one(["", "", "", "", "https://shop.ch/?fbclid=x"], "ga4@2026-05").0, "Direct");
}

#[test]
fn the_page_says_what_no_column_says() {
    let rows = [
        [
            "",
            "",
            "",
            "",
            "https://shop.ch/?utm_source=Newsletter&utm_medium=E-Mail&utm_campaign=fr%C3%BChling#top",
        ],
        ["", "", "", "", "https://shop.ch/?mtm_source=google&mtm_medium=cpc"],
        ["", "", "", "https://www.google.ch/", "https://shop.ch/"],
    ];
    let options = ChannelOptions::new("cx").url("url").referrer("referrer");
    assert_eq!(names(&asked(&rows, &options)), ["Email", "Paid Search", "Organic Search"]);
    let spring = ChannelRule::new("Spring").when("campaign", "FRÜHLING");
    assert_eq!(names(&asked(&rows, &options.clone().rule(spring)))[0], "Spring");
    // A column that is named counts alone, also where it is blank.
    assert_eq!(names(&asked(&rows, &options.source("source").medium("medium")))[1], "Direct");
}

#[test]
fn own_rules_come_first_and_say_so() {
    let options: ChannelOptions = read(
        r#"{"rules": "ga4@2026-05", "source": "source", "medium": "medium", "own": [
            {"channel": "Sponsoring", "id": "stadium", "when": {"source": {"starts": "stadion"}}},
            {"channel": "Partners", "any": {"source": ["partner.ch", "friend.ch"], "medium": {"regex": "^aff.*$"}}}]}"#,
    )
    .expect("options");
    let rows = [
        ["stadion-bern", "cpc", "", "", ""],
        ["friend.ch", "cpc", "", "", ""],
        ["x", "affiliate", "", "", ""],
        ["google", "cpc", "", "", ""],
    ];
    let report = asked(&rows, &options);
    assert_eq!(names(&report), ["Sponsoring", "Partners", "Partners", "Paid Search"]);
    assert_eq!(report.rules.as_deref(), Some("ga4@2026-05"));
    let told = report.explain(2).expect("row");
    assert_eq!(
        (told.rule.as_str(), told.also.as_slice()),
        ("own-2", ["affiliates".to_owned()].as_slice())
    );
    assert_eq!(
        told.sentence,
        "medium matches \"^aff.*$\", or source is \"partner.ch\" or \"friend.ch\""
    );
    let stadium = &report.by_rule[0];
    assert_eq!((stadium.rule.as_str(), stadium.rows, stadium.held), ("stadium", 1, 1));
    assert_eq!(report.by_rule.iter().map(|rule| rule.rows).sum::<u64>(), 4);
    let only = ChannelOptions { rules: None, ..options };
    assert_eq!(names(&asked(&rows, &only))[3], "Unassigned");
}

#[test]
fn the_lint_names_rules_that_do_nothing() {
    let options = ChannelOptions::default()
        .source("source")
        .medium("medium")
        .rule(ChannelRule::new("Paid").when("medium", ChannelTest::default().contains("cp")))
        .rule(ChannelRule::new("Display").when("medium", "cpm"))
        .rule(ChannelRule::new("Search").when("source", "google"))
        .rule(ChannelRule::new("Post").when("source", "post"))
        .rule(ChannelRule::new("Rest"))
        .rule(ChannelRule::new("Late").when("medium", "x"));
    let rows =
        [["google", "cpc", "", "", ""], ["google", "cpm", "", "", ""], ["a", "b", "", "", ""]];
    let report = asked(&rows, &options);
    let found: Vec<_> = report
        .lint
        .iter()
        .map(|lint| (lint.kind.name(), lint.rule.as_str(), lint.other.as_deref(), lint.rows))
        .collect();
    assert_eq!(
        found,
        [
            ("shadowed", "own-2", Some("own-1"), 1),
            ("shadowed", "own-6", Some("own-5"), 0),
            ("overruled", "own-3", Some("own-1"), 2),
            ("never", "own-4", None, 0),
            ("collides", "own-1", Some("own-2"), 1),
            ("collides", "own-1", Some("own-3"), 2),
            ("collides", "own-1", Some("own-5"), 2),
        ]
    );
    assert!(report.lint.iter().all(|lint| lint.sentence.contains(&lint.rule)));
}

#[test]
fn no_rule_of_a_table_is_shadowed_by_another() {
    for rules in ["ga4@2023-11", "ga4@2026-05", "matomo@2026-07", "cx"] {
        let report = asked(&[["a", "b", "", "", ""]], &all(rules));
        let shadowed: Vec<_> =
            report.lint.iter().filter(|lint| lint.kind == ChannelLintKind::Shadowed).collect();
        assert!(shadowed.is_empty(), "{rules} {shadowed:?}");
    }
}

#[test]
fn the_definition_knows_the_table_and_the_own_rules() {
    let row = [["a", "b", "", "2026-01-01", ""]];
    let of = |options: &ChannelOptions| asked(&row, options).definition.definition;
    let plain = of(&all("ga4@2023-11"));
    assert_eq!(plain, of(&all("ga4@2023-11")));
    assert_ne!(plain, of(&all("ga4@2026-05")));
    assert_ne!(plain, of(&all("ga4@2023-11").rule(ChannelRule::new("A").when("source", "x"))));
    assert_eq!(of(&all("cx")), of(&all("cx@2026-11")));
    let events = |rules: &str| {
        let roles = EventRoles::new("referrer", "user", "source", []);
        let events =
            Events::read(&[table(&row)], &EventRoles { channel: Some(all(rules)), ..roles });
        events.expect("events").report.definition.definition
    };
    assert_eq!(events("cx"), events("cx@2026-11"));
    assert_ne!(events("cx"), events("ga4@2026-05"));
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_remedy() {
    let refused = |options: &str| {
        let options = read(options)
            .and_then(|options| channels(&[table(&[["a", "b", "", "", ""]])], &options));
        options.expect_err("refused").to_string()
    };
    for (options, said) in [
        (
            r#"{"rules": "ga4", "source": "source"}"#,
            r#"option "rules": "ga4" is not allowed; allowed: a table of rules: "ga4@2023-11", "ga4@2026-05", "matomo@2026-07", "cx@2026-11", "cx""#,
        ),
        (r#"{"source": "source"}"#, "rules of your own in \"own\""),
        (r#"{"rules": "cx"}"#, "the role \"source\" is required; name the column"),
        (
            r#"{"rules": "cx", "source": "nothing"}"#,
            "channels: no column \"nothing\"; available: source, medium",
        ),
        (
            r#"{"rules": "cx", "source": "source", "click_ids": {"gclid": "nothing"}}"#,
            "no column \"nothing\"",
        ),
        (
            r#"{"rules": "cx", "source": "source", "click_ids": {"source": "url"}}"#,
            "the name of a click id",
        ),
        (
            r#"{"own": [{"channel": "A", "when": {"sauce": "a"}}], "source": "source"}"#,
            "a field: source, medium, campaign",
        ),
        (
            r#"{"own": [{"channel": "A", "when": {"source": {"regex": "(a"}}}], "source": "source"}"#,
            "with its brackets closed",
        ),
        (
            r#"{"own": [{"channel": "A", "when": {"source": {"regex": "(a)\\1"}}}], "source": "source"}"#,
            "without look-around and back-references",
        ),
        (
            r#"{"own": [{"channel": "A", "when": {"source": {"list": "shops"}}}], "source": "source"}"#,
            "search, social, video, shopping, ai",
        ),
        (
            r#"{"own": [{"channel": "A", "when": {"source": {}}}], "source": "source"}"#,
            "one of equals, list, contains",
        ),
        (r#"{"own": [{"channel": " "}], "source": "source"}"#, "the name of a channel"),
        (
            r#"{"own": [{"channel": "A", "id": "x"}, {"channel": "B", "id": "x"}], "source": "source"}"#,
            "a name that no other rule has",
        ),
        (
            r#"{"rules": "cx", "own": [{"channel": "A", "id": "direct"}], "source": "source"}"#,
            "a name that no other rule has",
        ),
        (r#"{"own": [{"channel": "A", "then": "x"}], "source": "source"}"#, "unknown field `then`"),
    ] {
        let error = refused(options);
        assert!(error.contains(said), "{error}");
    }
    let report = asked(&[["a", "b", "", "", ""]], &all("cx"));
    assert!(report.explain(7).expect_err("no such row").to_string().contains("from 0 to 0"));
    let none = channels(&[table(&[])], &all("cx")).expect_err("no rows").to_string();
    assert!(none.contains("channels: the table has no rows"), "{none}");
    let roles = EventRoles::new("referrer", "user", "source", []);
    let error =
        Events::read(&[table(&[["a", "b", "", "", ""]])], &roles).expect_err("no touchpoint");
    assert!(error.to_string().contains("\"touchpoint\""), "{error}");
}

#[test]
fn a_cell_that_is_too_long_is_a_reject_and_others_keep_their_rows() {
    let long = "x".repeat(70_000);
    let report = asked(
        &[["google", "cpc", "", "", ""], [&long, "cpc", "", "", ""], ["bing", "cpc", "", "", ""]],
        &all("cx"),
    );
    assert_eq!(
        (report.report.read(), report.report.accepted(), report.report.rejected()),
        (3, 2, 1)
    );
    assert_eq!(report.row, [0, 2]);
    assert_eq!(names(&report), ["Paid Search", "Paid Search"]);
    assert_eq!(report.explain(2).expect("row").rule, "paid-search");
    assert!(report.explain(1).is_err());
    assert_eq!(report.counts[0].rows, 2);
}

/// Contacts of one person with their channels as touchpoints.
fn contacts(channel: ChannelOptions, touchpoint: &[&str]) -> Events {
    let rows = [
        ["google", "cpc", "spring", "", ""],
        ["(direct)", "(none)", "", "", ""],
        ["(not set)", "(not set)", "", "", ""],
        ["", "", "", "", ""],
    ];
    let times: ArrayRef =
        Arc::new(StringArray::from(vec!["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]));
    let kinds: ArrayRef = Arc::new(StringArray::from(vec!["visit", "visit", "visit", "purchase"]));
    let batch = table(&rows);
    let columns =
        COLUMNS.iter().zip(batch.columns()).map(|(name, cells)| (*name, Arc::clone(cells)));
    let batch = RecordBatch::try_from_iter(columns.chain([("time", times), ("kind", kinds)]))
        .expect("one length");
    let roles = EventRoles {
        touchpoint: touchpoint.iter().map(|name| (*name).to_owned()).collect(),
        ..EventRoles::new("time", "user", "=anna", [])
    };
    let roles = EventRoles { event: Some("kind".into()), ..roles }.channel(channel);
    Events::read(&[batch], &roles).expect("events")
}

#[test]
fn events_take_channels_as_touchpoints() {
    let alone = contacts(all("ga4@2026-05"), &[]);
    let touchpoints = |events: &Events| -> Vec<String> {
        (0..events.len()).map(|at| events.touchpoint.name(at).into_owned()).collect()
    };
    assert_eq!(touchpoints(&alone), ["Paid Search", "Direct", "Unassigned", "Direct"]);
    let both = contacts(all("ga4@2026-05"), &["source", "medium"]);
    assert_eq!(
        touchpoints(&both),
        [
            "Paid Search / google / cpc",
            "Direct / (direct) / (none)",
            "Unassigned / (not set) / (not set)",
            "Direct"
        ]
    );
}

#[test]
fn attribution_knows_direct_channels() {
    for touchpoint in [&[][..], &["source", "medium"][..]] {
        let events = contacts(all("ga4@2026-05"), touchpoint);
        let people = stitch(&events, &StitchOptions::default()).expect("people");
        let options =
            JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
        let ways = journeys(&events, &people, &options).expect("journeys");
        let last = attribute(&ways, &AttributeOptions::default().model(Model::LastNonDirect))
            .expect("credit");
        let with: Vec<&str> = last
            .rows
            .iter()
            .filter(|row| row.conversions > 0.0)
            .map(|row| row.touchpoint.as_str())
            .collect();
        assert!(with.len() == 1 && with[0].starts_with("Unassigned"), "{with:?}");
        let options = AttributeOptions {
            direct_policy: DirectPolicy::DropUnlessAlone,
            ..AttributeOptions::default().model(Model::Linear)
        };
        let kept = attribute(&ways, &options).expect("credit");
        let direct = kept
            .rows
            .iter()
            .filter(|row| row.touchpoint.starts_with("Direct") && row.conversions > 0.0);
        assert_eq!(direct.count(), 0);
    }
}
