//! The simulated bank keeps its promises: reproducible, extensible, conserving, true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cx_bank::{Options, Summary, TOUCHPOINTS, Touchpoint, generate};

type Row = BTreeMap<String, String>;

/// A directory that goes when the test ends.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("cx-bank-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        Self(dir)
    }

    fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.0.join(file)).expect(file)
    }

    fn rows(&self, table: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_path(self.0.join(format!("{table}.csv"))).expect(table);
        reader.deserialize().map(|row| row.expect(table)).collect()
    }
}

fn make(name: &str, customers: u64, options: impl Fn(&mut Options)) -> (Scratch, Summary) {
    let scratch = Scratch::new(name);
    let mut wanted = Options { customers, out: scratch.0.clone(), ..Options::default() };
    options(&mut wanted);
    let summary = generate(&wanted).expect("the bank can be written");
    (scratch, summary)
}

fn files(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).expect("a directory");
    entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().expect("money")
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (one, summary) = make("seed-a", 300, |_| ());
    let (two, again) = make("seed-b", 300, |_| ());
    let (other, _) = make("seed-c", 300, |options| options.seed = 8);
    assert_eq!(summary, again);
    assert_eq!(files(&one.0), files(&two.0));
    for file in files(&one.0) {
        assert_eq!(one.bytes(&file), two.bytes(&file), "{file}");
    }
    assert_ne!(one.bytes("web.csv"), other.bytes("web.csv"));
}

#[test]
fn more_customers_leave_the_rows_of_the_first_as_they_were() {
    let (small, _) = make("few", 250, |_| ());
    let (large, _) = make("many", 500, |_| ());
    let tables =
        ["web", "ads", "crm", "calls", "branch", "aggregator", "app", "complaints", "feedback"];
    for table in tables.into_iter().chain(["people_truth", "truth_conversions"]) {
        let file = format!("{table}.csv");
        let (small, large) = (small.bytes(&file), large.bytes(&file));
        assert!(large.len() > small.len() && large.starts_with(&small), "{file}");
    }
    for file in ["findings.csv", "criteria.csv", "targets.csv", "truth_parameters.csv"] {
        assert_eq!(small.bytes(file), large.bytes(file), "{file}");
    }
}

#[test]
fn a_touchpoint_without_effect_can_go_and_nothing_is_sold_otherwise() {
    let (with, _) = make("with", 800, |_| ());
    let (without, _) = make("null", 800, |options| options.without = Some(Touchpoint::Aggregator));
    assert_eq!(with.bytes("truth_conversions.csv"), without.bytes("truth_conversions.csv"));
    assert_eq!(without.rows("aggregator").len(), 0);
    assert!(with.rows("aggregator").len() > 200);
}

#[test]
fn the_truth_about_each_touchpoint_is_the_world_without_it() {
    let (with, _) = make("base", 800, |_| ());
    let effects = with.rows("truth_effects");
    for touchpoint in TOUCHPOINTS {
        let (gone, summary) = make(touchpoint.name(), 800, |options| {
            options.without = Some(touchpoint);
            options.dirty = false;
        });
        let row = effects.iter().find(|row| row["touchpoint"] == touchpoint.name()).expect("a row");
        assert_eq!(row["conversions_without"], summary.conversions.to_string(), "{row:?}");
        assert_eq!(cents(&row["value_without"]), summary.value_cents, "{row:?}");
        // Nobody who had no contact with it decides otherwise, and none of its contacts are left.
        let sold = gone.rows("truth_conversions");
        assert!(sold.iter().all(|sale| sale["touchpoint"] != touchpoint.name()));
        assert!(sold.iter().all(|sale| sale["cause"] != touchpoint.name()));
        for (table, column) in TABLES {
            assert!(gone.rows(table).iter().all(|row| row[column] != touchpoint.name()), "{table}");
        }
    }
}

/// Tables of contacts and the column of their touchpoint.
const TABLES: [(&str, &str); 7] = [
    ("web", "channel"),
    ("ads", "network"),
    ("crm", "medium"),
    ("calls", "line"),
    ("branch", "place"),
    ("aggregator", "portal"),
    ("app", "surface"),
];

