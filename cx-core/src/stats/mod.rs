//! Distributions, intervals, lights and small linear algebra that several rooms need.

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

#[doc(hidden)] // where they were until 0.1
pub use crate::calendar::{Day, Window};
pub use band::{Band, Factor, nnls};
pub use gamma::gamma_quantile;
pub use interval::{Interval, wilson};
pub use light::{Goal, Light};
pub use linear::{Lu, Matrix};
pub use mean::{Moments, mean_interval};
pub use needed::more_needed;
pub use newcombe::difference_of_groups;
pub use normal::{normal_quantile, z_of};
pub use student::{student_quantile, t_of};
pub use survival::{Curve, CurvePoint, Ended, RiskRow, risk_table};
pub use tango::difference_of_shares;

pub(crate) use draw::Draw;
pub(crate) use quantile::{quantile, quantiles};
