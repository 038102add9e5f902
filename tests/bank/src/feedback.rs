//! Surveys after contacts: who is asked what, who answers, and with which score.

use super::calendar::{week, week_start};
use super::contacts::{About, Contact};
use super::exports::Exports;
use super::key::{Stream, mix};
use super::quality::{
    METRICS, RATED, answer, expectation, metric_weights, noise, perception, rated, response,
};
use super::rows::Scribe;
use super::truth::Surveys;

/// The phase of the journey in which a contact stands.
pub(crate) fn phase(contact: &Contact) -> &'static str {
    use super::touchpoint::Touchpoint::{Aggregator, Display, Search, Social, Sponsoring, Tv};
    match contact.about {
        About::Application(_) | About::Purchase(_) => "purchase",
        About::Service | About::Complaint => "service",
        About::Touch(touch) => match touch.touchpoint {
            Search | Display | Social | Tv | Sponsoring | Aggregator => "search",
            _ => "orientation",
        },
    }
}

impl Scribe<'_> {
    /// Perhaps asks about a contact, and perhaps gets an answer before the week ends.
    pub(crate) fn survey(
        &mut self,
        out: &mut Exports,
        truth: &mut Surveys,
        contact: &Contact,
    ) -> Result<(), csv::Error> {
        let Some(place) = rated(contact.touchpoint) else {
            return Ok(());
        };
        let person = self.person;
        let mut draw = person.key.stream(Stream::Answer, contact.key);
        if !draw.chance(RATED[place].1) {
            return Ok(());
        }
        let week = week(contact.at);
        let metric = draw.weighted(&metric_weights(contact.touchpoint));
        let experience =
            perception(contact.touchpoint, week) + person.leniency + draw.normal(0.0, noise());
        let expected =
            expectation(contact.touchpoint, week) + person.leniency + draw.normal(0.0, noise());
        let score = answer(metric, experience);
        let answers = draw.chance(response(metric, score));
        let also = metric == 1 && draw.chance(0.6);
        let wait = (600.0 + draw.exponential(8.0 * 3600.0)) as i64;
        let known = draw.chance(0.7);
        let at = (contact.at + wait).min(week_start(week + 1) - 1);
        truth.observe((place, metric, week), answers, answers && also);
        if !answers {
            return Ok(());
        }
        let email = if known { self.identity.email(&mut draw, false).0 } else { String::new() };
        let customer = if known || self.customer_since.is_none_or(|since| since > contact.at) {
            String::new()
        } else {
            self.identity.customer()
        };
        let (name, low, high) = METRICS[metric];
        let (low, high) = (low.to_string(), high.to_string());
        let mut write = |aspect: &str, score: i32, key: u64| {
            let rest = [
                contact.touchpoint.name(),
                phase(contact),
                name,
                aspect,
                &low,
                &high,
                &score.to_string(),
                &email,
                &customer,
                person.language,
                person.region,
                person.age,
            ];
            out.feedback.row(self.zone, person.key, key, at, &rest)
        };
        write("perception", score, mix(&[contact.key, 20]))?;
        if also {
            write("expectation", answer(metric, expected), mix(&[contact.key, 21]))?;
        }
        Ok(())
    }
}
