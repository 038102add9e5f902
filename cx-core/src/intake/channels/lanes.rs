//! Columns as rules see them: each distinct value is asked once, and a row only knows which answers it has.

use hashbrown::HashMap;

use super::columns::Columns;
use super::engine::Engine;
use super::fields::{CLICK_ID, Fields, REFERRER, URL};
use super::host::place;
use super::pages::Pages;
use crate::columns::{Coded, NO_CODE};
use crate::sure::ByCode;

type Fast<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// The answers that a field's values have to its tests, each set of them once.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: Fast<Vec<bool>, u32>,
    /// Set by number.
    pub(super) sets: Vec<Vec<bool>>,
}

impl Answers {
    fn number(&mut self, answers: Vec<bool>) -> u32 {
        if let Some(number) = self.known.get(&answers) {
            return *number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(answers.clone());
        self.known.insert(answers, number);
        number
    }

    /// The answers of a value of a field.
    fn of(&mut self, engine: &Engine, field: usize, value: &str) -> u32 {
        let small = value.to_lowercase();
        let value = if field == REFERRER { place(&small).host } else { small.as_str() };
        self.number(engine.tests(field).map(|test| test.holds(value, &small)).collect())
    }

    /// The answers of the click ids that a row has.
    fn of_clicks(&mut self, engine: &Engine, clicks: u64) -> u32 {
        let there =
            || engine.fields.clicks().filter(|(field, _)| clicks & Fields::bit(*field) != 0);
        let answers = engine.tests(CLICK_ID);
        let answers =
            answers.map(|test| test.holds_among(there().map(|(_, name)| name), clicks == 0));
        self.number(answers.collect())
    }
}

/// The answers of every row to the tests of one field.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) field: usize,
    pub(super) answers: Answers,
    /// The number of the answers, by row.
    pub(super) rows: Vec<u32>,
}

/// The answers of all rows, for those fields that rules ask for.
pub(super) fn lanes(engine: &Engine, columns: &Columns, rows: usize) -> Vec<Lane> {
    let pages = Pages::of(engine, columns);
    let fields = (0..engine.fields.len()).filter(|field| engine.asks(*field));
    let lanes = fields.map(|field| match field {
        CLICK_ID => clicks(engine, columns, pages.as_ref(), rows),
        URL => lane(engine, field, columns.url.as_ref(), None, rows),
        _ => {
            let derived = pages.as_ref().and_then(|pages| Some((pages.url, pages.values(field)?)));
            let mut lane = lane(engine, field, columns.of(field), derived, rows);
            if field == REFERRER {
                within(engine, columns, &mut lane);
            }
            lane
        }
    });
    lanes.collect()
}

/// The answers of a column; where it has none or is blank, of what the query of a page says.
fn lane(
    engine: &Engine,
    field: usize,
    column: Option<&Coded>,
    derived: Option<(&Coded, &[String])>,
    rows: usize,
) -> Lane {
    let mut answers = Answers::default();
    let blank = answers.of(engine, field, "");
    let mut numbers = vec![blank; rows];
    if let Some((url, values)) = derived {
        let mut known: Fast<&str, u32> = Fast::default();
        let by_page: Vec<u32> = values
            .iter()
            .map(|value| *known.entry(value).or_insert_with(|| answers.of(engine, field, value)))
            .collect();
        fill(&mut numbers, &url.codes, &by_page);
    }
    if let Some(column) = column {
        let by_name: Vec<u32> =
            column.dictionary.names().map(|name| answers.of(engine, field, &name)).collect();
        fill(&mut numbers, &column.codes, &by_name);
    }
    Lane { field, answers, rows: numbers }
}

/// Puts the number of each row's name into its place, where it has a name.
fn fill(numbers: &mut [u32], codes: &[u32], by_name: &[u32]) {
    for (number, code) in numbers.iter_mut().zip(codes) {
        if let Some(known) = by_name.by_code(*code) {
            *number = *known;
        }
    }
}

/// Which click ids each row has, in columns of their own or in the query of the page.
fn clicks(engine: &Engine, columns: &Columns, pages: Option<&Pages<'_>>, rows: usize) -> Lane {
    let mut found = vec![0_u64; rows];
    if let Some(pages) = pages {
        for (found, code) in found.iter_mut().zip(&pages.url.codes) {
            *found |= pages.clicks.by_code(*code).map_or(0, |clicks| *clicks);
        }
    }
    for (field, column) in &columns.clicks {
        for (found, code) in found.iter_mut().zip(&column.codes) {
            *found |= if *code == NO_CODE { 0 } else { Fields::bit(*field) };
        }
    }
    let mut answers = Answers::default();
    let mut known: Fast<u64, u32> = Fast::default();
    let number = |clicks| *known.entry(clicks).or_insert_with(|| answers.of_clicks(engine, clicks));
    let rows = found.into_iter().map(number).collect();
    Lane { field: CLICK_ID, answers, rows }
}

/// A referrer of the page's own host is none.
fn within(engine: &Engine, columns: &Columns, lane: &mut Lane) {
    let (Some(url), Some(referrer)) = (&columns.url, &columns.referrer) else { return };
    let mut hosts: Fast<String, u32> = Fast::default();
    let mut host_of = |column: &Coded| -> Vec<u32> {
        let names = column.dictionary.names();
        names
            .map(|name| {
                let next = hosts.len() as u32;
                let small = name.to_lowercase();
                *hosts.entry_ref(place(&small).host).or_insert(next)
            })
            .collect()
    };
    let (pages, before) = (host_of(url), host_of(referrer));
    let blank = lane.answers.of(engine, REFERRER, "");
    let codes = url.codes.iter().zip(&referrer.codes);
    for (number, (page, referrer)) in lane.rows.iter_mut().zip(codes) {
        let host = pages.by_code(*page);
        if host.is_some() && host == before.by_code(*referrer) {
            *number = blank;
        }
    }
}
