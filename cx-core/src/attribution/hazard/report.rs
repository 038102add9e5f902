//! What the time-to-event model found, parameter by parameter.

use super::fitted::Fitted;
use super::options::KnockOn;
use super::parameters::COHORTS;
use super::split::quadratic;
use crate::Result;
use crate::attribution::options::AttributeOptions;
use crate::columns::{Frame, FrameBuilder};
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::options::Definition;
use crate::stats::z_of;
use crate::sure::{Call, Sure};

/// What a contact with one touchpoint does.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardRow {
    /// The touchpoint.
    pub touchpoint: String,
    /// Contacts while their persons were observed.
    pub contacts: u64,
    /// What a fresh contact adds to the conversions per day (`beta`).
    pub beta: f64,
    /// Days after which the effect has fallen to 37 % (`tau`).
    pub tau: f64,
    /// Lower end of its interval.
    pub tau_low: f64,
    /// Upper end.
    pub tau_high: f64,
    /// Conversions that one contact brings in the long run (`beta tau`).
    pub effect: f64,
    /// Lower end of its interval; 0 where an effect is not proven, as where `tau` is as long as it may be.
    pub effect_low: f64,
    /// Upper end.
    pub effect_high: f64,
    /// Conversions that its contacts caused directly.
    pub direct: f64,
    /// Conversions in which it had a part: directly, or by triggering the contact that caused them.
    /// Those are what would be lost without it; they do not sum to the outcome, since one conversion
    /// may need several touchpoints. With `knock_on: "none"` the direct ones.
    pub involved: f64,
}

/// One level of intent.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentLevel {
    /// Share of the persons.
    pub share: f64,
    /// Contacts per person and day.
    pub contacts_per_day: f64,
    /// Conversions per person and day that come without any contact.
    pub baseline_per_day: f64,
}

/// A touchpoint that triggers contacts with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// The touchpoint that triggers.
    pub from: String,
    /// The one that is triggered.
    pub to: String,
    /// Contacts that one contact triggers within the window.
    pub contacts: f64,
}

/// The fit of the time-to-event model.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardFit {
    /// Touchpoints in the order of their names.
    pub rows: Vec<HazardRow>,
    /// Levels of intent by their baseline; one where persons do not differ.
    pub levels: Vec<IntentLevel>,
    /// Triggers that are proven.
    pub triggers: Vec<Trigger>,
    /// Conversions without any part of a contact.
    pub baseline: f64,
    /// Lower end of its interval.
    pub baseline_low: f64,
    /// Upper end.
    pub baseline_high: f64,
    /// Persons with a contact.
    pub persons: u64,
    /// Conversions that follow a contact: those that the model is fitted to.
    pub conversions: u64,
    /// Whether persons go on after a conversion.
    pub repeat: bool,
    /// Logarithm of the likelihood, with what is known of decays and effects beforehand.
    pub log_likelihood: f64,
    /// Steps of the search.
    pub iterations: u32,
    /// Whether the search ended by itself, and not at the limit of its steps.
    pub converged: bool,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

