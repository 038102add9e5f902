//! Distributions and intervals that several rooms need.

mod linear;
mod normal;

pub use linear::{Lu, Matrix};
pub use normal::{normal_quantile, z_of};