#[test]
fn credits_add_up_to_what_was_sold() {
    let (bank, summary) = make("sums", 1500, |_| ());
    let effects = bank.rows("truth_effects");
    for part in ["direct", "root"] {
        let count =
            |row: &Row| row[&format!("{part}_conversions")].parse::<u64>().expect("a count");
        assert_eq!(effects.iter().map(count).sum::<u64>(), summary.conversions, "{part}");
        let money = |row: &Row| cents(&row[&format!("{part}_value")]);
        assert_eq!(effects.iter().map(money).sum::<i64>(), summary.value_cents, "{part}");
    }
    let by_cause = |name: &str| {
        bank.rows("truth_conversions")
            .iter()
            .filter(|sale| sale["cause"] == name)
            .count()
            .to_string()
    };
    for row in &effects {
        assert_eq!(row["direct_conversions"], by_cause(&row["touchpoint"]));
        let with: i64 = row["conversions_with"].parse().expect("a count");
        let gain: i64 = row["incremental_conversions"].parse().expect("a count");
        if let Ok(without) = row["conversions_without"].parse::<i64>() {
            assert_eq!(with - without, gain);
            assert!(
                (0..=with).contains(&gain),
                "the same numbers cannot sell more without a contact"
            );
        }
    }
}

#[test]
fn the_exports_hold_every_sale_of_the_truth_and_no_other() {
    let (bank, summary) = make("sales", 800, |options| options.dirty = false);
    let keys = [
        ("web", "event_id", "event", "value_chf"),
        ("calls", "call_id", "reason", "value_chf"),
        ("branch", "visit_no", "purpose", "contribution"),
        ("app", "id", "action", "value"),
    ];
    let mut found = BTreeMap::new();
    for (table, id, event, value) in keys {
        for row in bank.rows(table) {
            assert_eq!(row[event] == "purchase", !row[value].is_empty(), "{row:?}");
            if row[event] == "purchase" {
                found.insert((table.to_string(), row[id].clone()), row[value].clone());
            }
        }
    }
    let truth = bank.rows("truth_conversions");
    let told: BTreeMap<_, _> = truth
        .iter()
        .map(|row| ((row["table"].clone(), row["event_id"].clone()), row["value_chf"].clone()))
        .collect();
    assert_eq!(found, told);
    assert_eq!(found.len() as u64, summary.conversions);
    let bought: BTreeSet<_> = truth.iter().map(|row| (&row["person"], &row["product"])).collect();
    assert_eq!(bought.len(), truth.len(), "each product at most once per person");
}

#[test]
fn event_ids_are_unique() {
    let (bank, _) = make("keys", 1500, |options| options.dirty = false);
    for table in TABLES.iter().map(|table| table.0).chain(["complaints", "feedback", "findings"]) {
        let rows = bank.bytes(&format!("{table}.csv"));
        let text = String::from_utf8(rows).expect("text");
        let ids: Vec<&str> =
            text.lines().map(|line| line.split(',').next().unwrap_or_default()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{table}");
    }
}

#[test]
fn every_identifier_belongs_to_somebody() {
    let (bank, _) = make("ids", 600, |options| options.dirty = false);
    let mut owners: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in bank.rows("people_truth") {
        owners
            .entry((row["id_type"].clone(), row["id"].clone()))
            .or_default()
            .insert(row["person"].clone());
    }
    let columns = [
        ("web", "cookie", "cookie"),
        ("web", "login", "login"),
        ("web", "email", "email"),
        ("ads", "cookie", "cookie"),
        ("crm", "email_address", "email"),
        ("crm", "customer_number", "customer"),
        ("calls", "phone_number", "phone"),
        ("calls", "customer_number", "customer"),
        ("branch", "customer_number", "customer"),
        ("branch", "email", "email"),
        ("aggregator", "mail", "email"),
        ("app", "device", "device"),
        ("app", "login", "login"),
        ("app", "customer_number", "customer"),
        ("complaints", "customer_number", "customer"),
        ("feedback", "email", "email"),
        ("feedback", "customer_number", "customer"),
    ];
    let placeholders = ["", "unknown", "undefined", "0000", "null", "n/a"];
    let mut used = BTreeSet::new();
    for (table, column, kind) in columns {
        for row in bank.rows(table) {
            let id = &row[column];
            if !placeholders.contains(&id.as_str()) {
                let key = (kind.to_string(), id.clone());
                assert!(owners.contains_key(&key), "{table}.{column}: {id}");
                used.insert(key);
            }
        }
    }
    // A withheld telephone number and a letter's recipient without an e-mail are known but not shown.
    assert!(owners.len() - used.len() < owners.len() / 50, "{} of {}", used.len(), owners.len());
    let shared = owners.iter().filter(|(_, persons)| persons.len() > 1);
    let kinds: BTreeSet<&str> = shared.map(|(key, _)| key.0.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["cookie", "phone"]));
}

