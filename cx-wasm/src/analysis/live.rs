//! Sessions to which late events are added.

use cx_core::journey;
use cx_core::options::read;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::intake::Events;
use crate::stitch::People;
use crate::table::Table;

/// What a late insert changed, in numbers.
#[derive(Serialize)]
struct Changes {
    added: usize,
    removed: usize,
    changed: usize,
    events: u64,
    without_person: u64,
    new_persons: u64,
    merged_persons: usize,
}

handle! {
    /// What late events changed.
    AnalysisSessionDelta(journey::SessionDelta),
    report: |core| {
        let [added, removed, changed] = core.counts();
        let changes = Changes {
            added,
            removed,
            changed,
            events: core.events,
            without_person: core.without_person,
            new_persons: core.new_persons,
            merged_persons: core.merged.len(),
        };
        account(&changes, &core.definition)
    },
    tables: {
        "changes": journey::SessionDelta::to_frame,
    }
}

/// Sessions to which late events can be added.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AnalysisLiveSessions {
    core: journey::LiveSessions,
}

/// Cuts sessions to which late events can be added.
#[wasm_bindgen]
pub fn analysis_live_sessions(
    events: &Events,
    people: &People,
    options: &str,
) -> Result<AnalysisLiveSessions> {
    let options = read(options).map_err(of_core)?;
    let core = journey::LiveSessions::new(&events.core, &people.core, &options).map_err(of_core)?;
    Ok(AnalysisLiveSessions { core })
}

#[wasm_bindgen]
impl AnalysisLiveSessions {
    /// Adds late events.
    pub fn insert(&mut self, late: &Events, people: &People) -> Result<AnalysisSessionDelta> {
        self.core.insert(&late.core, &people.core).map(Into::into).map_err(of_core)
    }

    /// The sessions as they are now, whatever name is asked for.
    pub fn table(&self, _name: Option<String>) -> Result<Table> {
        Table::of(self.core.to_frame())
    }

    /// The person of an identifier.
    pub fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        self.core.find(id_type, id)
    }
}
