//! The identifiers a person leaves behind, and the truth about them.

use std::collections::BTreeMap;

use super::dirt::PLACEHOLDERS;
use super::key::{Draw, mix, scramble};
use super::person::Person;

/// A kind of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IdKind {
    Cookie,
    Login,
    Email,
    Device,
    Phone,
    Customer,
}

impl IdKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Login => "login",
            Self::Email => "email",
            Self::Device => "device",
            Self::Phone => "phone",
            Self::Customer => "customer",
        }
    }
}

/// How an identifier came to be what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    Own,
    /// Used by several persons of a household.
    Shared,
    /// Mistyped by its owner.
    Typo,
    /// The same as another, written differently.
    Format,
}

impl Note {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Shared => "shared",
            Self::Typo => "typo",
            Self::Format => "format",
        }
    }
}

/// The identifiers of one person, remembering which were used.
#[derive(Debug)]
pub(crate) struct Identity<'a> {
    person: &'a Person,
    /// Identifiers that occur in the exports, with their notes.
    pub(crate) used: BTreeMap<(IdKind, String), Note>,
}

impl<'a> Identity<'a> {
    pub(crate) fn new(person: &'a Person) -> Self {
        Self { person, used: BTreeMap::new() }
    }

    fn make(&self, salt: u64) -> u64 {
        mix(&[self.person.key.seed, self.person.key.who, salt])
    }

    fn note(&mut self, kind: IdKind, id: String, note: Note) -> String {
        self.used.entry((kind, id.clone())).or_insert(note);
        id
    }

    /// The cookie of the browser that a contact came from. `device` chooses it, `at` tells how often the
    /// cookies were deleted before; advertisements inside a social network's app have a cookie of their own.
    pub(crate) fn cookie(&mut self, device: u64, at: i64, inside_social: bool) -> String {
        let person = self.person;
        let word = scramble(device);
        let share = (word % 1000) as f64 / 1000.0;
        if person.shared_tablet && share < 0.25 {
            let id = format!("ck-{:016x}", mix(&[person.key.seed, person.household, 5]));
            return self.note(IdKind::Cookie, id, Note::Shared);
        }
        let browser = match (inside_social && word & 0x3000 == 0, person.desktop && share > 0.6) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 1,
        };
        let generation = person.cookie_cuts.iter().filter(|cut| **cut <= at).count() as u64;
        let id = format!("ck-{:016x}", self.make(100 * browser + generation));
        self.note(IdKind::Cookie, id, Note::Own)
    }

    /// The name for online banking.
    pub(crate) fn login(&mut self) -> String {
        let id = format!("u{:09}", spread(self.person.key.who, 40_353_607, 1_000_000_000));
        self.note(IdKind::Login, id, Note::Own)
    }

    /// The telephone on which the app runs; one in eight persons changes it during the year.
    pub(crate) fn device(&mut self, at: i64) -> String {
        let changed = self.make(12).is_multiple_of(8)
            && self.person.cookie_cuts.first().is_some_and(|cut| *cut <= at);
        let id = format!("dv-{:016x}", self.make(13 + u64::from(changed)));
        self.note(IdKind::Device, id, Note::Own)
    }

    /// The customer number.
    pub(crate) fn customer(&mut self) -> String {
        let id = format!("K{:010}", spread(self.person.key.who, 3_486_784_401, 10_000_000_000));
        self.note(IdKind::Customer, id, Note::Own)
    }

    /// The e-mail address, now and then the second one or mistyped. Returns the flaw for counting.
    pub(crate) fn email(&mut self, draw: &mut Draw, typed: bool) -> (String, bool) {
        let (second, wrong, place) = (draw.chance(0.3), draw.chance(0.03), draw.uniform());
        let email = match &self.person.second_email {
            Some(email) if second && typed => email.clone(),
            _ => self.person.email.clone(),
        };
        if typed && wrong {
            let email = mistype(&email, place);
            return (self.note(IdKind::Email, email, Note::Typo), true);
        }
        (self.note(IdKind::Email, email, Note::Own), false)
    }

    /// The number that calls: mobile or the household's. Returns whether it is written in another format.
    pub(crate) fn phone(&mut self, draw: &mut Draw) -> (String, bool) {
        let (home, local) = (draw.chance(0.4), draw.chance(0.05));
        let (number, note) = if home && self.person.landline {
            (440_000_000 + spread(self.person.household, 823_543, 10_000_000), Note::Shared)
        } else {
            (700_000_000 + spread(self.person.key.who, 387_420_489, 100_000_000), Note::Own)
        };
        let text = number.to_string();
        if local && note == Note::Own {
            let (area, rest) = text.split_at(2);
            let (first, rest) = rest.split_at(3);
            let (middle, last) = rest.split_at(2);
            let id = format!("0{area} {first} {middle} {last}");
            return (self.note(IdKind::Phone, id, Note::Format), true);
        }
        (self.note(IdKind::Phone, format!("+41{text}"), note), false)
    }
}

/// A number below a power of ten that no other person has: multiplication by a power of 3 or 7 permutes
/// the residues.
pub(crate) fn spread(index: u64, factor: u64, modulus: u64) -> u64 {
    ((u128::from(index) + 17) * u128::from(factor) % u128::from(modulus)) as u64
}

/// Text in place of an identifier that is not known.
pub(crate) fn placeholder(draw: &mut Draw) -> &'static str {
    PLACEHOLDERS[draw.below(PLACEHOLDERS.len())]
}

/// A typing error: two neighbours swapped, one letter lost, or a wrong ending.
fn mistype(email: &str, place: f64) -> String {
    let at = email.find('@').unwrap_or(email.len());
    let position = 1 + (place * at.saturating_sub(2) as f64) as usize;
    let mut letters: Vec<char> = email.chars().collect();
    match (place * 997.0) as u64 % 3 {
        0 if position + 1 < letters.len() && letters[position] != letters[position + 1] => {
            letters.swap(position, position + 1);
        }
        1 => return email.replace(".example", ".exmaple"),
        _ => {
            letters.remove(position.min(letters.len() - 1));
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_address_differs() {
        for step in 0..1000 {
            let place = (f64::from(step) + 0.5) / 1000.0;
            assert_ne!(
                mistype("anna.keller123@bluewin.example", place),
                "anna.keller123@bluewin.example"
            );
        }
    }
}
