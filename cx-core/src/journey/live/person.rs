//! One person's events in order, cut into sessions, and cut anew where late events fall.

use super::order::{Entry, Order};
use super::report::{Session, SessionChange};
use crate::columns::NO_CODE;
use crate::journey::cut::sessions::{Mark, Running, SessionRules};
use crate::sure::Sure;

/// A person's events in order, and where their sessions begin among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    pub(super) entries: Vec<Entry>,
    pub(super) starts: Vec<u32>,
}

/// How sessions are cut.
pub(super) struct Cutter<'a> {
    pub(super) rules: SessionRules<'a>,
    pub(super) by_campaign: bool,
    pub(super) order: Order,
}

impl Cutter<'_> {
    /// Takes the next event; whether it begins a session.
    fn begins(&self, running: &mut Running, entry: &Entry) -> bool {
        let campaign = if self.by_campaign { entry.campaign } else { NO_CODE };
        let Entry { time, touchpoint, event, .. } = *entry;
        self.rules.step(running, Mark { time, touchpoint, event, campaign })
    }
}

/// A session as it was: where its first event is now, and its row.
pub(super) type Was = (usize, Session);

impl Person {
    /// The rows of all sessions.
    pub(super) fn sessions(&self, person: u32) -> impl Iterator<Item = Session> + '_ {
        (0..self.starts.len()).map(move |at| {
            let end = self.starts.get(at + 1).map_or(self.entries.len(), |end| *end as usize);
            self.session(person, self.starts.get(at).sure().map_or(0, |start| *start as usize), end)
        })
    }

    fn session(&self, person: u32, start: usize, end: usize) -> Session {
        let time = |at: usize| self.entries.get(at).sure().map_or(0, |entry| entry.time);
        let events = (end - start) as u32;
        Session { person, start: time(start), end: time(end.saturating_sub(1)), events }
    }

    /// The last session as it goes on; `None` without events.
    pub(super) fn running(&self, cutter: &Cutter<'_>) -> Option<Running> {
        let mut running = Running::NONE;
        let last = self.entries.get(*self.starts.last()? as usize..)?;
        for entry in last {
            cutter.begins(&mut running, entry);
        }
        Some(running)
    }

    /// Cuts all events anew. `was` are the sessions before, by where their first events are now.
    pub(super) fn cut_all(
        &mut self,
        person: u32,
        was: &[Was],
        cutter: &Cutter<'_>,
    ) -> Vec<SessionChange> {
        let mut running = Running::NONE;
        let begins = self.entries.iter().map(|entry| cutter.begins(&mut running, entry));
        let starts = begins.enumerate().filter(|(_, begins)| *begins).map(|(at, _)| at as u32);
        self.starts = starts.collect();
        let mut changes = Vec::new();
        self.compare(person, was, 0..self.starts.len(), &mut changes);
        changes
    }

    /// Puts late events, in order, in their places and cuts anew around them: from the session of
    /// the event before each of them to where a session begins that also began there before.
    pub(super) fn insert(
        &mut self,
        person: u32,
        late: &[Entry],
        cutter: &Cutter<'_>,
    ) -> Vec<SessionChange> {
        let before = self.starts_with_rows(person);
        let places = self.place(late, cutter);
        let moved = |old: usize| old + places.partition_point(|place| *place <= old);
        let start_of = |session: usize| before.get(session).map(|(start, _)| *start);
        let mut starts: Vec<u32> = Vec::with_capacity(before.len() + late.len());
        let mut regions = Vec::new();
        let (mut done, mut next) = (0, 0);
        while let Some(place) = places.get(next).copied() {
            let touched = before.partition_point(|(start, _)| *start < place);
            let touched = touched.saturating_sub(1).max(done);
            let unchanged = before.get(done..touched).sure_or_default();
            starts.extend(unchanged.iter().map(|(start, _)| moved(*start) as u32));
            let from = start_of(touched).filter(|_| place > 0).map_or(0, moved);
            let region = starts.len();
            let mut running = Running::NONE;
            done = touched;
            let mut at = from;
            while let Some(entry) = self.entries.get(at) {
                while start_of(done).is_some_and(|start| moved(start) < at) {
                    done += 1;
                }
                if cutter.begins(&mut running, entry) {
                    if at > from && start_of(done).is_some_and(|start| moved(start) == at) {
                        break;
                    }
                    starts.push(at as u32);
                }
                at += 1;
            }
            if at == self.entries.len() {
                done = before.len();
            }
            while places.get(next).is_some_and(|place| place + next < at) {
                next += 1;
            }
            regions.push((touched..done, region..starts.len()));
        }
        let unchanged = before.get(done..).sure_or_default();
        starts.extend(unchanged.iter().map(|(start, _)| moved(*start) as u32));
        self.starts = starts;
        let mut changes = Vec::new();
        for (old, new) in regions {
            let was = before.get(old).sure_or_default();
            let was: Vec<Was> = was.iter().map(|(start, row)| (moved(*start), *row)).collect();
            self.compare(person, &was, new, &mut changes);
        }
        changes
    }

    /// Where each session begins, and its row.
    pub(super) fn starts_with_rows(&self, person: u32) -> Vec<Was> {
        let starts = self.starts.iter().map(|start| *start as usize);
        starts.zip(self.sessions(person)).collect()
    }

    /// Puts late events among the others; for each, how many of the others come before it.
    fn place(&mut self, late: &[Entry], cutter: &Cutter<'_>) -> Vec<usize> {
        let order = &cutter.order;
        let place = |entry: &Entry| {
            let key = order.key(entry);
            self.entries.partition_point(|known| order.key(known) <= key)
        };
        let places: Vec<usize> = late.iter().map(place).collect();
        let mut from = self.entries.len();
        self.entries.resize(from + late.len(), Entry::default());
        let mut to = self.entries.len();
        for (entry, place) in late.iter().zip(&places).rev() {
            to -= from - place;
            self.entries.copy_within(*place..from, to);
            from = *place;
            to -= 1;
            if let Some(cell) = self.entries.get_mut(to).sure() {
                *cell = *entry;
            }
        }
        places
    }

    /// Appends what became of some sessions: each goes on in the one that holds its first event;
    /// where several do, in the first of them, and the others are removed.
    fn compare(
        &self,
        person: u32,
        was: &[Was],
        now: std::ops::Range<usize>,
        changes: &mut Vec<SessionChange>,
    ) {
        let mut was = was.iter().peekable();
        for at in now {
            let start = self.starts.get(at).sure().map_or(0, |start| *start as usize);
            let end = self.starts.get(at + 1).map_or(self.entries.len(), |end| *end as usize);
            let after = Some(self.session(person, start, end));
            let mut here = std::iter::from_fn(|| was.next_if(|(first, _)| *first < end));
            let before = here.next().map(|(_, session)| *session);
            if before != after {
                changes.push(SessionChange { before, after });
            }
            let removed = here.map(|(_, session)| *session);
            changes.extend(removed.map(|row| SessionChange { before: Some(row), after: None }));
        }
    }
}
