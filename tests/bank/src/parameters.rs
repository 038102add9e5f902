//! The parameters of the world as a table.

use std::path::Path;

use super::calendar::{BREAK_WEEK, END, START, date, week_start};
use super::outcome::PRODUCTS;
use super::person::{LENIENCY, NEED};
use super::quality::{ADAPTATION, noise};
use super::sheet::table;
use super::touchpoint::World;

/// Writes `truth_parameters.csv`.
pub(crate) fn write(dir: &Path, world: &World) -> Result<(), csv::Error> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add =
        |name: &str, value: String, unit: &str| rows.push(vec![name.into(), value, unit.into()]);
    add("period_start", date(START), "date, Europe/Zurich");
    add("period_end", date(END), "date, exclusive");
    add("break_date", date(week_start(BREAK_WEEK)), "date");
    add("break_touchpoint", "call centre".into(), "");
    add("null_touchpoint", "aggregator".into(), "");
    add(
        "baseline_hazard",
        world.baseline.to_string(),
        "conversions per 364 days and unit of intent",
    );
    add(
        "intent_propensity_weight",
        "0.35".into(),
        "intent per unit of propensity, Gamma(1.2) with mean 1",
    );
    add("intent_need", NEED.to_string(), "intent added during an episode of need");
    add("episodes_per_propensity", "0.5".into(), "episodes per 400 days, Poisson");
    add("episode_days", "45".into(), "mean length: 15 + exponential of mean 30");
    add("season_winter", "1.35".into(), "factor on intent in November and December");
    add("season_summer", "0.8".into(), "factor on intent in July and August");
    add("leniency_sd", LENIENCY.to_string(), "points of the latent scale, per person");
    add("experience_sd", noise().to_string(), "points of the latent scale, per contact");
    add("expectation_adaptation", ADAPTATION.to_string(), "per week");
    for trigger in &world.triggers {
        let name = format!("trigger: {} -> {}", trigger.from.name(), trigger.to.name());
        add(
            &name,
            trigger.chance.to_string(),
            &format!("probability per contact, mean delay {} s", trigger.delay),
        );
    }
    for (name, value, sigma, share) in PRODUCTS {
        add(
            &format!("product: {name}"),
            value.to_string(),
            &format!("CHF mean, log sd {sigma}, share {share}"),
        );
    }
    table(dir, "truth_parameters", &["parameter", "value", "unit"], rows)
}