/// Fits the time-to-event model and reports its parameters; [`attribute`](crate::attribution::attribute())
/// with [`Model::Hazard`](crate::attribution::Model::Hazard) gives the credits of the same fit.
///
/// For a person at the (unseen) level of intent `k`, with contacts `h` at `t_h` with touchpoint `c_h`:
///
/// ```text
/// hazard of a conversion    lambda_k(t) = b_k + sum over h before t of beta_c exp(-(t - t_h) / tau_c)
/// rate of contacts with c   r_ck
/// ```
///
/// in days since the first contact, all parameters at least 0, by maximum likelihood over all persons,
/// converting or not (those that did not are censored at the end of the data). `b_k` and `r_ck` are linear
/// in intent; where the criterion of Schwarz finds no levels, all persons are at one. Over touchpoints
/// `ln tau` is normal with standard deviation 0.6 about a centre that is estimated with them, and each
/// touchpoint gets as many contacts in addition as bring one conversion on average, and that conversion.
/// Rows dated so far ahead that nearly all of the data lies long before them do not prolong the observation.
///
/// Known weaknesses: intent is a lasting trait here. What makes the same people both buy and meet a touchpoint
/// in the same days or months (a hot phase of search, a season, a price cut) counts as effect of the
/// contact, and the baseline comes out too low; contacts that were never recorded count as baseline; an
/// effect that lasts as long as `decay` allows cannot be told from a slow change of need, so its interval
/// begins at 0.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{Int64Array, RecordBatch, StringArray};
/// use cx_core::attribution::{AttributeOptions, hazard_fit};
/// use cx_core::intake::{EventRoles, Events};
/// use cx_core::journey::{JourneyOptions, journeys};
/// use cx_core::stitch::stitch;
/// let text = |cells: Vec<&str>| Arc::new(StringArray::from(cells)) as _;
/// let batch = RecordBatch::try_from_iter([
///     ("ts", text(vec!["2026-03-01", "2026-03-02", "2026-03-01", "2026-03-20"])),
///     ("user", Arc::new(Int64Array::from(vec![1, 1, 2, 3])) as _),
///     ("channel", text(vec!["search", "web", "display", "search"])),
///     ("event", text(vec!["click", "purchase", "view", "click"])),
/// ])?;
/// let events = Events::read(&[batch], &EventRoles::new("ts", "user", "user", "channel").event("event"))?;
/// let people = stitch(&events, &Default::default())?;
/// let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
/// let journeys = journeys(&events, &people, &options)?;
/// let fit = hazard_fit(&journeys, &AttributeOptions::default())?;
/// assert_eq!((fit.persons, fit.conversions, fit.rows.len()), (3, 1, 2));
/// assert!(fit.rows.iter().all(|row| row.effect_low == 0.0)); // one conversion proves nothing
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Option`](crate::Error::Option) for options out of range;
/// [`Error::Unanswerable`](crate::Error::Unanswerable) when no contact has any time after it.
pub fn hazard_fit(journeys: &Journeys, options: &AttributeOptions) -> Result<HazardFit> {
    let call = Call::open();
    options.validate()?;
    let fitted = Fitted::of(options, journeys, &Persons::of(journeys))?;
    let z = z_of(options.confidence)?;
    let name = |at: usize| journeys.touchpoints.name(at as u32).into_owned();
    let baseline = fitted.histories.conversions.len() as f64 + fitted.histories.bare.len() as f64
        - fitted.split.direct.iter().sum::<f64>();
    let doubt = z * fitted.baseline_variance().max(0.0).sqrt();
    let count = fitted.histories.touchpoints;
    let pairs = fitted.triggers.rate.iter().enumerate().filter(|(_, rate)| **rate > 0.0);
    let trigger = |(pair, rate): (usize, &f64)| Trigger {
        from: name(pair / count.max(1)),
        to: name(pair % count.max(1)),
        contacts: *rate,
    };
    call.close(Ok(HazardFit {
        rows: fitted.rows(z, options.knock_on, name),
        levels: fitted.levels(),
        triggers: pairs.map(trigger).collect(),
        baseline,
        baseline_low: (baseline - doubt).max(0.0),
        baseline_high: baseline + doubt,
        persons: fitted.histories.len() as u64,
        conversions: fitted.histories.conversions.len() as u64,
        repeat: fitted.histories.repeat,
        log_likelihood: fitted.found.log_likelihood,
        iterations: fitted.found.iterations,
        converged: fitted.found.converged,
        confidence: options.confidence,
        definition: Definition::of("hazard", &(options, &journeys.definition)),
    }))
}

impl Fitted {
    fn rows(&self, z: f64, knock_on: KnockOn, name: impl Fn(usize) -> String) -> Vec<HazardRow> {
        let count = self.histories.touchpoints;
        let mut contacts = vec![0_u64; count];
        for touch in &self.histories.touches {
            if let Some(contacts) = contacts.get_mut(touch.at).sure() {
                *contacts += 1;
            }
        }
        let involved = match knock_on {
            KnockOn::Loss => self.split.passed.left_times(&self.split.direct),
            _ => self.split.direct.clone(),
        };
        let met = contacts.iter().zip(involved).enumerate().filter(|(_, (met, _))| **met > 0);
        met.map(|(at, (met, involved))| self.row(at, *met, involved, z, name(at))).collect()
    }

    fn row(&self, at: usize, contacts: u64, involved: f64, z: f64, name: String) -> HazardRow {
        let (count, now) = (self.histories.touchpoints, &self.found.parameters);
        let (beta, tau) = now.of(at);
        let (exposure, slope) = self.exposure.at(at, tau);
        let effect = beta * tau;
        let mut gradient = vec![0.0; self.doubt.parameters.rows()];
        super::parameters::add(&mut gradient, at, tau / exposure.max(1e-9));
        super::parameters::add(
            &mut gradient,
            count + at,
            effect * (1.0 - slope / exposure.max(1e-9)),
        );
        let wider = self.doubt.wider.get(at).copied().sure_or(1.0);
        let doubt = z * wider * quadratic(&self.doubt.parameters, &gradient).max(0.0).sqrt();
        let spread = z * self.doubt.parameters.at(count + at, count + at).max(0.0).sqrt();
        HazardRow {
            touchpoint: name,
            contacts,
            beta,
            tau,
            tau_low: tau * libm::exp(-spread),
            tau_high: tau * libm::exp(spread),
            effect,
            effect_low: (effect - doubt).max(0.0),
            effect_high: effect + doubt,
            direct: self.split.direct.get(at).copied().sure_or(0.0),
            involved,
        }
    }

    fn levels(&self) -> Vec<IntentLevel> {
        let now = &self.found.parameters;
        let size = now.base.len();
        let sum =
            |values: &[f64], level: usize| values.iter().skip(level).step_by(size).sum::<f64>();
        let level = |(at, base): (usize, &f64)| IntentLevel {
            share: sum(&now.share, at) / COHORTS as f64,
            contacts_per_day: sum(&now.rate, at),
            baseline_per_day: *base,
        };
        let mut levels: Vec<IntentLevel> = now.base.iter().enumerate().map(level).collect();
        levels.sort_by(|a, b| a.baseline_per_day.total_cmp(&b.baseline_per_day));
        levels
    }
}

impl HazardFit {
    /// Columns `touchpoint, contacts, beta, tau, tau_low, tau_high, effect, effect_low, effect_high,
    /// direct, involved`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&HazardRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .u64("contacts", self.rows.iter().map(|row| row.contacts))
            .f64("beta", column(|row| row.beta))
            .f64("tau", column(|row| row.tau))
            .f64("tau_low", column(|row| row.tau_low))
            .f64("tau_high", column(|row| row.tau_high))
            .f64("effect", column(|row| row.effect))
            .f64("effect_low", column(|row| row.effect_low))
            .f64("effect_high", column(|row| row.effect_high))
            .f64("direct", column(|row| row.direct))
            .f64("involved", column(|row| row.involved))
            .finish(&self.definition)
    }

    /// Columns `share, contacts_per_day, baseline_per_day` of the levels of intent.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn levels_to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&IntentLevel) -> f64| self.levels.iter().map(pick);
        FrameBuilder::default()
            .f64("share", column(|level| level.share))
            .f64("contacts_per_day", column(|level| level.contacts_per_day))
            .f64("baseline_per_day", column(|level| level.baseline_per_day))
            .finish(&self.definition)
    }

    /// Columns `from, to, contacts` of the triggers.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn triggers_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .text("from", self.triggers.iter().map(|row| Some(&row.from)))
            .text("to", self.triggers.iter().map(|row| Some(&row.to)))
            .f64("contacts", self.triggers.iter().map(|row| row.contacts))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    HazardFit:
        to_frame -> to_record_batch,
        levels_to_frame -> levels_to_record_batch,
        triggers_to_frame -> triggers_to_record_batch;
}
