//! From what each unit does to the rows of a funnel.

use super::attempts::Attempt;
use super::matching::{Reach, Work};
use super::options::{FunnelOptions, Plan};
use super::report::{Funnel, FunnelRow, FunnelTime};
use crate::Result;
use crate::journey::Journeys;
use crate::journey::contacts::{Item, Units};
use crate::journey::matcher::Matcher;
use crate::options::Definition;
use crate::parallel;
use crate::stats::{Curve, CurvePoint, Ended, Interval, risk_table, wilson, z_of};
use crate::sure::{Absent, Call, Sure};

/// Units that one task works on.
const UNITS: usize = 1 << 12;

/// Microseconds of one second.
const SECOND: f64 = 1e6;

impl Journeys {
    /// How many go from step to step, how many still may, and how long it takes.
    ///
    /// A unit (journey, person or session) reaches step `k` when contacts for the steps `0..=k`
    /// can be found in it that keep to the order, the exclusions and all limits; a unit that
    /// starts again gets a new chance, so it is never the first attempt alone that counts.
    ///
    /// A unit that has not gone on is **censored** when one of its attempts can still succeed after
    /// the end of the data, and **lost** when all have ended: the time ran out, an excluded contact
    /// came, or the journey or session was over. `rate` is the Aalen-Johansen estimate of going on,
    /// with the loss as competing event ([`Curve`]; 1 - Kaplan-Meier where nobody is lost before
    /// the last one goes on), the clock running from the first time a step is reached to the first
    /// time that the next one is. `share`, what is usually shown, counts the censored as if they
    /// were lost. At rates of 0 and 1 the interval is Wilson's over those not censored.
    ///
    /// Beside units, `attempts` are counted: one begins with a contact of the first step when none is
    /// going on, and ends with the last step or when it can no longer go on; whoever starts again
    /// before that goes on with it. Attempts of one unit are not independent, so they have no
    /// interval.
    ///
    /// Limits of what it says: censored units are taken to go on like those seen for longer; with
    /// no limit of time, and nobody lost, the rate is that up to the longest time seen. Rates from
    /// different units are not independent when one person has several.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for options out of range,
    /// [`Error::UnknownName`](crate::Error::UnknownName) for names that do not occur, unless
    /// `allow_unknown`.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{Int64Array, RecordBatch, StringArray};
    /// use cx_core::intake::{EventRoles, Events};
    /// use cx_core::journey::{FunnelOptions, Unit, journeys};
    /// use cx_core::stitch::stitch;
    /// let text = |cells: Vec<&str>| Arc::new(StringArray::from(cells)) as _;
    /// let batch = RecordBatch::try_from_iter([
    ///     ("ts", text(vec!["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"])),
    ///     ("user", Arc::new(Int64Array::from(vec![1, 1, 2, 3])) as _),
    ///     ("channel", text(vec!["search", "branch", "search", "call"])),
    /// ])?;
    /// let events = Events::read(&[batch], &EventRoles::new("ts", "user", "user", "channel"))?;
    /// let journeys = journeys(&events, &stitch(&events, &Default::default())?, &Default::default())?;
    /// let funnel = journeys.funnel(&FunnelOptions::new(["search", "branch"]).unit(Unit::Persons))?;
    /// let first = &funnel.rows[0];
    /// assert_eq!((funnel.units, first.entered), (3, 2));
    /// assert_eq!((first.converted, first.censored), (Some(1), Some(1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn funnel(&self, options: &FunnelOptions) -> Result<Funnel> {
        let call = Call::open();
        let plan = options.plan(self)?;
        let z = z_of(options.confidence)?;
        let exclusions = plan.exclusions.iter().map(|exclusion| &exclusion.at);
        let conversions = plan.at.iter().chain(exclusions).any(Matcher::names_conversion);
        let units = Units::of(self, options.unit, options.session_gap, conversions);
        let parts = parallel::map_chunks(units.len(), UNITS, |range| {
            let mut seen = Seen::new(plan.at.len());
            let (mut items, mut work): (Vec<Item>, _) = (Vec::new(), Work::default());
            for unit in range {
                units.items(unit, &mut items);
                let reach = plan.reach(&items, &mut work);
                seen.add(&reach, units.over(unit), units.end);
                if !reach.first.is_empty() {
                    let attempts = plan.attempts(&items, &mut work);
                    seen.add_attempts(&attempts, units.over(unit), units.end);
                }
            }
            Ok(seen)
        })?;
        let mut seen = Seen::new(plan.at.len());
        for part in parts {
            seen.append(part);
        }
        let mut funnel = Funnel {
            units: units.len() as u64,
            unit: options.unit,
            rows: Vec::new(),
            times: Vec::new(),
            definition: Definition::of("journey.funnel", &(&self.definition, options)),
        };
        rows(&mut funnel, seen, options, z, &plan);
        call.close(Ok(funnel))
    }
}

