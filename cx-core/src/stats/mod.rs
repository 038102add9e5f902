//! Distributions and intervals that several rooms need.

mod normal;

pub use normal::{normal_quantile, z_of};
