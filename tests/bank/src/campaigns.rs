//! The measures of two departments, with what they cost.
//!
//! Costs grow with the number of customers, as a bank of that size would spend. What is billed per contact
//! (clicks, impressions, letters, leads) stands in the exports' cost columns and is *not* contained here:
//! contact costs plus campaign costs are the whole. Television and sponsoring have no contact costs.

use std::path::Path;

use super::calendar::{DAY, END, START, date, month, week_start};
use super::key::scramble;
use super::sheet::table;
use super::touchpoint::Touchpoint;
use super::truth::francs;
use super::tv::{FLIGHTS, Spot};

const BRAND: &str = "Brand Management";
const RELATIONS: &str = "CRM";

/// Names of measures that contacts carry, by touchpoint: the period's, or one of two running all year.
pub(crate) fn campaign(touchpoint: Touchpoint, at: i64, key: u64) -> String {
    let month = month(at);
    match touchpoint {
        Touchpoint::Search => {
            ["SEA-BRAND-2025", "SEA-PRODUCT-2025"][(scramble(key) % 2) as usize].into()
        }
        Touchpoint::Display => format!("DISPLAY-2025-Q{}", month.div_ceil(3)),
        Touchpoint::Social => format!("SOCIAL-2025-H{}", month.div_ceil(6)),
        Touchpoint::Newsletter => format!("NEWSLETTER-2025-{month:02}"),
        // The fourth mailing went out without a code.
        Touchpoint::DirectMail if month.div_ceil(2) != 4 => {
            format!("MAILING-2025-{}", month.div_ceil(2))
        }
        _ => String::new(),
    }
}

/// Writes `campaigns.csv` and `tv_spots.csv`.
pub(crate) fn write(dir: &Path, customers: u64, spots: &[Spot]) -> Result<(), csv::Error> {
    let mut rows = Vec::new();
    // Cost in hundredths of a franc per customer.
    let mut add =
        |name: &str, kind: &str, owner: &str, touchpoint: &str, period: (i64, i64), cost: f64| {
            rows.push(vec![
                name.to_string(),
                kind.to_string(),
                owner.to_string(),
                touchpoint.to_string(),
                date(period.0),
                date(period.1 - DAY),
                francs((cost * customers as f64).round() as i64),
                "CHF".to_string(),
            ]);
        };
    let year = (START, END);
    let part = |index: i64, parts: i64| {
        (week_start(index * 52 / parts), week_start((index + 1) * 52 / parts))
    };
    for (name, first, last, _) in FLIGHTS {
        let media: f64 = spots
            .iter()
            .filter(|spot| spot.campaign == name)
            .map(|spot| 100.0 * spot_price(spot))
            .sum();
        add(name, "tv", BRAND, "tv", (week_start(first), week_start(last + 1)), media + 18.0);
    }
    add("SPONSORING-SKI-2025", "sponsoring", BRAND, "sponsoring", part(0, 4), 120.0);
    add("SPONSORING-FILM-FESTIVAL-2025", "sponsoring", BRAND, "sponsoring", part(2, 4), 95.0);
    add("SPONSORING-RUN-2025", "sponsoring", BRAND, "sponsoring", part(1, 4), 40.0);
    for quarter in 0..4 {
        add(
            &format!("DISPLAY-2025-Q{}", quarter + 1),
            "display",
            BRAND,
            "display",
            part(quarter, 4),
            52.0,
        );
    }
    for half in 0..2 {
        add(&format!("SOCIAL-2025-H{}", half + 1), "social", BRAND, "social", part(half, 2), 60.0);
    }
    add("INFLUENCER-2025", "social", BRAND, "social", part(3, 4), 35.0);
    add("POSTER-2025", "out of home", BRAND, "poster", part(1, 4), 85.0);
    add("CINEMA-2025", "cinema", BRAND, "cinema", part(3, 4), 30.0);
    add("SEA-BRAND-2025", "search", RELATIONS, "search", year, 20.0);
    add("SEA-PRODUCT-2025", "search", RELATIONS, "search", year, 45.0);
    for number in 0..12 {
        let name = format!("NEWSLETTER-2025-{:02}", number + 1);
        add(&name, "newsletter", RELATIONS, "newsletter", part(number, 12), 6.0);
    }
    for number in 0..6 {
        let name = format!("MAILING-2025-{}", number + 1);
        add(&name, "direct mail", RELATIONS, "direct mail", part(number, 6), 16.0);
    }
    add("PORTAL-2025", "aggregator", RELATIONS, "aggregator", year, 25.0);
    add("APP-OFFERS-2025", "app", RELATIONS, "app", year, 40.0);
    add("WEBSITE-2025", "website", BRAND, "website", year, 180.0);
    let header = ["campaign", "kind", "owner", "touchpoint", "start", "end", "cost", "currency"];
    table(dir, "campaigns", &header, rows)
}

/// Price of one spot per customer of the bank, in francs: a quarter of a franc per viewer.
pub(crate) fn spot_price(spot: &Spot) -> f64 {
    0.25 * spot.reach * f64::from(spot.seconds) / 20.0
}
