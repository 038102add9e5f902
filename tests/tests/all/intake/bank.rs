//! The engine and the simulated bank: every defect ends as the bank says it should, nobody is tied to
//! strangers, every sale ends a journey.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cx_bank::{Options, generate};
use cx_core::intake::{
    Campaigns, Criteria, Events, Feedback, FindingRoles, Findings, IntakeReport, Targets,
};
use cx_core::journey::{JourneyOptions, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::bank_tables::{read, roles, sources};
use serde_json::json;

/// Rows by fate.
fn told(dir: &Path) -> BTreeMap<(String, String), u64> {
    let mut counts = BTreeMap::new();
    let mut reader = csv::Reader::from_path(dir.join("truth_dirty.csv")).expect("the truth");
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        let count: u64 = row["rows"].parse().expect("a count");
        *counts.entry((row["table"].clone(), row["fate"].clone())).or_insert(0) += count;
    }
    counts
}

/// Compares a report with the truth, and says which rejections were not foreseen.
fn compare(table: &str, report: &IntakeReport, told: &BTreeMap<(String, String), u64>) {
    let count = |fate: &str| told.get(&(table.to_string(), fate.to_string())).copied().unwrap_or(0);
    let (accepted, rejected) = (report.accepted(), report.rejected());
    assert!(
        accepted >= count("accepted"),
        "{table}: sound rows were refused: {:?}",
        report.rejects().next()
    );
    assert!(
        rejected >= count("rejected"),
        "{table}: {rejected} rejected, {} foreseen",
        count("rejected")
    );
    assert!(
        accepted + rejected <= count("accepted") + count("rejected") + count("rule"),
        "{table}"
    );
    assert_eq!(report.duplicate(), count("duplicate"), "{table}");
    assert_eq!(
        report.read(),
        ["accepted", "rejected", "rule", "duplicate"].map(count).iter().sum::<u64>()
    );
}

#[test]
fn every_defect_ends_as_the_truth_says() {
    let out = std::env::temp_dir().join(format!("cx-bank-intake-{}", std::process::id()));
    let options = Options { customers: 2500, out: out.clone(), ..Options::default() };
    generate(&options).expect("the bank can be written");
    let told = told(&out);
    let mut sold = 0;
    let complaints = json!({"time": "received_at", "timezone": "Europe/Zurich",
        "ids": {"customer": "customer_number"}, "touchpoint": "about", "event": "=complaint",
        "cost": "goodwill_chf", "event_id": "complaint_no"});
    for (table, mapping) in sources().into_iter().chain([("complaints", complaints)]) {
        let batch = read(&out, table, &["ts_ms", "epoch"]);
        let events = Events::read(&[batch], &roles(mapping)).expect(table);
        compare(table, &events.report, &told);
        let value = events.value.unwrap_or_default();
        sold += value.iter().filter(|micros| **micros != cx_core::columns::NO_MONEY).count();
    }
    let truth = read(&out, "truth_conversions", &[]);
    assert_eq!(sold, truth.num_rows(), "the sales that can be read are the true ones");

    let mapping = json!({"time": "answered_at", "touchpoint": "touchpoint", "metric": "metric", "aspect": "aspect",
        "ids": {"email": "email", "customer": "customer_number"}, "segments": ["language", "region"]});
    let mapping = serde_json::from_value(mapping).expect("roles");
    let feedback = Feedback::read(&[read(&out, "feedback", &[])], &mapping).expect("feedback");
    compare("feedback", &feedback.report, &told);

    let mapping = FindingRoles {
        time: "visited_at".into(),
        timezone: Some("Europe/Zurich".into()),
        auditor: Some("auditor".into()),
        state: Some("state".into()),
        ..FindingRoles::default()
    };
    let findings = Findings::read(&[read(&out, "findings", &[])], &mapping).expect("findings");
    compare("findings", &findings.report, &told);

    small_tables(&out);
    std::fs::remove_dir_all(out).expect("the directory can go");
}