/// What all units do, for each step.
struct Seen {
    entered: Vec<u64>,
    excluded: Vec<u64>,
    /// Attempts that reached the step.
    attempts: Vec<u64>,
    /// Attempts that reached it last and may still go on.
    attempts_open: Vec<u64>,
    /// From this step to the next.
    next: Vec<Vec<(i64, Ended)>>,
    /// From the first step to this one.
    whole: Vec<Vec<(i64, Ended)>>,
}

impl Seen {
    fn new(steps: usize) -> Self {
        Self {
            entered: vec![0; steps],
            excluded: vec![0; steps],
            attempts: vec![0; steps],
            attempts_open: vec![0; steps],
            next: vec![Vec::new(); steps],
            whole: vec![Vec::new(); steps],
        }
    }

    fn append(&mut self, part: Self) {
        for (mine, other) in [
            (&mut self.entered, part.entered),
            (&mut self.excluded, part.excluded),
            (&mut self.attempts, part.attempts),
            (&mut self.attempts_open, part.attempts_open),
        ] {
            mine.iter_mut().zip(other).for_each(|(mine, other)| *mine += other);
        }
        for (mine, other) in self.next.iter_mut().zip(part.next) {
            mine.extend(other);
        }
        for (mine, other) in self.whole.iter_mut().zip(part.whole) {
            mine.extend(other);
        }
    }

    /// Adds the attempts of a unit; `over` is when it was over, `end` the end of the data.
    fn add_attempts(&mut self, attempts: &[Attempt], over: Option<i64>, end: i64) {
        let last = self.attempts.len() - 1;
        for attempt in attempts {
            self.attempts.iter_mut().take(attempt.step + 1).for_each(|count| *count += 1);
            let open = attempt.step < last && over.is_none() && attempt.until > end;
            if let (true, Some(count)) = (open, self.attempts_open.get_mut(attempt.step).sure()) {
                *count += 1;
            }
        }
    }

    /// Adds a unit; `over` is when it was over, `end` the end of the data.
    fn add(&mut self, reach: &Reach, over: Option<i64>, end: i64) {
        let Some(start) = reach.first.first() else { return };
        let (until, ended) = match over {
            Some(over) => (reach.until.min(over), Ended::Competing),
            None if reach.until <= end => (reach.until, Ended::Competing),
            None => (end, Ended::Censored),
        };
        for (step, whole) in self.whole.iter_mut().enumerate().skip(1) {
            whole.push(match reach.first.get(step) {
                Some(time) => (time - start, Ended::Event),
                None => ((until - start).max(0), ended),
            });
        }
        for (step, time) in reach.first.iter().enumerate() {
            if let Some(entered) = self.entered.get_mut(step).sure() {
                *entered += 1;
            }
            let (Some(next), true) = (self.next.get_mut(step).sure(), step + 1 < self.whole.len())
            else {
                continue;
            };
            next.push(match reach.first.get(step + 1) {
                Some(then) => (then - time, Ended::Event),
                None => ((until - time).max(0), ended),
            });
        }
        let last = reach.first.len() - 1;
        let by_contact =
            reach.excluded && ended == Ended::Competing && over.is_none_or(|o| reach.until <= o);
        if let (true, Some(excluded)) = (by_contact, self.excluded.get_mut(last).sure()) {
            *excluded += 1;
        }
    }
}

