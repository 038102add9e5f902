//! Aggregated paths as other tools export them, for tests.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{Float64Array, RecordBatch, StringArray};
use cx_core::journey::{PathRoles, Paths};

/// One row of a table of paths.
#[derive(Debug, Clone, PartialEq)]
pub struct PathRow {
    /// The path as text.
    pub path: String,
    /// Conversions.
    pub conversions: f64,
    /// Their value.
    pub value: f64,
    /// Journeys that did not convert.
    pub nulls: f64,
}

impl PathRow {
    /// The touchpoints.
    pub fn tokens(&self) -> Vec<&str> {
        self.path.split('>').map(str::trim).filter(|token| !token.is_empty()).collect()
    }
}

/// The roles of [`batch`]'s columns.
pub fn roles() -> PathRoles {
    PathRoles {
        conversions: Some("conversions".into()),
        value: Some("value".into()),
        nulls: Some("nulls".into()),
        ..PathRoles::default()
    }
}

/// The rows as a record batch.
pub fn batch(rows: &[PathRow]) -> RecordBatch {
    let path: StringArray = rows.iter().map(|row| Some(row.path.as_str())).collect();
    let numbers =
        |pick: fn(&PathRow) -> f64| Arc::new(Float64Array::from_iter_values(rows.iter().map(pick)));
    RecordBatch::try_from_iter([
        ("path", Arc::new(path) as _),
        ("conversions", numbers(|row| row.conversions) as _),
        ("value", numbers(|row| row.value) as _),
        ("nulls", numbers(|row| row.nulls) as _),
    ])
    .unwrap_or_else(|error| unreachable!("{error}"))
}

/// The rows, read in batches of `split`.
///
/// # Errors
/// As [`Paths::read`].
pub fn read(rows: &[PathRow], split: usize) -> cx_core::Result<Paths> {
    let batches: Vec<RecordBatch> = rows.chunks(split.max(1)).map(batch).collect();
    Paths::read(&batches, &roles())
}

/// Reads `path;conversions;value;nulls` with a head line.
///
/// # Panics
/// When the file cannot be read.
pub fn load(file: &Path) -> Vec<PathRow> {
    let text = fs::read_to_string(file).expect("the file is there");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(';').collect();
        let number = |at: usize| cells[at].trim().parse().expect("a number");
        PathRow {
            path: cells[0].to_owned(),
            conversions: number(1),
            value: number(2),
            nulls: number(3),
        }
    };
    text.lines().skip(1).map(row).collect()
}

/// Reads a golden table: the name in the first column, then numbers, by the names of its columns.
///
/// # Panics
/// When the file cannot be read.
pub fn golden(file: &Path) -> (Vec<String>, Vec<(String, Vec<f64>)>) {
    let text = fs::read_to_string(file).expect("the file is there");
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().expect("a head line");
    let rows = lines.map(|cells| {
        let numbers = cells.iter().skip(1).map(|cell| cell.parse().expect("a number")).collect();
        (cells[0].clone(), numbers)
    });
    (head.into_iter().skip(1).collect(), rows.collect())
}
