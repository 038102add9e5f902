//! Persons, contacts, conversions, and the worlds without a touchpoint.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};

use super::TOUCHPOINTS;
use super::draw::Draw;
use super::intent::{Course, Intent};

/// The parameters of a world; times in days.
#[derive(Debug, Clone)]
pub struct World {
    /// Everything random follows from it.
    pub seed: u64,
    /// Persons, all observed from day 0.
    pub persons: usize,
    /// Length of the observation.
    pub days: f64,
    /// Contacts per person and day.
    pub rate: [f64; TOUCHPOINTS],
    /// Conversions that a contact causes in the long run.
    pub effect: [f64; TOUCHPOINTS],
    /// Mean delay of these.
    pub decay: [f64; TOUCHPOINTS],
    /// How far the rate follows intent, 0 to 1.
    pub follow: [f64; TOUCHPOINTS],
    /// Conversions per person and day without contact, at an intent of 1.
    pub base: f64,
    /// From, to, probability per contact.
    pub triggers: Vec<(usize, usize, f64)>,
    /// Mean delay of what is triggered.
    pub delay: f64,
    /// The course of intent.
    pub intent: Intent,
    /// How far contacts and conversions without any swing over the year, 0 to 1.
    pub season: f64,
}

/// What truly happened.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// Conversions.
    pub conversions: f64,
    /// Conversions that the world without the touchpoint does not have.
    pub lost: [f64; TOUCHPOINTS],
    /// Conversions by the touchpoint of the contact that caused them.
    pub direct: [f64; TOUCHPOINTS],
    /// Conversions by the touchpoint at which the chain began.
    pub origin: [f64; TOUCHPOINTS],
    /// Conversions without any cause among the contacts.
    pub baseline: f64,
}

struct Touch {
    day: f64,
    at: usize,
    needs: u32,
    origin: usize,
}

struct Point {
    day: f64,
    needs: u32,
    /// Origin and touchpoint of the contact that caused it.
    cause: Option<(usize, usize)>,
}

/// Events, column by column.
#[derive(Default)]
struct Rows {
    time: Vec<i64>,
    who: Vec<i64>,
    channel: Vec<String>,
    value: Vec<Option<f64>>,
}

/// What happened in a world, and why. Conversions have a value of 100 on average.
///
/// # Panics
/// Never, for worlds of finite parameters.
pub fn simulate(world: &World) -> (Journeys, Truth) {
    let (rows, truth) = happen(world);
    (rows.read(), truth)
}

/// The same from events in the opposite order.
///
/// # Panics
/// Never, for worlds of finite parameters.
pub fn simulate_backwards(world: &World) -> Journeys {
    let (mut rows, _) = happen(world);
    rows.time.reverse();
    rows.who.reverse();
    rows.channel.reverse();
    rows.value.reverse();
    rows.read()
}

/// The same with one contact of a new person dated twenty years ahead.
///
/// # Panics
/// Never, for worlds of finite parameters.
pub fn simulate_with_stray(world: &World) -> Journeys {
    let (mut rows, _) = happen(world);
    rows.add(20.0 * 365.0, world.persons as i64 + 1, "t0".into(), None);
    rows.read()
}

fn happen(world: &World) -> (Rows, Truth) {
    let (mut rows, mut truth) = (Rows::default(), Truth::default());
    for person in 0..world.persons {
        let mut draw = Draw::new(world.seed << 32 | person as u64);
        let course = world.intent.course(world.days, &mut draw);
        let touches = world.touches(&course, &mut draw);
        let mut points = world.points(&course, &touches, &mut draw);
        points.sort_by(|a, b| a.day.total_cmp(&b.day));
        truth.observe(&points);
        let end = points.first().map_or(world.days, |point| point.day);
        // From 1 on: an id of "0" counts as a placeholder and names nobody.
        let who = person as i64 + 1;
        for touch in touches.iter().filter(|touch| touch.day < end) {
            rows.add(touch.day, who, format!("t{}", touch.at), None);
        }
        if !points.is_empty() {
            rows.add(end, who, "till".into(), Some((200.0 * draw.uniform()).round()));
        }
    }
    (rows, truth)
}

impl Rows {
    fn add(&mut self, day: f64, who: i64, channel: String, value: Option<f64>) {
        self.time.push(1_767_225_600_000_000 + (day * 86_400e6) as i64);
        self.who.push(who);
        self.channel.push(channel);
        self.value.push(value);
    }

