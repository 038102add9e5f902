//! The response to a spot over the minutes that follow it.

/// Points at which the density is taken within a minute.
const POINTS: usize = 16;

/// `k(u) = u^(a-1) exp(-u/theta)`, integrated over minutes, normalised to 1 over the window.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kernel {
    pub(super) shape: f64,
    /// Minutes.
    pub(super) scale: f64,
    pub(super) shares: Vec<f64>,
}

impl Kernel {
    pub(super) fn new(shape: f64, scale: f64, window: usize) -> Self {
        let density = |u: f64| libm::exp((shape - 1.0) * libm::log(u) - u / scale);
        let within = |minute: usize| -> f64 {
            let point = |at: usize| minute as f64 + (at as f64 + 0.5) / POINTS as f64;
            (0..POINTS).map(|at| density(point(at))).sum()
        };
        let mut shares: Vec<f64> = (0..window).map(within).collect();
        let whole: f64 = shares.iter().sum();
        if whole > 0.0 {
            for share in &mut shares {
                *share /= whole;
            }
        }
        Self { shape, scale, shares }
    }

    /// Kernels to choose from: shapes and mean delays, what is given being kept.
    pub(super) fn grid(shape: Option<f64>, scale: Option<f64>, window: usize) -> Vec<Self> {
        const SHAPES: [f64; 5] = [1.0, 1.5, 2.0, 3.0, 5.0];
        const DELAYS: [f64; 10] = [0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0, 20.0];
        let shapes = shape.map_or(SHAPES.to_vec(), |shape| vec![shape]);
        let longest = window as f64 / 2.0;
        let mut grid = Vec::new();
        for shape in shapes {
            let scales = match scale {
                Some(scale) => vec![scale],
                None => DELAYS.iter().filter(|d| **d <= longest).map(|d| d / shape).collect(),
            };
            grid.extend(scales.into_iter().map(|scale| Self::new(shape, scale, window)));
        }
        grid
    }

    /// Kernels around this one, `step` being the relative distance.
    pub(super) fn around(&self, shape: Option<f64>, scale: Option<f64>, step: f64) -> Vec<Self> {
        let near = |fixed: Option<f64>, value: f64| match fixed {
            Some(fixed) => vec![fixed],
            None => vec![value / (1.0 + step), value, value * (1.0 + step)],
        };
        let mut grid = Vec::new();
        // The mean delay is what the data tell best; it stays while the shape changes.
        for next in near(shape, self.shape) {
            let same = self.scale * self.shape / next;
            let scales = near(scale, same);
            grid.extend(scales.into_iter().map(|s| Self::new(next, s, self.shares.len())));
        }
        grid
    }
}
