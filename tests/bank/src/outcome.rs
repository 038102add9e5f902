//! Conversions from an additive hazard, and the worlds without a touchpoint.
//!
//! For person i and product k the hazard is
//!
//! ```text
//! lambda_ik(t) = share_ik(t) * ( baseline * intent_i(t) + sum over contacts h of beta_h exp(-(t - t_h) / tau_h) )
//! ```
//!
//! until the person buys k (each product at most once a year). It is simulated as the superposition of one
//! Poisson process for the baseline and one per contact: their sum has exactly this hazard, and every point
//! has exactly one cause. A world without a touchpoint keeps every point that does not descend from it, with
//! the very same numbers; then the first point of each product counts. Therefore removing a touchpoint
//! without effect changes nothing, and removing another never changes a conversion that it had no part in.

use super::calendar::{END, Hours, at_day, month};
use super::key::{Draw, Stream, mix};
use super::person::Person;
use super::touches::Touch;
use super::touchpoint::{Touchpoint, World};

/// What is bought: name, mean contribution in CHF, spread of its logarithm, basic share.
pub(crate) const PRODUCTS: [(&str, f64, f64, f64); 5] = [
    ("account", 160.0, 0.3, 0.40),
    ("credit card", 85.0, 0.3, 0.20),
    ("pillar 3a", 620.0, 0.5, 0.18),
    ("fund savings", 840.0, 0.7, 0.14),
    ("mortgage", 5600.0, 0.5, 0.08),
];

/// A possible conversion.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) key: u64,
    /// Local second.
    pub(crate) at: i64,
    /// Position in [`PRODUCTS`].
    pub(crate) product: usize,
    /// Contribution in hundredths of a franc.
    pub(crate) value: i64,
    /// Where the customer would like to sign, best first.
    pub(crate) places: [Touchpoint; 4],
    /// The contact's touchpoint that caused it; none is the baseline.
    pub(crate) cause: Option<Touchpoint>,
    /// The touchpoint at which the chain began that led to the cause.
    pub(crate) root: Option<Touchpoint>,
    /// Touchpoints without which it would not happen.
    pub(crate) needs: u16,
}

/// All possible conversions of a person, in the order of time.
pub(crate) fn points(world: &World, person: &Person, touches: &[Touch]) -> Vec<Point> {
    let mut points = Vec::new();
    baseline(world, person, &mut points);
    for touch in touches {
        let channel = &world.channels[touch.touchpoint.index()];
        if channel.effect <= 0.0 {
            continue;
        }
        let mut draw = person.key.stream(Stream::Point, touch.key);
        for number in 0..draw.poisson(channel.effect) {
            let at = touch.at + 60 + (draw.exponential(channel.decay) * 86_400.0) as i64;
            let key = mix(&[touch.key, u64::from(number), 2]);
            let cause = (Some(touch.touchpoint), Some(touch.root), touch.needs);
            points.extend(point(person, key, at, cause));
        }
    }
    points.sort_unstable_by_key(|point| (point.at, point.key));
    points
}

/// The points without any contact: a Poisson process whose rate follows intent, by thinning.
fn baseline(world: &World, person: &Person, points: &mut Vec<Point>) {
    let bound = world.baseline * person.intent_bound();
    let mut draw = person.key.stream(Stream::Baseline, 0);
    let mut day = 0.0;
    for number in 0_u64.. {
        day += draw.exponential(364.0 / bound);
        let at = at_day(day);
        if at >= END {
            return;
        }
        if draw.uniform() * bound < world.baseline * person.intent(at) {
            points.extend(point(person, mix(&[0xBA5E, number, 3]), at, (None, None, 0)));
        }
    }
}

