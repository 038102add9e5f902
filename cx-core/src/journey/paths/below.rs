//! Outcomes below 0: goods that came back, margins that were lost.

/// The conversions of a path whose value is below 0. They are known apart because what was gained and
/// what was lost are split over touchpoints each by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Below {
    /// How many of the path's conversions.
    pub conversions: f64,
    /// Sum of their values: 0 or less.
    pub value: f64,
    /// Sum of the squares of their values.
    pub squares: f64,
}

/// Adds the next path's, where this one or one before has any: most tables have none, and hold none.
pub(crate) fn push<T: Clone + Default + PartialEq>(list: &mut Vec<T>, before: usize, next: T) {
    if list.is_empty() && next == T::default() {
        return;
    }
    list.resize(before, T::default());
    list.push(next);
}
