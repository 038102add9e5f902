//! How each contact shows in the exports.

use super::calendar::Zone;
use super::campaigns::campaign;
use super::contacts::{About, Contact};
use super::dirt::Dirt;
use super::exports::Exports;
use super::identity::Identity;
use super::key::{Draw, Stream, mix};
use super::outcome::{PRODUCTS, Point};
use super::person::Person;
use super::touches::Touch;
use super::touchpoint::Touchpoint;
use super::truth::francs;

/// Share of searches that open an organic result.
pub(crate) const ORGANIC: f64 = 0.45;

/// Writes the rows of one person.
#[derive(Debug)]
pub(crate) struct Scribe<'a> {
    pub(crate) zone: &'a Zone,
    pub(crate) person: &'a Person,
    pub(crate) identity: Identity<'a>,
    pub(crate) customer_since: Option<i64>,
    /// Keys of the contacts that were clicked.
    pub(crate) clicked: Vec<u64>,
}

/// Where a row went: the table and the event id.
pub(crate) type Place = Option<(&'static str, String)>;

/// Thousandths of a franc as text.
pub(crate) fn mills(mills: i64) -> String {
    format!("{}.{:03}", mills / 1000, mills % 1000)
}

impl Contact {
    pub(crate) fn event(&self, touch: &'static str) -> &'static str {
        match self.about {
            About::Touch(_) => touch,
            About::Application(_) => "application",
            About::Purchase(_) => "purchase",
            About::Service => "service",
            About::Complaint => "complaint",
        }
    }

    pub(crate) fn product(&self) -> &'static str {
        match self.about {
            About::Application(product) | About::Purchase(Point { product, .. }) => {
                PRODUCTS[product].0
            }
            _ => "",
        }
    }

    pub(crate) fn value(&self) -> String {
        match self.about {
            About::Purchase(point) => francs(point.value),
            _ => String::new(),
        }
    }

    pub(crate) fn touch(&self) -> Option<&Touch> {
        match &self.about {
            About::Touch(touch) => Some(touch),
            _ => None,
        }
    }
}

impl Scribe<'_> {
    /// Writes one contact.
    pub(crate) fn contact(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
    ) -> Result<Place, csv::Error> {
        let mut draw = self.person.key.stream(Stream::Row, contact.key);
        let (table, id) = match contact.touchpoint {
            Touchpoint::Search if draw.chance(ORGANIC) => {
                ("web", self.organic(out, contact, &mut draw)?)
            }
            Touchpoint::Search | Touchpoint::Display | Touchpoint::Social => {
                ("ads", self.ad(out, contact, &mut draw)?)
            }
            Touchpoint::Newsletter | Touchpoint::DirectMail => {
                ("crm", self.crm(out, contact, &mut draw)?)
            }
            Touchpoint::Website => ("web", self.website(out, contact, &mut draw)?),
            Touchpoint::App => ("app", self.app(out, contact, &mut draw)?),
            Touchpoint::CallCentre => ("calls", self.call(out, contact, &mut draw)?),
            Touchpoint::Branch => ("branch", self.branch(out, contact, &mut draw)?),
            Touchpoint::Aggregator => ("aggregator", self.portal(out, contact, &mut draw)?),
            Touchpoint::Tv | Touchpoint::Sponsoring => return Ok(None),
        };
        Ok(Some((table, id)))
    }

    pub(crate) fn is_customer(&self, at: i64) -> bool {
        self.customer_since.is_some_and(|since| since <= at)
    }

    pub(crate) fn cookie(&mut self, contact: &Contact) -> String {
        let touch = contact.touch();
        let device = touch.map_or(mix(&[self.person.key.who, contact.key]), |touch| touch.device);
        let social = touch.is_some_and(|touch| touch.root == Touchpoint::Social);
        self.identity.cookie(device, contact.at, social)
    }

    /// The campaign, unless its code got lost on the way.
    pub(crate) fn campaign(
        sheet: &mut super::sheet::Sheet,
        contact: &Contact,
        draw: &mut Draw,
    ) -> String {
        let name = campaign(contact.touchpoint, contact.at, contact.key);
        if draw.chance(0.03) && !name.is_empty() {
            sheet.count(Dirt::CampaignLost);
            return String::new();
        }
        name
    }
}
