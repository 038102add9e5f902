//! Intervals and lights, and what several rooms need to compute them: distributions and small linear algebra.

mod band;
mod draw;
mod gamma;
mod interval;
mod light;
mod linear;
mod mean;
mod needed;
mod newcombe;
mod normal;
mod quantile;
mod student;
mod survival;
mod tango;

pub use interval::{Interval, wilson};
pub use light::{Goal, Light};
pub use normal::z_of;
pub use tango::difference_of_shares;

// What the rooms and the project's own tests and benchmarks use; no part of the interface.
#[doc(hidden)] // where they were until 0.1
pub use crate::calendar::{Day, Window};
#[doc(hidden)]
pub use band::{Band, Factor, nnls};
#[doc(hidden)]
pub use gamma::gamma_quantile;
#[doc(hidden)]
pub use linear::{Lu, Matrix};
#[doc(hidden)]
pub use mean::{Moments, mean_interval};
#[doc(hidden)]
pub use needed::more_needed;
#[doc(hidden)]
pub use newcombe::difference_of_groups;
#[doc(hidden)]
pub use normal::normal_quantile;
#[doc(hidden)]
pub use student::{student_quantile, t_of};
#[doc(hidden)]
pub use survival::{Curve, CurvePoint, Ended, RiskRow, risk_table};

pub(crate) use draw::Draw;
pub(crate) use quantile::{quantile, quantiles};