/// What is bought, for how much and where; none if it would fall after the year.
fn point(
    person: &Person,
    key: u64,
    at: i64,
    cause: (Option<Touchpoint>, Option<Touchpoint>, u16),
) -> Option<Point> {
    let mut draw = person.key.stream(Stream::Point, key);
    let season = if month(at) >= 11 { 2.0 } else { 1.0 };
    let weights =
        [PRODUCTS[0].3, PRODUCTS[1].3, PRODUCTS[2].3 * season, PRODUCTS[3].3, PRODUCTS[4].3];
    let product = draw.weighted(&weights);
    let places = places(person, &mut draw, product);
    let hours = match places[0] {
        Touchpoint::Branch => Hours::Branch,
        Touchpoint::CallCentre => Hours::Phone,
        _ => Hours::Online,
    };
    let at = hours.not_before(at, draw.uniform());
    let (_, mean, sigma, _) = PRODUCTS[product];
    // To five hundredths of a franc, as money is paid in Switzerland.
    let value = (draw.log_normal(mean, sigma) * 20.0).round() as i64 * 5;
    let (cause, root, needs) = cause;
    (at < END).then_some(Point { key, at, product, value, places, cause, root, needs })
}

fn places(person: &Person, draw: &mut Draw, product: usize) -> [Touchpoint; 4] {
    use Touchpoint::{App, Branch, CallCentre, Website};
    let online = draw.chance(person.digital * if product == 4 { 0.2 } else { 0.9 });
    let phone = draw.chance(0.2);
    match (online, person.app_user, phone) {
        (true, true, _) => [App, Website, Branch, CallCentre],
        (true, false, _) => [Website, Branch, CallCentre, App],
        (false, _, true) => [CallCentre, Branch, Website, App],
        (false, _, false) => [Branch, CallCentre, Website, App],
    }
}

/// The conversions of the world without the given touchpoints (0: the world as it is): of each product the
/// first point that needs none of them.
pub(crate) fn conversions(points: &[Point], without: u16) -> impl Iterator<Item = &Point> {
    let mut bought = [false; PRODUCTS.len()];
    points.iter().filter(move |point| {
        let takes = point.needs & without == 0 && !bought[point.product];
        bought[point.product] |= takes;
        takes
    })
}

impl Point {
    /// Where it is signed in a world without the given touchpoints.
    pub(crate) fn place(&self, without: u16) -> Touchpoint {
        self.places.into_iter().find(|place| place.bit() & without == 0).unwrap_or(self.places[0])
    }
}

#[cfg(test)]
mod tests {
    use super::super::touches::touches;
    use super::super::touchpoint::TOUCHPOINTS;
    use super::super::tv::spots;
    use super::*;

    fn sold(points: &[Point], without: u16) -> Vec<(u64, i64, i64)> {
        conversions(points, without).map(|point| (point.key, point.at, point.value)).collect()
    }

    #[test]
    fn removing_a_touchpoint_is_living_in_a_world_that_never_had_it() {
        let (world, spots) = (World::default(), spots(7));
        for touchpoint in TOUCHPOINTS {
            let silent = World::default().silence(touchpoint);
            for index in 0..250 {
                let person = Person::draw(7, index);
                let all = points(&world, &person, &touches(&world, &spots, &person));
                let other = points(&silent, &person, &touches(&silent, &spots, &person));
                assert_eq!(sold(&all, touchpoint.bit()), sold(&other, 0), "{touchpoint:?}");
            }
        }
    }

    #[test]
    fn contacts_cause_as_many_sales_as_their_parameter_says() {
        let (world, spots) = (World::default(), spots(7));
        let (mut caused, mut expected) = ([0.0; 12], [0.0; 12]);
        for index in 0..6000 {
            let person = Person::draw(7, index);
            let touches = touches(&world, &spots, &person);
            for touch in &touches {
                let channel = &world.channels[touch.touchpoint.index()];
                let left = (END - touch.at) as f64 / 86_400.0;
                // What would come after the year is not seen.
                expected[touch.touchpoint.index()] +=
                    channel.effect * (1.0 - libm::exp(-left / channel.decay));
            }
            for cause in points(&world, &person, &touches).iter().filter_map(|point| point.cause) {
                caused[cause.index()] += 1.0;
            }
        }
        for (caused, expected) in caused.into_iter().zip(expected) {
            let (caused, expected): (f64, f64) = (caused, expected);
            assert!((caused - expected).abs() < 5.0 * expected.sqrt() + 1.0, "{caused} {expected}");
        }
    }
}
