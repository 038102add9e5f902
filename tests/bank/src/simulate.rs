//! The run: customer by customer, nothing kept but counts.

use std::path::Path;

use super::calendar::{Clock, Zone};
use super::contacts::year;
use super::exports::Exports;
use super::identity::{IdKind, Identity};
use super::outcome::points;
use super::person::Person;
use super::rows::Scribe;
use super::sheet::table;
use super::touches::touches;
use super::touchpoint::{Touchpoint, World};
use super::truth::{Effects, Spots, Surveys, francs};
use super::tv::spots;
use super::{Options, Size, Summary, audit, campaigns, catalogue, parameters};

/// The truth tables that grow with the customers.
struct Ledger {
    people: csv::Writer<std::fs::File>,
    conversions: csv::Writer<std::fs::File>,
}

impl Ledger {
    fn create(dir: &Path) -> Result<Self, csv::Error> {
        let mut people = csv::Writer::from_path(dir.join("people_truth.csv"))?;
        people.write_record(["id_type", "id", "person", "note"])?;
        let mut conversions = csv::Writer::from_path(dir.join("truth_conversions.csv"))?;
        conversions.write_record([
            "table",
            "event_id",
            "person",
            "time",
            "touchpoint",
            "product",
            "value_chf",
            "cause",
            "root",
        ])?;
        Ok(Self { people, conversions })
    }
}

/// Writes the whole company into a directory, which is made if it is not there.
///
/// # Errors
/// If a file cannot be written or the time-zone database has no Europe/Zurich.
pub(crate) fn simulate(options: &Options) -> Result<Summary, super::Error> {
    let dir = options.out.as_path();
    std::fs::create_dir_all(dir)?;
    let (world, zone, spots) = (World::default(), Zone::zurich()?, spots(options.seed));
    let without = options.without.map_or(0, Touchpoint::bit);
    let mut out = Exports::create(dir, options.dirty)?;
    let mut ledger = Ledger::create(dir)?;
    let (mut effects, mut surveys, mut viewers) =
        (Effects::default(), Surveys::default(), Spots::new(&spots));
    let mut summary = Summary::default();
    for index in options.first..options.first + options.customers {
        let person = Person::draw(options.seed, index);
        let touches = touches(&world, &spots, &person);
        let points = points(&world, &person, &touches);
        effects.observe(&touches, &points);
        viewers.observe(&touches);
        let year = year(&person, &touches, &points, without);
        let clicked = touches
            .iter()
            .filter(|touch| touch.touchpoint == Touchpoint::Website && touch.needs & without == 0)
            .filter_map(|touch| touch.trigger.map(|trigger| trigger.1))
            .collect();
        let mut scribe = Scribe {
            zone: &zone,
            person: &person,
            identity: Identity::new(&person),
            customer_since: year.customer_since,
            clicked,
        };
        for contact in &year.contacts {
            let place = scribe.contact(&mut out, contact)?;
            scribe.survey(&mut out, &mut surveys, contact)?;
            if let (super::contacts::About::Purchase(point), Some((table, id))) =
                (contact.about, place)
            {
                summary.conversions += 1;
                summary.value_cents += point.value;
                let name = |touchpoint: Option<Touchpoint>| {
                    touchpoint.map_or("(baseline)", Touchpoint::name)
                };
                ledger.conversions.write_record([
                    table,
                    &id,
                    &person.name(),
                    &zone.write(Clock::IsoUtcMillis, contact.at, 0),
                    contact.touchpoint.name(),
                    super::outcome::PRODUCTS[point.product].0,
                    &francs(point.value),
                    name(point.cause),
                    name(point.root),
                ])?;
            }
        }
        for complaint in &year.complaints {
            scribe.complaint(&mut out, complaint)?;
        }
        for ((kind, id), note) in &scribe.identity.used {
            let kind: IdKind = *kind;
            ledger.people.write_record([kind.name(), id, &person.name(), note.name()])?;
        }
    }
    ledger.people.flush()?;
    ledger.conversions.flush()?;
    effects.write(dir, &world)?;
    surveys.write(dir)?;
    viewers.write(dir, &spots)?;
    campaigns::write(dir, options.customers, &spots)?;
    write_spots(dir, &zone, options.customers, &spots)?;
    catalogue::write(dir)?;
    // Agreements are data, not simulation.
    std::fs::write(dir.join("targets.csv"), include_str!("targets.csv"))?;
    parameters::write(dir, &world)?;
    let (found, defects) = audit::write(dir, &zone, options.seed, options.dirty)?;
    summary.tables = out.finish(dir, found, &defects)?;
    Ok(summary)
}

fn write_spots(
    dir: &Path,
    zone: &Zone,
    customers: u64,
    spots: &[super::tv::Spot],
) -> Result<(), csv::Error> {
    let header = [
        "spot_id",
        "aired_at",
        "station",
        "programme",
        "motif",
        "seconds",
        "campaign",
        "reach",
        "cost_chf",
    ];
    let rows = spots.iter().map(|spot| {
        let cost = campaigns::spot_price(spot) * customers as f64 * 100.0;
        vec![
            spot.id.clone(),
            zone.write(Clock::LocalMinutes, spot.at, 0),
            spot.station.into(),
            spot.programme.into(),
            spot.motif.into(),
            spot.seconds.to_string(),
            spot.campaign.into(),
            format!("{:.4}", spot.reach),
            francs(cost.round() as i64),
        ]
    });
    table(dir, "tv_spots", &header, rows)
}

impl Size {
    /// One table's name and numbers of rows.
    pub(crate) fn new(table: &str, sound: u64, rows: u64) -> Self {
        Self { table: table.into(), sound, rows }
    }
}
