//! Parts by touchpoint.

use crate::sure::Sure;

/// Parts by touchpoint of one journey (or person), cheap to empty.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    parts: Vec<f64>,
    touched: Vec<u32>,
}

impl Spread {
    /// One place for each touchpoint, and one for what no touchpoint gets.
    pub(super) fn new(touchpoints: usize) -> Self {
        Self { parts: vec![0.0; touchpoints + 1], touched: Vec::new() }
    }

    /// Adds the parts of the contacts of a path; all of it to no touchpoint where there is none.
    pub(super) fn add_path(&mut self, path: &[u32], parts: &[f64], worth: f64) {
        if path.is_empty() {
            self.add(self.parts.len() - 1, worth);
        }
        for (code, part) in path.iter().zip(parts) {
            self.add(*code as usize, part * worth);
        }
    }

    fn add(&mut self, place: usize, part: f64) {
        if part == 0.0 {
            return;
        }
        if let Some(sum) = self.parts.get_mut(place).sure() {
            if *sum == 0.0 {
                self.touched.push(place as u32);
            }
            *sum += part;
        }
    }

    /// Visits every place that has something, and empties it.
    pub(super) fn drain(&mut self, mut visit: impl FnMut(usize, f64)) {
        for place in self.touched.drain(..) {
            if let Some(sum) = self.parts.get_mut(place as usize).sure() {
                visit(place as usize, std::mem::take(sum));
            }
        }
    }
}
