//! Personas: groups of journeys that are alike, each with a real journey at its middle.

mod answers;
mod group;
mod medoids;
mod needs;
mod options;
mod personas;
mod quality;
mod report;

pub use needs::{NeedBy, NeedOptions, NeedRow, Needs};
pub use options::PersonaOptions;
pub use report::{Persona, PersonaChoice, PersonaMember, PersonaReport, Personas};
