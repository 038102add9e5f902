//! The engine of CX Cockpit: what customers lived through, what each touchpoint and each franc did
//! for revenue and for the experience, whether targets are met, and how sure all of that is.
//!
//! Data flows one way:
//!
//! ```text
//! record batches -> intake -> stitch -> journey -> broadcast -> attribution, kpi, audit -> returns -> cockpit
//! ```
//!
//! Every table enters as Arrow record batches together with the roles of its columns; every report
//! has public fields and leaves as a record batch. Without the feature `arrow` tables enter and
//! reports leave as [frames](columns::Frame), the core's own plain columns. Every row is accounted for, every sum is exact
//! and independent of order, every estimate has its interval, and every report carries a hash of
//! its definition.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{Float64Array, Int64Array, RecordBatch, StringArray};
//! use cx_core::attribution::{AttributeOptions, Model, attribute};
//! use cx_core::cockpit::{CockpitInput, CockpitOptions, cockpit};
//! use cx_core::intake::{EventRoles, Events};
//! use cx_core::journey::{JourneyOptions, journeys};
//! use cx_core::stitch::{StitchOptions, stitch};
//!
//! let text = |cells: &[&str]| Arc::new(StringArray::from(cells.to_vec())) as _;
//! let export = RecordBatch::try_from_iter_with_nullable([
//!     ("ts", text(&["2026-03-01T09:00:00Z", "2026-03-03T18:20:00Z", "2026-03-04T10:15:00Z"]), true),
//!     ("customer", Arc::new(Int64Array::from(vec![7, 7, 7])) as _, true),
//!     ("channel", text(&["search", "newsletter", "branch"]), true),
//!     ("kind", text(&["click", "open", "purchase"]), true),
//!     ("revenue", Arc::new(Float64Array::from(vec![None, None, Some(120.0)])) as _, true),
//! ])?;
//! let roles = EventRoles::new("ts", "customer", "customer", "channel").event("kind").value("revenue");
//! let events = Events::read(&[export], &roles)?;
//! let people = stitch(&events, &StitchOptions::default())?;
//! let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
//! let journeys = journeys(&events, &people, &options)?;
//! let credit = attribute(&journeys, &AttributeOptions::default().model(Model::Linear))?;
//! assert_eq!(credit.rows[0].value, 60.0);
//!
//! let input = CockpitInput {
//!     events: Some(&events),
//!     journeys: Some(&journeys),
//!     credit: Some(&credit),
//!     ..Default::default()
//! };
//! let cockpit = cockpit(&input, &CockpitOptions::default())?;
//! let names: Vec<&str> = cockpit.touchpoints.iter().map(|row| row.touchpoint.as_str()).collect();
//! assert_eq!(names, ["newsletter", "search"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod attribution;
pub mod audit;
pub mod broadcast;
pub mod calendar;
pub mod cockpit;
pub mod columns;
mod declare;
pub mod error;
pub mod exact;
mod fields;
mod from_json;
pub mod intake;
pub mod journey;
pub mod kpi;
mod limits;
pub mod options;
mod ordered;
pub mod parallel;
mod reserved;
pub mod returns;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sentences;
pub mod stats;
pub mod stitch;
mod sure;
pub mod tally;

pub use error::{Error, Result};
