//! Random numbers that depend on a key, never on what was drawn before.
//!
//! Every draw of the simulation comes from a `ChaCha8` stream whose 256-bit key *is* the four words
//! (seed, subject, stream, index). `ChaCha` was chosen because it is counter-based and takes structured keys
//! as they are: streams of neighbouring keys are independent without any mixing of ours, a stream costs one
//! block to start, and the same key gives the same numbers on every platform. So the history of customer 17
//! is the same whether 100 or a million customers are made, and a contact keeps its numbers in a world in
//! which another touchpoint does not exist (common random numbers).

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, Normal};

/// The subject of draws that belong to the whole bank and to no customer.
pub(crate) const BANK: u64 = u64::MAX;

/// What a stream of random numbers decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Stream {
    Household = 1,
    Person,
    Identifiers,
    Intent,
    Exogenous,
    TvExposure,
    Touch,
    Baseline,
    Point,
    Service,
    Row,
    Answer,
    Complaint,
    Dirt,
    Spots,
    Audit,
    Auditor,
}

/// The key of one stream without its index: whose numbers, and for what world.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) seed: u64,
    pub(crate) who: u64,
}

impl Subject {
    /// The stream of random numbers for one decision of this subject.
    pub(crate) fn stream(self, stream: Stream, index: u64) -> Draw {
        let mut key = [0_u8; 32];
        let words = [self.seed, self.who, stream as u64, index];
        for (place, word) in key.chunks_exact_mut(8).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        Draw(ChaCha8Rng::from_seed(key))
    }
}

/// A bijective scrambling of 64 bits (the finaliser of `SplitMix64`); used for identifiers, not for draws.
pub(crate) fn scramble(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One word out of several, order matters.
pub(crate) fn mix(words: &[u64]) -> u64 {
    words.iter().fold(0x0BA2_2E5E_ED00_0001, |state, &word| scramble(state ^ scramble(word)))
}

/// A source of random numbers for one decision.
#[derive(Debug)]
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// Uniform on the open interval (0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }

    /// True with probability `p`; always takes one number.
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// An index below `n` (0 if `n` is 0).
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Exponential with the given mean, by inversion: exactly one number.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -libm::log(self.uniform()) * mean
    }

    /// Poisson by inversion: exactly one number, meant for means below ten.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let mut left = self.uniform();
        let mut p = libm::exp(-mean);
        let mut n = 0;
        while left > p && n < 200 {
            left -= p;
            n += 1;
            p *= mean / f64::from(n);
        }
        n
    }

    /// Normal with mean and standard deviation.
    pub(crate) fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        Normal::new(mean, deviation).map_or(mean, |law| law.sample(&mut self.0))
    }

    /// Log-normal with the given mean (not median) and the standard deviation of the logarithm.
    pub(crate) fn log_normal(&mut self, mean: f64, sigma: f64) -> f64 {
        mean * libm::exp(self.normal(-0.5 * sigma * sigma, sigma))
    }

    /// Gamma with mean one and the given shape.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        Gamma::new(shape, 1.0 / shape).map_or(1.0, |law| law.sample(&mut self.0))
    }

    /// One of the weighted choices, by index; exactly one number.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }
}