/// The rows of a funnel.
fn rows(funnel: &mut Funnel, seen: Seen, options: &FunnelOptions, z: f64, plan: &Plan) {
    let first = seen.entered.first().copied().sure_or(0);
    let (attempts, open) = (seen.attempts, seen.attempts_open);
    let attempts_at = |step: usize| attempts.get(step).copied().or_absent(0);
    let entries = seen.entered.into_iter().zip(seen.excluded);
    let ways = seen.next.into_iter().zip(seen.whole);
    for (step, ((entered, excluded), (next, whole))) in entries.zip(ways).enumerate() {
        let name = options.steps.get(step).map(super::FunnelStep::shown).sure_or_default();
        let last = step + 1 == plan.at.len();
        let next = Way::of(next, z);
        let whole = if step == 0 { None } else { Some(Way::of(whole, z)) };
        let of = |count: u64| if last { None } else { Some(count) };
        let known = |x: f64| if last { f64::NAN } else { x };
        let [median, median_low, median_high] = next.quantile(0.5);
        funnel.rows.push(FunnelRow {
            step,
            name: name.clone(),
            entered,
            converted: of(next.events),
            censored: of(next.censored),
            lost: of(next.competing),
            excluded: of(excluded),
            share: known(next.events as f64 / entered as f64),
            rate: known(next.end.incidence),
            low: known(next.interval.low),
            high: known(next.interval.high),
            method: of(0).map(|_| next.method().into()),
            median_seconds: median,
            median_low,
            median_high,
            whole_share: entered as f64 / first as f64,
            whole_rate: whole.as_ref().map_or(f64::NAN, |way| way.end.incidence),
            whole_low: whole.as_ref().map_or(f64::NAN, |way| way.interval.low),
            whole_high: whole.as_ref().map_or(f64::NAN, |way| way.interval.high),
            attempts: attempts_at(step),
            attempts_open: of(open.get(step).copied().or_absent(0)),
            attempt_share: known(attempts_at(step + 1) as f64 / attempts_at(step) as f64),
        });
        for quantile in options.quantiles.iter().copied().filter(|_| !last) {
            let [seconds, low, high] = next.quantile(quantile);
            funnel.times.push(FunnelTime {
                step,
                name: name.clone(),
                quantile,
                seconds,
                low,
                high,
            });
        }
    }
}

/// The way from one step to another.
struct Way {
    events: u64,
    competing: u64,
    censored: u64,
    curve: Curve,
    end: CurvePoint,
    interval: Interval,
    /// Whether anyone was lost before the last one went on.
    competes: bool,
}

impl Way {
    fn of(observations: Vec<(i64, Ended)>, z: f64) -> Self {
        let rows = risk_table(observations);
        let sum = |pick: fn(&crate::stats::RiskRow) -> u64| rows.iter().map(pick).sum::<u64>();
        let (events, competing) = (sum(|row| row.events), sum(|row| row.competing));
        let curve = Curve::of(&rows, z);
        let mut end = curve.last();
        let lasting = rows.iter().rposition(|row| row.events > 0).unwrap_or(0);
        if rows.is_empty() {
            end.incidence = f64::NAN;
        }
        let undefined = end.low.is_nan() || end.high.is_nan();
        let decided = (events + competing) as f64;
        let interval = if rows.is_empty() {
            Interval { low: f64::NAN, high: f64::NAN }
        } else if undefined {
            wilson(events as f64, decided, z).around(end.incidence)
        } else {
            Interval { low: end.low, high: end.high }.around(end.incidence)
        };
        Self {
            events,
            competing,
            censored: sum(|row| row.censored),
            competes: rows.iter().take(lasting).any(|row| row.competing > 0),
            curve,
            end,
            interval,
        }
    }

    fn method(&self) -> &'static str {
        if self.competes { "aalen_johansen" } else { "kaplan_meier" }
    }

    /// A quantile of the time of those who go on, in seconds, with its interval.
    fn quantile(&self, quantile: f64) -> [f64; 3] {
        if self.events == 0 {
            return [f64::NAN; 3];
        }
        let level = quantile * self.end.incidence;
        self.curve.quantile(level).map(|time| time.map_or(f64::NAN, |time| time as f64 / SECOND))
    }
}
