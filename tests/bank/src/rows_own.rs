//! Rows of the bank's own touchpoints: website, app, call centre, branch; and the register of complaints.

use super::calendar::{BREAK_WEEK, date, week};
use super::campaigns::campaign;
use super::contacts::{Complaint, Contact};
use super::dirt::Dirt;
use super::exports::Exports;
use super::identity::placeholder;
use super::key::{Draw, Stream, scramble};
use super::rows::{ORGANIC, Scribe, mills};
use super::touchpoint::Touchpoint;

impl Scribe<'_> {
    pub(crate) fn website(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let cookie = self.cookie(contact);
        let (event, trigger) =
            (contact.event("visit"), contact.touch().and_then(|touch| touch.trigger));
        let logs_in = draw.chance(if event == "visit" { 0.2 } else { 0.95 });
        let lost = draw.chance(0.01);
        let login = match (logs_in && self.is_customer(contact.at), lost) {
            (true, _) => self.identity.login(),
            (false, true) => {
                out.web.count(Dirt::PlaceholderBeside);
                placeholder(draw).to_string()
            }
            (false, false) => String::new(),
        };
        let from = trigger.map_or("direct", |(touchpoint, _)| match touchpoint {
            Touchpoint::Tv | Touchpoint::DirectMail | Touchpoint::Sponsoring => "direct",
            other => other.name(),
        });
        let fills_form = matches!(event, "application" | "purchase") && draw.chance(0.7);
        let (email, wrong) = match (fills_form, from == "newsletter" && draw.chance(0.6)) {
            (true, _) => self.identity.email(draw, true),
            (false, true) => self.identity.email(draw, false),
            (false, false) => (String::new(), false),
        };
        if wrong {
            out.web.count(Dirt::TypingError);
        }
        let link = trigger.map_or(String::new(), |parent| self.linked_campaign(parent, contact.at));
        let (product, value) = (contact.product(), contact.value());
        let rest = [
            cookie.as_str(),
            &login,
            &email,
            "website",
            event,
            from,
            &link,
            product,
            &value,
            "0.050",
        ];
        out.web.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    /// The campaign in the link that led to a visit; organic searches and letters have none.
    fn linked_campaign(&self, (from, key): (Touchpoint, u64), at: i64) -> String {
        let organic = || self.person.key.stream(Stream::Row, key).chance(ORGANIC);
        match from {
            Touchpoint::Search if organic() => String::new(),
            Touchpoint::Search
            | Touchpoint::Display
            | Touchpoint::Social
            | Touchpoint::Newsletter => campaign(from, at, key),
            _ => String::new(),
        }
    }

    pub(crate) fn app(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let (device, login) = (self.identity.device(contact.at), self.identity.login());
        let event = contact.event("offer");
        let named = event == "purchase" || draw.chance(0.4);
        let customer = if named { self.identity.customer() } else { String::new() };
        let (product, value) = (contact.product(), contact.value());
        let rest = [device.as_str(), &login, &customer, "app", event, product, &value, "0.030"];
        out.app.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    pub(crate) fn call(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let (withheld, verified) = (draw.chance(0.04), draw.chance(0.7));
        let (mut phone, written) = self.identity.phone(draw);
        let event = contact.event("advice");
        let named = event == "purchase" || withheld || (verified && self.is_customer(contact.at));
        let customer = if named { self.identity.customer() } else { String::new() };
        if withheld {
            phone = placeholder(draw).to_string();
            out.calls.count(Dirt::PlaceholderBeside);
        } else if written {
            out.calls.count(Dirt::OtherFormat);
        }
        let broken = week(contact.at) >= BREAK_WEEK;
        let wait = draw.exponential(if broken { 260.0 } else { 55.0 }) as i64;
        let handle = draw.log_normal(if event == "service" { 280.0 } else { 540.0 }, 0.6) as i64;
        let resolved = if contact.resolved { "yes" } else { "no" };
        // Ninety-five hundredths of a franc per minute.
        let cost = mills(handle * 950 / 60);
        let (product, value) = (contact.product(), contact.value());
        let rest = [
            phone.as_str(),
            &customer,
            "call centre",
            event,
            resolved,
            &wait.to_string(),
            &handle.to_string(),
            product,
            &value,
            &cost,
        ];
        out.calls.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    pub(crate) fn branch(
        &mut self,
        out: &mut Exports,
        contact: &Contact,
        draw: &mut Draw,
    ) -> Result<String, csv::Error> {
        let customer = self.identity.customer();
        let (email, wrong) = if draw.chance(0.25) {
            self.identity.email(draw, true)
        } else {
            (String::new(), false)
        };
        if wrong {
            out.branch.count(Dirt::TypingError);
        }
        let office = format!("{} {}", self.person.region, 1 + scramble(self.person.household) % 4);
        let event = contact.event("advice");
        let cost = if event == "service" { "14.00" } else { "42.00" };
        let (product, value) = (contact.product(), contact.value());
        let rest = [customer.as_str(), &email, "branch", &office, event, product, &value, cost];
        out.branch.row(self.zone, self.person.key, contact.key, contact.at, &rest)
    }

    /// Writes one entry of the register of complaints.
    pub(crate) fn complaint(
        &mut self,
        out: &mut Exports,
        complaint: &Complaint,
    ) -> Result<(), csv::Error> {
        let mut draw = self.person.key.stream(Stream::Row, complaint.key);
        let customer = self.identity.customer();
        let category = ["waiting time", "not solved", "fees", "staff", "technical fault"][draw
            .weighted(&if complaint.touchpoint == Touchpoint::CallCentre {
                [4.0, 4.0, 1.0, 1.0, 1.0]
            } else {
                [1.0, 1.0, 2.0, 1.0, 2.0]
            })];
        let (settled, days, goodwill) =
            (draw.chance(0.8), draw.exponential(9.0), draw.chance(0.15));
        let closed = complaint.at + (days * 86_400.0) as i64;
        let on = if settled { date(closed) } else { String::new() };
        let cost = if goodwill && settled { "50.00" } else { "0.00" };
        let resolved = if settled { "yes" } else { "no" };
        let rest = [customer.as_str(), complaint.touchpoint.name(), category, resolved, &on, cost];
        out.complaints.row(self.zone, self.person.key, complaint.key, complaint.at, &rest)?;
        Ok(())
    }
}
