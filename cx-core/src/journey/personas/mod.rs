//! Personas: groups of journeys that are alike, each with a real journey at its middle.

mod group;
mod medoids;
mod options;
mod quality;
mod report;
mod verb;

pub use options::PersonaOptions;
pub use report::{Persona, PersonaChoice, PersonaMember, PersonaReport, Personas};
