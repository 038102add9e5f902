//! Quantiles of durations.

use crate::sure::Sure;

/// The quantile of `times`, which are put in another order:
/// `x[f] + (h - f)(x[f + 1] - x[f])` with `h = (n - 1) p` and `f` its whole part; NaN of nothing.
///
/// Source: type 7 of R. J. Hyndman and Y. Fan, *Sample quantiles in statistical packages*, The
/// American Statistician 50 (1996) 361-365, which is what `pandas`, `numpy` and R compute.
pub(crate) fn quantile(times: &mut [i64], p: f64) -> f64 {
    let [quantile] = quantiles(times, [p]);
    quantile
}

/// Several quantiles, as [`quantile`]; each looks only among the times that those before leave.
pub(crate) fn quantiles<const N: usize>(times: &mut [i64], of: [f64; N]) -> [f64; N] {
    let Some(last) = times.len().checked_sub(1) else { return [f64::NAN; N] };
    // What comes before the split is no later than what comes from there on.
    let mut split = 0;
    of.map(|p| {
        let h = last as f64 * p.clamp(0.0, 1.0);
        let at = (h.floor() as usize).min(last);
        let from = if at < split { 0 } else { split };
        let to = if at < split { split } else { times.len() };
        let Some(among) = times.get_mut(from..to).sure() else { return f64::NAN };
        let (_, low, _) = among.select_nth_unstable(at - from);
        let low = *low as f64;
        split = at;
        let above = times.get(at + 1..).sure_or_default();
        match above.iter().min() {
            Some(high) if h > at as f64 => low + (h - at as f64) * (*high as f64 - low),
            _ => low,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_numpy() {
        // numpy.quantile([7, 1, 3, 20], [0, 0.5, 0.95, 1])
        let mut times = [7, 1, 3, 20];
        let found = [0.0, 0.5, 0.95, 1.0].map(|p| quantile(&mut times, p));
        for (found, known) in found.iter().zip([1.0, 5.0, 18.05, 20.0]) {
            assert!((found - known).abs() < 1e-12, "{found} is not {known}");
        }
        assert_eq!([-1.0, 1.5].map(|p| quantile(&mut times, p)), [1.0, 20.0]);
        for p in [0.1, 0.5, 0.9] {
            let mut times = [7, 1, 3, 20];
            let both = quantiles(&mut times, [0.5, p]);
            assert_eq!(both, [quantile(&mut [7, 1, 3, 20], 0.5), quantile(&mut times, p)]);
        }
        assert!(quantile(&mut [], 0.5).is_nan());
        assert_eq!(quantile(&mut [4], 0.95), 4.0);
    }
}
