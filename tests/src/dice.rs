//! Random numbers with a seed, the same on every machine (`SplitMix64`).

/// A generator; the number is its seed.
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

/// The scrambling of `SplitMix64`.
pub fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl Dice {
    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to below 1.
    pub fn roll(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit
    }

    /// A Poisson number.
    pub fn poisson(&mut self, mean: f64) -> usize {
        let (mut count, mut left) = (0, self.roll());
        while left > (-mean).exp() {
            left *= self.roll();
            count += 1;
        }
        count
    }

    /// A place by its chance; one behind the last for what is missing to 1.
    pub fn pick(&mut self, chances: &[f64]) -> usize {
        let mut left = self.roll();
        for (at, chance) in chances.iter().enumerate() {
            left -= chance;
            if left < 0.0 {
                return at;
            }
        }
        chances.len()
    }
}
