//! Events in, people out.

use cx_core::options::read;
use cx_core::stitch;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::intake::Events;

handle! {
    /// People, and which rows and identifiers are theirs.
    People(stitch::People),
    report: |core| account(&core.report, &core.definition),
    tables: {
        "people": stitch::People::to_frame,
        "ids": stitch::People::ids_to_frame,
    }
}

#[wasm_bindgen]
impl People {
    /// The person of an identifier.
    pub fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        self.core.find(id_type, id)
    }

    /// Persons with an identifier that names them, and persons without one.
    pub fn known(&self) -> Vec<f64> {
        let (known, anonymous) = self.core.known();
        vec![known as f64, anonymous as f64]
    }
}

/// Finds people.
#[wasm_bindgen]
pub fn stitch(events: &Events, options: &str) -> Result<People> {
    let options = read(options).map_err(of_core)?;
    stitch::stitch(&events.core, &options).map(Into::into).map_err(of_core)
}
