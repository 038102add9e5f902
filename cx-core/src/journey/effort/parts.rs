//! The parts of one unit's effort in one phase.

/// A contact: when, where and of what kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    pub(super) time: i64,
    pub(super) touchpoint: u32,
    pub(super) event: u32,
}

/// The parts of one unit's effort in one phase, over all its stretches of that phase.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    contacts: u64,
    switches: u64,
    hand_offs: u64,
    repeats: u64,
    active: i128,
    waiting: i128,
    /// Touchpoint and kind of the contacts so far, sorted.
    seen: Vec<(u32, u32)>,
}

impl Parts {
    /// Adds a contact; `before` is the contact of the same unit directly before it, where that one
    /// belongs to the same phase.
    pub(super) fn add(&mut self, contact: Contact, before: Option<Contact>, pause: i64) {
        self.contacts += 1;
        let kind = (contact.touchpoint, contact.event);
        match self.seen.binary_search(&kind) {
            Ok(_) => self.repeats += 1,
            Err(place) => self.seen.insert(place, kind),
        }
        let Some(before) = before else { return };
        let apart = contact.time - before.time;
        let paused = apart > pause;
        if contact.touchpoint != before.touchpoint {
            *(if paused { &mut self.switches } else { &mut self.hand_offs }) += 1;
        }
        *(if paused { &mut self.waiting } else { &mut self.active }) += i128::from(apart);
    }

    /// Contacts, switches, hand-offs, repeats, minutes, minutes of waiting.
    pub(super) fn list(&self) -> [f64; 6] {
        const MINUTE: f64 = 60e6;
        [
            self.contacts as f64,
            self.switches as f64,
            self.hand_offs as f64,
            self.repeats as f64,
            self.active as f64 / MINUTE,
            self.waiting as f64 / MINUTE,
        ]
    }
}
