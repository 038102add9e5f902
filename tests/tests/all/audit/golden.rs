//! Audits against another program's results and against published rules of audit tools.
//!
//! Where the meaning differs, the test says so: `OpenSCAP` computes in single precision and counts a
//! group whose parts weigh nothing as 0, where this engine has no score for it.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use cx_core::audit::{Audit, AuditOptions, AuditRow, Policy, audit};
use cx_core::intake::{Criteria, CriteriaRoles, FindingRoles, Findings};
use cx_tests::shared::reference;
use serde_json::Value;

/// A catalogue and one visit to it.
#[derive(Default)]
struct Case {
    names: Vec<String>,
    parents: Vec<Option<String>>,
    weights: Vec<f64>,
    upper: Vec<Option<f64>>,
    answers: Vec<(String, Option<f64>, &'static str)>,
}

impl Case {
    fn add(&mut self, parent: Option<&str>, weight: f64) -> String {
        let name = format!("c{:03}", self.names.len());
        self.names.push(name.clone());
        self.parents.push(parent.map(str::to_owned));
        self.weights.push(weight);
        self.upper.push(None);
        name
    }

    /// Rules are `[weight, "P"]`, groups `[weight, [parts]]`.
    fn add_tree(&mut self, parts: &Value, parent: Option<&str>) {
        for part in parts.as_array().expect("parts") {
            let name = self.add(parent, part[0].as_f64().expect("a weight"));
            match &part[1] {
                Value::String(result) => {
                    let (answer, state) = match result.as_str() {
                        "P" => (Some(1.0), "scored"),
                        "F" => (Some(0.0), "scored"),
                        "N" => (None, "not_checked"),
                        _ => (None, "not_applicable"),
                    };
                    self.answers.push((name, answer, state));
                }
                parts => self.add_tree(parts, Some(&name)),
            }
        }
    }

    fn run(&self, policy: Policy) -> Audit {
        let text = |cells: Vec<Option<&str>>| Arc::new(StringArray::from(cells)) as ArrayRef;
        let some = |cells: &[String]| text(cells.iter().map(|c| Some(c.as_str())).collect());
        let kinds = self.upper.iter().map(|u| Some(if u.is_some() { "scale" } else { "yes_no" }));
        let criteria = RecordBatch::try_from_iter([
            ("criterion", some(&self.names)),
            ("parent", text(self.parents.iter().map(Option::as_deref).collect())),
            ("kind", text(kinds.collect())),
            ("weight", Arc::new(Float64Array::from(self.weights.clone())) as ArrayRef),
            ("upper", Arc::new(Float64Array::from(self.upper.clone())) as ArrayRef),
        ])
        .expect("columns");
        let role = |name: &str| Some(name.to_owned());
        let roles = CriteriaRoles {
            parent: role("parent"),
            kind: role("kind"),
            weight: role("weight"),
            upper: role("upper"),
            ..CriteriaRoles::default()
        };
        let criteria = Criteria::read(&[criteria], &roles).expect("a catalogue");
        let names: Vec<String> = self.answers.iter().map(|a| a.0.clone()).collect();
        let answers: Vec<Option<f64>> = self.answers.iter().map(|a| a.1).collect();
        let findings = RecordBatch::try_from_iter([
            ("criterion", some(&names)),
            ("touchpoint", text(vec![Some("branch"); names.len()])),
            ("time", text(vec![Some("2026-11-02"); names.len()])),
            ("answer", Arc::new(Float64Array::from(answers)) as ArrayRef),
            ("state", text(self.answers.iter().map(|a| Some(a.2)).collect())),
        ])
        .expect("columns");
        let roles = FindingRoles { state: role("state"), ..FindingRoles::default() };
        let findings = Findings::read(&[findings], &roles).expect("findings");
        let audit = audit(&criteria, &findings, &AuditOptions::default().policy(policy));
        audit.expect("an audit")
    }

