//! What is asked beyond the cockpit's way.
//!
//! All that leaves this module towards JavaScript has a name that begins with `analysis`: by that
//! the page tells which engine it has. A page that only shows a cockpit goes without this module
//! (the feature `analysis`).

mod broadcast;
mod channels;
mod credits;
mod experience;
mod files;
mod journeys;
mod live;
