//! How often each person, or each journey of a path, is drawn in each replicate.

use crate::attribution::lanes::{LANES, Lanes, NONE};
use crate::stats::Draw;
use crate::sure::Sure;

/// Bits of a random number that mostly tell the Poisson number.
const HEAD: u32 = 10;

/// Entries of the table that more bits are needed for.
const UNCLEAR: u8 = u8::MAX;

/// Keeps the draws apart from others of the same seed.
const PURPOSE: u64 = 0x626f_6f74_7374_7261;

/// Poisson numbers of mean 1 by inversion: the number of `k` with `u >= P(X <= k)`.
#[derive(Debug)]
pub(super) struct Poisson {
    /// `P(X <= k) * 2^64`.
    limits: Vec<u64>,
    table: Vec<u8>,
}

impl Poisson {
    pub(super) fn new() -> Self {
        let (mut limits, mut chance, mut sum) = (Vec::new(), libm::exp(-1.0), 0.0);
        for k in 1..=20_u32 {
            sum += chance;
            chance /= f64::from(k);
            limits.push((sum * 2.0_f64.powi(64)) as u64);
        }
        let mut poisson = Self { limits, table: Vec::new() };
        let width = u64::BITS - HEAD;
        let entry = |head: u64| {
            let (low, high) = (head << width, (head << width) | (u64::MAX >> HEAD));
            let (low, high) = (poisson.count(low), poisson.count(high));
            if low == high { low } else { UNCLEAR }
        };
        poisson.table = (0..1 << HEAD).map(entry).collect();
        poisson
    }

    fn count(&self, random: u64) -> u8 {
        self.limits.iter().take_while(|limit| random >= **limit).count() as u8
    }

    fn number(&self, random: u64) -> f64 {
        let known = self.table.get((random >> (u64::BITS - HEAD)) as usize);
        let known = known.copied().sure_or(UNCLEAR);
        f64::from(if known == UNCLEAR { self.count(random) } else { known })
    }
}

/// The draws of some replicates: the weight of a person or path depends on the seed, the number of
/// the replicate and its own number, and on nothing else.
#[derive(Debug)]
pub(super) struct Draws<'a> {
    poisson: &'a Poisson,
    keys: [u64; LANES],
}

impl<'a> Draws<'a> {
    /// Those of the replicates from `first` on.
    pub(super) fn new(poisson: &'a Poisson, seed: u64, first: usize) -> Self {
        let mut keys = [0; LANES];
        for (at, key) in keys.iter_mut().enumerate() {
            *key = mix(mix(seed ^ PURPOSE).wrapping_add((first + at) as u64));
        }
        Self { poisson, keys }
    }

    /// Poisson numbers of mean 1 for a person.
    pub(super) fn person(&self, person: u32) -> Lanes {
        self.keys.map(|key| self.poisson.number(random(key, u64::from(person))))
    }

    /// Poisson numbers of this mean; `number` is the path's own, and other for what converted.
    pub(super) fn count(&self, number: u64, mean: f64) -> Lanes {
        if mean <= 0.0 {
            NONE
        } else if mean.to_bits() == 1.0_f64.to_bits() {
            self.keys.map(|key| self.poisson.number(random(key, number)))
        } else {
            self.keys.map(|key| Draw::new(random(key, number), 0).poisson_of(mean))
        }
    }

    /// Normal numbers of mean 0 and this standard deviation.
    pub(super) fn normal(&self, number: u64, deviation: f64) -> Lanes {
        self.keys.map(|key| Draw::new(random(key, number), 1).normal() * deviation)
    }
}

fn random(key: u64, number: u64) -> u64 {
    mix(key.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// The finaliser of `SplitMix64`: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number
/// generators*, OOPSLA 2014.
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_poisson_numbers() {
        let poisson = Poisson::new();
        let draws = Draws::new(&poisson, 3, 0);
        let all: Vec<f64> = (0..20_000).flat_map(|person| draws.person(person)).collect();
        let share = |k: f64| all.iter().filter(|x| **x == k).count() as f64 / all.len() as f64;
        let mut expected = libm::exp(-1.0);
        for k in 0..6 {
            let error = (expected / all.len() as f64).sqrt();
            assert!((share(f64::from(k)) - expected).abs() < 5.0 * error, "{k}");
            expected /= f64::from(k + 1);
        }
        // Neighbours and replicates are not alike.
        let pairs = |step: usize| {
            let products =
                all.iter().zip(all.iter().skip(step)).map(|(a, b)| (a - 1.0) * (b - 1.0));
            products.sum::<f64>() / all.len() as f64
        };
        for step in [1, 2, LANES, 2 * LANES] {
            assert!(pairs(step).abs() < 5.0 / (all.len() as f64).sqrt(), "{step}");
        }
    }

    #[test]
    fn the_table_is_the_inversion() {
        let poisson = Poisson::new();
        for at in 0..100_000_u64 {
            let random = mix(at);
            assert_eq!(poisson.number(random), f64::from(poisson.count(random)));
        }
        assert_eq!((poisson.number(0), poisson.count(u64::MAX)), (0.0, 20));
    }

    #[test]
    fn counts_of_paths_have_their_mean_and_variance() {
        let poisson = Poisson::new();
        let draws = Draws::new(&poisson, 4, 16);
        for mean in [0.25, 1.0, 3.5, 400.0] {
            let all: Vec<f64> = (0..2_000).flat_map(|path| draws.count(path, mean)).collect();
            let count = all.len() as f64;
            let found = all.iter().sum::<f64>() / count;
            let variance = all.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / count;
            assert!((found - mean).abs() < 5.0 * (mean / count).sqrt(), "{found} for {mean}");
            assert!((variance / mean - 1.0).abs() < 0.06, "{variance} for {mean}");
        }
    }
}