    fn read(self) -> Journeys {
        let Self { time, who, channel, value } = self;
        let kind = value.iter().map(|v| Some(if v.is_some() { "purchase" } else { "contact" }));
        let columns: [(&str, ArrayRef); 5] = [
            ("event", Arc::new(kind.collect::<StringArray>())),
            ("ts", Arc::new(Int64Array::from(time))),
            ("user", Arc::new(Int64Array::from(who))),
            ("channel", Arc::new(StringArray::from(channel))),
            ("value", Arc::new(Float64Array::from(value))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
        let mut roles =
            EventRoles::new("ts", "user", "user", "channel").event("event").value("value");
        roles.time_unit = Some(cx_core::columns::TimeUnit::Micros);
        let events = Events::read(&[batch], &roles).expect("events");
        let people = stitch(&events, &StitchOptions::default()).expect("people");
        let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
        journeys(&events, &people, &options).expect("journeys")
    }
}

impl World {
    /// The same spread over a year with a high and a low season, for rates of contacts and for conversions
    /// without any; as many contacts and conversions on average.
    pub fn over_a_year(mut self, season: f64) -> Self {
        let longer = 364.0 / self.days;
        self.days *= longer;
        self.base /= longer;
        self.rate = self.rate.map(|rate| rate / longer);
        self.season = season;
        self
    }

    /// The factor of the season.
    fn season(&self, day: f64) -> f64 {
        1.0 + self.season * (std::f64::consts::TAU * day / 364.0).sin()
    }

    fn touches(&self, course: &Course, draw: &mut Draw) -> Vec<Touch> {
        let mut touches = Vec::new();
        for at in 0..TOUCHPOINTS {
            let rate =
                |intent: f64| self.rate[at] * (1.0 - self.follow[at] + self.follow[at] * intent);
            self.thin(rate, course, draw, |day| {
                touches.push(Touch { day, at, needs: 1 << at, origin: at });
            });
        }
        let mut next = 0;
        while next < touches.len() {
            let Touch { day, at, needs, origin } = touches[next];
            for (from, to, chance) in &self.triggers {
                let day = day + draw.exponential(self.delay);
                if *from == at && draw.uniform() < *chance && day < self.days {
                    touches.push(Touch { day, at: *to, needs: needs | 1 << to, origin });
                }
            }
            next += 1;
        }
        touches
    }

    fn points(&self, course: &Course, touches: &[Touch], draw: &mut Draw) -> Vec<Point> {
        let mut points = Vec::new();
        self.thin(
            |intent| self.base * intent,
            course,
            draw,
            |day| {
                points.push(Point { day, needs: 0, cause: None });
            },
        );
        for touch in touches {
            for _ in 0..draw.poisson(self.effect[touch.at]) {
                let day = touch.day + draw.exponential(self.decay[touch.at]);
                if day < self.days {
                    let cause = Some((touch.origin, touch.at));
                    points.push(Point { day, needs: touch.needs, cause });
                }
            }
        }
        points
    }

    /// The points of a Poisson process whose rate follows intent.
    fn thin(
        &self,
        rate: impl Fn(f64) -> f64,
        course: &Course,
        draw: &mut Draw,
        mut visit: impl FnMut(f64),
    ) {
        let bound = rate(course.most()) * (1.0 + self.season);
        let mut day = draw.exponential(1.0 / bound);
        while day < self.days {
            if draw.uniform() * bound <= rate(course.at(day)) * self.season(day) {
                visit(day);
            }
            day += draw.exponential(1.0 / bound);
        }
    }
}

impl Truth {
    fn observe(&mut self, points: &[Point]) {
        let Some(first) = points.first() else { return };
        self.conversions += 1.0;
        match first.cause {
            Some((origin, at)) => {
                self.origin[origin] += 1.0;
                self.direct[at] += 1.0;
            }
            None => self.baseline += 1.0,
        }
        for (at, lost) in self.lost.iter_mut().enumerate() {
            if points.iter().all(|point| point.needs >> at & 1 == 1) {
                *lost += 1.0;
            }
        }
    }

    /// Parts of a whole.
    pub fn shares(parts: &[f64]) -> Vec<f64> {
        let whole: f64 = parts.iter().sum();
        parts.iter().map(|part| part / whole).collect()
    }

    /// Total variation: half the sum of the differences of two splits.
    pub fn distance(a: &[f64], b: &[f64]) -> f64 {
        Self::shares(a).iter().zip(Self::shares(b)).map(|(a, b)| (a - b).abs() / 2.0).sum()
    }
}
