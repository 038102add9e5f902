//! Distributions, intervals and lights that several rooms need.

mod day;
mod interval;
mod light;
mod mean;
mod needed;
mod normal;
mod student;
mod tango;

pub use day::Day;
pub use interval::{Interval, wilson};
pub use light::{Goal, Light};
pub use mean::{Moments, mean_interval};
pub use needed::more_needed;
pub use normal::{normal_quantile, z_of};
pub use student::{student_quantile, t_of};
pub use tango::difference_of_shares;

pub(crate) use day::day_column;
