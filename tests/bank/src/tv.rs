//! The broadcast schedule of the bank's TV spots and who watched them.

use super::calendar::{DAY, START};
use super::key::{BANK, Stream, Subject};
use super::person::Person;

/// One broadcast of one spot.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) id: String,
    /// Local second, a whole minute.
    pub(crate) at: i64,
    pub(crate) station: &'static str,
    pub(crate) programme: &'static str,
    pub(crate) motif: &'static str,
    pub(crate) seconds: u32,
    pub(crate) campaign: &'static str,
    /// Probability that an average person sees it.
    pub(crate) reach: f64,
}

/// A flight: campaign, first and last week, spots per day.
pub(crate) const FLIGHTS: [(&str, i64, i64, u32); 4] = [
    ("TV-2025-SPRING", 5, 9, 12),
    ("TV-2025-MORTGAGE", 15, 18, 10),
    ("TV-2025-AUTUMN", 35, 40, 12),
    ("TV-2025-PILLAR3A", 44, 48, 14),
];

const STATIONS: [(&str, f64); 5] =
    [("SRF 1", 1.0), ("SRF zwei", 0.55), ("3+", 0.5), ("RTS 1", 0.45), ("RSI LA 1", 0.15)];
const PROGRAMMES: [&str; 5] = ["news", "film", "sports", "talk show", "series"];

/// All broadcasts of the year in the order of time.
pub(crate) fn spots(seed: u64) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (flight, &(campaign, first, last, per_day)) in FLIGHTS.iter().enumerate() {
        for day in first * 7..(last + 1) * 7 {
            for slot in 0..per_day {
                let index = (flight as u64) << 32 | (day as u64) << 8 | u64::from(slot);
                let mut draw = Subject { seed, who: BANK }.stream(Stream::Spots, index);
                let (station, audience) = STATIONS[draw.below(STATIONS.len())];
                let minute = 17 * 60 + (draw.uniform() * 390.0) as i64;
                let prime = if (19 * 60..22 * 60).contains(&minute) { 1.6 } else { 0.8 };
                spots.push(Spot {
                    id: String::new(),
                    at: START + day * DAY + minute * 60,
                    station,
                    programme: PROGRAMMES[draw.below(PROGRAMMES.len())],
                    motif: ["summit", "family", "first home"][draw.below(3)],
                    seconds: [15, 20, 30][draw.below(3)],
                    campaign,
                    reach: 0.025 * audience * prime * (0.6 + 0.8 * draw.uniform()),
                });
            }
        }
    }
    spots.sort_by_key(|spot| spot.at);
    for (number, spot) in spots.iter_mut().enumerate() {
        spot.id = format!("S{:05}", number + 1);
    }
    spots
}

/// Indices of the spots that a person saw, each independently with probability viewing times reach.
pub(crate) fn seen(person: &Person, spots: &[Spot]) -> Vec<usize> {
    let bound = spots.iter().map(|spot| spot.reach).fold(0.0, f64::max) * person.viewing;
    let bound = bound.min(0.5);
    let mut draw = person.key.stream(Stream::TvExposure, 0);
    let mut seen = Vec::new();
    if bound <= 0.0 {
        return seen;
    }
    // Geometric jumps to the next candidate, then thinning: as many numbers as candidates.
    let mut next = 0.0;
    loop {
        next += (libm::log(draw.uniform()) / libm::log1p(-bound)).floor();
        let Some(spot) = spots.get(next as usize) else {
            return seen;
        };
        if draw.chance((person.viewing * spot.reach).min(bound) / bound) {
            seen.push(next as usize);
        }
        next += 1.0;
    }
}
