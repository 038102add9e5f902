//! The same model for spots that never were: the same minutes of weeks without spots.

use super::airings::{Airings, Part};
use super::baseline::Baseline;
use super::fit::Fit;
use super::kernel::Kernel;
use super::options::{BroadcastOptions, DAY};
use super::pooled::Data;
use super::report::Placebo;
use super::series::Series;
use crate::Result;
use crate::calendar::Zone;
use crate::stats::z_of;
use crate::sure::Sure;

/// Weeks that a spot may be shifted.
const WEEKS: usize = 52;

/// Shifts every spot by the smallest number of whole weeks after which neither it nor its window
/// meets the reach of a true spot, earlier weeks first, and fits them with the response of the
/// true ones; `None` where no spot can be shifted.
pub(super) fn placebo(
    series: &Series,
    airings: &Airings,
    reach: &[bool],
    kernel: &Kernel,
    options: &BroadcastOptions,
    zone: &Zone,
) -> Result<Option<Placebo>> {
    let window = kernel.shares.len();
    let part = Part { spot: 0, group: 0, weight: 1.0 };
    let moved = airings.minutes.iter().filter_map(|minute| shifted(*minute, window, reach));
    let fake = Airings::of(moved.map(|minute| (minute, part)));
    if fake.len() == 0 {
        return Ok(None);
    }
    let (mut both, mut theirs) = (reach.to_vec(), vec![false; reach.len()]);
    fake.mark(window, &mut both);
    fake.mark(window, &mut theirs);
    let Ok(baseline) = Baseline::fit(series, &both, options, zone) else { return Ok(None) };
    let base: Vec<f64> = (0..series.len()).map(|minute| baseline.at(minute)).collect();
    let minutes: Vec<usize> =
        theirs.iter().enumerate().filter(|(_, marked)| **marked).map(|(at, _)| at).collect();
    let data =
        Data { airings: &fake, groups: 1, visits: &series.visits, base: &base, reach: &minutes };
    let scale = (Some(kernel.shape), Some(kernel.scale));
    let Some(pooled) = data.choose(scale.0, scale.1, window)? else { return Ok(None) };
    let fit = Fit::of(&data, &pooled, &baseline);
    let (visits, variance) = fit.total(&vec![1.0; fake.len()], &data, &pooled, &baseline);
    let error = variance.max(0.0).sqrt();
    let z = z_of(options.confidence)?;
    Ok(Some(Placebo {
        spots: fake.parts.iter().map(|parts| parts.len() as u64).sum(),
        visits,
        low: visits - z * error,
        high: visits + z * error,
        p_value: libm::erfc(visits.abs() / error.max(f64::MIN_POSITIVE) / std::f64::consts::SQRT_2),
    }))
}

fn shifted(minute: usize, window: usize, reach: &[bool]) -> Option<usize> {
    let free = |start: &usize| {
        let end = start + window;
        end <= reach.len()
            && reach
                .get(start.saturating_sub(window)..end)
                .sure()
                .is_some_and(|minutes| !minutes.contains(&true))
    };
    (1..=WEEKS)
        .flat_map(|weeks| {
            let shift = weeks * 7 * DAY;
            [minute.checked_sub(shift), minute.checked_add(shift)]
        })
        .flatten()
        .find(free)
}