    fn whole(&self, policy: Policy) -> AuditRow {
        let audit = self.run(policy);
        audit.whole().find(|row| row.touchpoint.is_some()).expect("the branch").clone()
    }

    fn score(&self, policy: Policy) -> f64 {
        self.whole(policy).score.expect("a score")
    }
}

#[track_caller]
fn close(found: f64, wanted: f64, within: f64, what: &str) {
    let error = (found - wanted).abs();
    assert!(error <= within, "{what}: {found} is not {wanted} (off by {error:e})");
}

#[test]
fn xccdf_models_as_openscap_scores_them() {
    let golden = reference("audit-openscap");
    for (name, case) in golden["cases"].as_object().expect("cases") {
        let mut catalogue = Case::default();
        catalogue.add_tree(&case["tree"], None);
        let exact = &case["computed_f64"];
        let number = |value: &Value| value.as_f64().expect("a number");
        let found = catalogue.score(Policy::Normalised);
        if name == "zero_weight" {
            // The group of two criteria of weight 0 has no score here, so the rest decides.
            close(found, 100.0, 0.0, name);
            close(number(&case["scores"]["default"][0]), 100.0 / 3.0, 1e-5, "their reading");
        } else {
            close(found, number(&exact["default"]), 1e-12, name);
            close(found, number(&case["scores"]["default"][0]), 1e-5, "single precision");
        }
        let flat = 100.0 * number(&exact["flat"][0]) / number(&exact["flat"][1]);
        close(catalogue.score(Policy::Flat), flat, 1e-12, name);
        close(catalogue.score(Policy::Absolute), 100.0 * number(&exact["absolute"]), 0.0, name);
        catalogue.weights.fill(1.0);
        let equal = &case["scores"]["flat-unweighted"];
        let equal = 100.0 * number(&equal[0]) / number(&equal[1]);
        close(catalogue.score(Policy::Flat), equal, 1e-12, name);
    }
}

#[test]
fn rules_that_audit_tools_publish() {
    let golden = reference("audit-rules");
    let mut met = Vec::new();
    for case in golden["cases"].as_array().expect("cases") {
        let name = case["name"].as_str().expect("a name");
        let Some(items) = case["items"].as_array() else { continue };
        let mut catalogue = Case::default();
        for item in items {
            let number = |key: &str| item[key].as_f64();
            // planbrothers: [share, weight]; the others: points, the most there can be, weight.
            let (answer, most, weight) = if let Some(pair) = item.as_array() {
                (pair[0].as_f64(), 1.0, pair[1].as_f64().expect("a weight"))
            } else {
                let most = number("max").expect("a maximum");
                (number("score"), most, most * number("weight").expect("a weight"))
            };
            let criterion = catalogue.add(None, weight);
            *catalogue.upper.last_mut().expect("just added") = Some(most);
            let state = if item["na"] == true { "not_applicable" } else { "scored" };
            catalogue.answers.push((criterion, answer, state));
        }
        let percent = case["pct"].as_f64().unwrap_or_else(|| {
            let points = |key: &str| case[key].as_f64().expect("points");
            100.0 * points("score") / points("max")
        });
        close(catalogue.score(Policy::Normalised), percent, 1e-12, name);
        met.push(name);
    }
    assert_eq!(met.len(), 4, "{met:?}");
}

#[test]
fn ten_sections_one_of_them_not_applicable() {
    // "checkpoint_10x10_one_NA": nine times ten points of ninety, not of a hundred.
    let mut catalogue = Case::default();
    for section in 0..10 {
        let section_name = catalogue.add(None, 10.0);
        let state = if section == 4 { "not_applicable" } else { "scored" };
        let answer = (section != 4).then_some(1.0);
        catalogue.answers.push((section_name, answer, state));
    }
    let whole = catalogue.whole(Policy::Normalised);
    assert_eq!((whole.score, whole.coverage), (Some(100.0), Some(1.0)));
}
