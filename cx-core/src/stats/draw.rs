//! Random numbers that are the same everywhere.

/// The generator `SplitMix64`: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number generators*,
/// OOPSLA 2014.
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    state: u64,
}

impl Draw {
    /// The stream of a seed with a number of its own.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut mixed = Self { state: seed };
        let start = mixed.bits() ^ stream.wrapping_mul(0xd134_2543_de82_ef95);
        Self { state: start }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `limit`, which must be above 0 and below 2^32: the high bits of a
    /// product (D. Lemire, *Fast random integer generation in an interval*, 2019), without the
    /// rejection, so that one number is drawn for each; the bias is below 2^-32.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (((self.bits() >> 32) * limit as u64) >> 32) as usize
    }

    /// A number above 0 and below 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A normal number (G. Box, M. Muller, *A note on the generation of random normal deviates*, 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let spread = (-2.0 * libm::log(self.uniform())).sqrt();
        spread * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// A Poisson number with a whole mean, see [`poisson_of`](Self::poisson_of).
    pub(crate) fn poisson(&mut self, mean: u64) -> u64 {
        self.poisson_of(mean as f64) as u64
    }

    /// A Poisson number with this mean, by products of uniform numbers (D. Knuth, *The Art of
    /// Computer Programming* 2, 3.4.1), in parts of a mean of at most 16; above a mean of 10,000 it
    /// is the normal number with the same mean and variance, rounded.
    pub(crate) fn poisson_of(&mut self, mean: f64) -> f64 {
        if mean > 10_000.0 {
            return (mean + self.normal() * mean.sqrt()).round().max(0.0);
        }
        let (mut left, mut sum) = (mean, 0.0);
        while left > 0.0 {
            let part = left.min(16.0);
            left -= part;
            let floor = libm::exp(-part);
            let mut product = self.uniform();
            while product > floor {
                sum += 1.0;
                product *= self.uniform();
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_variances_are_those_asked_for() {
        for mean in [1_u64, 20, 20_000] {
            let mut draw = Draw::new(7, mean);
            let numbers: Vec<f64> = (0..4_000).map(|_| draw.poisson(mean) as f64).collect();
            let found = numbers.iter().sum::<f64>() / 4_000.0;
            let variance = numbers.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / 4_000.0;
            let mean = mean as f64;
            assert!((found - mean).abs() < 5.0 * (mean / 4_000.0).sqrt(), "{found} for {mean}");
            assert!((variance / mean - 1.0).abs() < 0.15, "{variance} for {mean}");
        }
    }
}
