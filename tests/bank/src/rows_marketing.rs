//! Rows of marketing contacts: searches, advertisements, e-mails, letters, leads.

use super::contacts::Contact;
use super::dirt::Dirt;
use super::exports::Exports;
use super::key::Draw;
use super::outcome::PRODUCTS;
use super::rows::{Scribe, mills};
use super::touchpoint::Touchpoint;

impl Scribe<'_> {
    pub(crate) fn organic(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let cookie = self.cookie(contact);
        let engine = ["google", "google", "google", "bing", "ecosia"][draw.below(5)];
        let rest = [cookie.as_str(), "", "", "search", "organic click", engine, "", "", "", ""];
        out.web.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    pub(crate) fn ad(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let cookie = self.cookie(contact);
        let campaign = Self::campaign(&mut out.ads, contact, draw);
        let clicked =
            contact.touchpoint == Touchpoint::Search || self.clicked.contains(&contact.key);
        let price = draw.log_normal(1.0, 0.25);
        let price = price
            * match (contact.touchpoint, clicked) {
                (Touchpoint::Search, _) => 2400.0,
                (Touchpoint::Display, true) => 900.0,
                (Touchpoint::Social, true) => 700.0,
                (Touchpoint::Display, false) => 45.0,
                _ => 30.0,
            };
        let action = if clicked { "click" } else { "impression" };
        let network = contact.touchpoint.name();
        let rest = [cookie.as_str(), network, action, &campaign, &mills(price as i64)];
        out.ads.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    pub(crate) fn crm(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let letter = contact.touchpoint == Touchpoint::DirectMail;
        let customer = self.identity.customer();
        let email = if letter { String::new() } else { self.identity.email(draw, false).0 };
        let campaign = Self::campaign(&mut out.crm, contact, draw);
        let known = letter || draw.chance(0.8);
        let (response, cost) = match (letter, self.clicked.contains(&contact.key)) {
            (true, _) => ("delivered", "1.450"),
            (false, true) => ("click", "0.020"),
            (false, false) => ("open", "0.020"),
        };
        let customer = if known { customer.as_str() } else { "" };
        let rest = [email.as_str(), customer, contact.touchpoint.name(), response, &campaign, cost];
        out.crm.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    pub(crate) fn portal(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let (email, wrong) = self.identity.email(draw, true);
        if wrong {
            out.aggregator.count(Dirt::TypingError);
        }
        let product = PRODUCTS[draw.weighted(&PRODUCTS.map(|product| product.3))].0;
        let rest = [email.as_str(), "aggregator", "comparison", product, "9.00"];
        out.aggregator.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }
}