/// Campaigns, targets and criteria are sound: every row is accepted.
fn small_tables(out: &Path) {
    let mapping = json!({"kind": "kind", "owner": "owner", "touchpoint": "touchpoint", "start": "start",
        "end": "end", "cost": "cost", "currency": "currency"});
    let mapping = serde_json::from_value(mapping).expect("roles");
    let campaigns = Campaigns::read(&[read(out, "campaigns", &[])], &mapping).expect("campaigns");
    assert_eq!(campaigns.report.rejected(), 0);

    let mapping = json!({"touchpoint": "touchpoint", "tolerance": "tolerance", "direction": "direction",
        "valid_from": "valid_from", "owner": "owner", "timezone": "Europe/Zurich"});
    let mapping = serde_json::from_value(mapping).expect("roles");
    let targets = Targets::read(&[read(out, "targets", &[])], &mapping).expect("targets");
    assert_eq!(targets.report.rejected(), 0);

    let mapping = json!({"parent": "parent", "text": "text", "kind": "kind", "weight": "weight",
        "target": "target", "lower": "lower", "upper": "upper", "tolerance": "tolerance",
        "critical": "critical", "cadence": "cadence", "owner": "owner"});
    let mapping = serde_json::from_value(mapping).expect("roles");
    let criteria = Criteria::read(&[read(out, "criteria", &[])], &mapping).expect("criteria");
    assert_eq!((criteria.len(), criteria.report.rejected()), (22, 0));
}

/// For every identifier the household it belongs to: persons who share one are of one household.
fn households(out: &Path) -> BTreeMap<(String, String), String> {
    let mut reader = csv::Reader::from_path(out.join("people_truth.csv")).expect("the truth");
    let mut owners: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for row in reader.deserialize::<[String; 4]>() {
        let [kind, id, person, _] = row.expect("a row");
        owners.entry((kind, id)).or_default().push(person);
    }
    let mut home: BTreeMap<String, String> = BTreeMap::new();
    for persons in owners.values() {
        let known = persons.iter().find_map(|person| home.get(person).cloned());
        let name = known.unwrap_or_else(|| persons[0].clone());
        let old: Vec<String> =
            persons.iter().filter_map(|person| home.get(person).cloned()).collect();
        home.values_mut()
            .filter(|home| old.contains(*home))
            .for_each(|home| home.clone_from(&name));
        for person in persons {
            home.insert(person.clone(), name.clone());
        }
    }
    owners.into_iter().map(|(id, persons)| (id, home[&persons[0]].clone())).collect()
}

#[test]
fn nobody_is_tied_to_strangers_and_every_sale_ends_a_journey() {
    let out = std::env::temp_dir().join(format!("cx-bank-stitch-{}", std::process::id()));
    let options = Options { customers: 1000, out: out.clone(), ..Options::default() };
    let summary = generate(&options).expect("the bank can be written");
    let parts: Vec<Events> = sources()
        .into_iter()
        .map(|(table, mapping)| {
            let batch = read(&out, table, &["ts_ms", "epoch"]);
            Events::read(&[batch], &roles(mapping)).expect(table)
        })
        .collect();
    let events = Events::concat(&parts).expect("one table");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let homes = households(&out);
    let mut tied: BTreeMap<u32, BTreeSet<&String>> = BTreeMap::new();
    for column in &people.ids {
        for (id, person) in column.names.names().zip(&column.persons) {
            if let Some(home) = homes.get(&(column.id_type.clone(), id.into_owned())) {
                tied.entry(*person).or_default().insert(home);
            }
        }
    }
    tied.remove(&cx_core::columns::NO_CODE);
    assert!(tied.values().all(|homes| homes.len() == 1), "a person of two households");
    assert!(tied.len() > 1000, "{} people", tied.len());
    std::fs::remove_dir_all(out).expect("the directory can go");
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    let journeys = journeys(&events, &people, &options).expect("journeys");
    assert_eq!(journeys.report.conversions, summary.conversions);
    let ended = journeys.converted.iter().filter(|converted| **converted).count();
    assert_eq!(ended as u64, summary.conversions);
    let value: i64 =
        journeys.value.iter().filter(|micros| **micros != cx_core::columns::NO_MONEY).sum();
    assert_eq!(value, summary.value_cents * (cx_core::columns::MICROS / 100));
}