#[test]
fn every_dirty_row_is_counted() {
    let (bank, summary) = make("dirt", 2000, |_| ());
    let (clean, _) = make("clean", 2000, |options| options.dirty = false);
    let dirty = bank.rows("truth_dirty");
    for size in &summary.tables {
        let rows = bank.rows(&size.table).len() as u64;
        let counted = |row: &&Row| row["table"] == size.table && row["fate"] != "flaw";
        let told: u64 = dirty
            .iter()
            .filter(counted)
            .map(|row| row["rows"].parse::<u64>().expect("a count"))
            .sum();
        assert_eq!(rows, size.rows, "{}", size.table);
        assert_eq!(rows, told, "{}", size.table);
        assert_eq!(clean.rows(&size.table).len() as u64, size.sound, "{}", size.table);
    }
    let kinds: BTreeSet<&str> = dirty.iter().map(|row| row["kind"].as_str()).collect();
    assert!(kinds.len() > 25, "{kinds:?}");
}

#[test]
fn surveys_answer_as_the_closed_form_says() {
    let (bank, _) = make("scores", 4000, |options| options.dirty = false);
    // (answers, sum of scores) told and found, by touchpoint, metric, aspect.
    let mut told: BTreeMap<[String; 3], (f64, f64, f64)> = BTreeMap::new();
    for row in bank.rows("truth_scores") {
        let key = [row["touchpoint"].clone(), row["metric"].clone(), row["aspect"].clone()];
        let answered: f64 = row["answered"].parse().expect("a count");
        let cell = told.entry(key).or_default();
        cell.0 += answered;
        if let Ok(mean) = row["expected_mean_of_answers"].parse::<f64>() {
            cell.1 += answered * mean;
            cell.2 += answered * row["true_mean"].parse::<f64>().expect("a mean");
        }
    }
    let mut found: BTreeMap<[String; 3], (f64, f64)> = BTreeMap::new();
    for row in bank.rows("feedback") {
        let key = [row["touchpoint"].clone(), row["metric"].clone(), row["aspect"].clone()];
        let cell = found.entry(key).or_default();
        cell.0 += 1.0;
        cell.1 += row["score"].parse::<f64>().expect("a score");
    }
    for (key, (answers, sum, honest)) in told {
        let seen = found.get(&key).copied().unwrap_or_default();
        assert_eq!(seen.0, answers, "{key:?}");
        if key[2] == "perception" && answers > 300.0 {
            let (mean, expected) = (seen.1 / answers, sum / answers);
            let spread = if key[1] == "nps" { 2.2 } else { 1.3 };
            assert!(
                (mean - expected).abs() < 5.0 * spread / answers.sqrt(),
                "{key:?}: {mean} {expected}"
            );
            assert!(
                expected > honest / answers,
                "at good touchpoints the content are louder: {key:?}"
            );
        }
    }
}

#[test]
fn the_generator_does_not_know_the_engine() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("bank/src");
    for file in files(&dir) {
        let text = std::fs::read_to_string(dir.join(&file)).expect("a source file");
        assert!(!text.contains("cx_core"), "{file}");
    }
}
