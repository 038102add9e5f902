//! Rules of sessions and journeys, read aloud: loops over one person's visits in Zurich.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::journey::JourneyOptions;
use cx_core::options::Span;

/// One event of one person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    /// Person.
    pub person: u8,
    /// Minutes since 1970-01-01 UTC.
    pub minute: i64,
    /// Whether it buys.
    pub buys: bool,
    /// Touchpoint.
    pub touchpoint: u8,
    /// Kind of event, where it buys nothing: 0 is a click, 1 a login, 2 a logout.
    pub kind: u8,
    /// Campaign, where known.
    pub campaign: Option<u8>,
}

/// The rules of sessions; times in minutes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    /// Longest pause.
    pub gap: Option<i64>,
    /// Longest session.
    pub longest: Option<i64>,
    /// Whether midnight in Zurich ends it.
    pub midnight: bool,
    /// Whether a change of touchpoint ends it.
    pub touchpoint: bool,
    /// Whether a change of campaign ends it.
    pub campaign: bool,
    /// Whether a login begins one and a logout ends one.
    pub logins: bool,
}

impl Rules {
    /// The same as options of journeys.
    pub fn options(&self) -> JourneyOptions {
        let names = |yes: bool, name: &'static str| yes.then(|| name.to_owned());
        let changes = [names(self.touchpoint, "touchpoint"), names(self.campaign, "campaign")];
        JourneyOptions {
            conversion: Some("purchase".into()),
            session_gap: self.gap.map(Span::minutes),
            session_longest: self.longest.map(Span::minutes),
            session_midnight: names(self.midnight, "Europe/Zurich"),
            session_change: changes.into_iter().flatten().collect(),
            session_start: names(self.logins, "login").into_iter().collect(),
            session_end: names(self.logins, "logout").into_iter().collect(),
            ..JourneyOptions::default()
        }
    }
}

/// The visits as columns `ts, user, channel, kind, campaign`.
///
/// # Panics
/// Never: all columns have the same length.
pub fn batch(visits: &[Visit]) -> RecordBatch {
    let kind = |v: &Visit| {
        if v.buys { "purchase" } else { ["click", "login", "logout"][usize::from(v.kind)] }
    };
    let text = |cells: Vec<Option<String>>| Arc::new(StringArray::from(cells)) as ArrayRef;
    let seconds = visits.iter().map(|v| v.minute * 60);
    let people = visits.iter().map(|v| i64::from(v.person) + 1);
    RecordBatch::try_from_iter([
        ("ts", Arc::new(Int64Array::from_iter_values(seconds)) as ArrayRef),
        ("user", Arc::new(Int64Array::from_iter_values(people)) as _),
        ("channel", text(visits.iter().map(|v| Some(format!("t{}", v.touchpoint))).collect())),
        ("kind", text(visits.iter().map(|v| Some(kind(v).to_owned())).collect())),
        ("campaign", text(visits.iter().map(|v| v.campaign.map(|c| format!("c{c}"))).collect())),
    ])
    .unwrap_or_else(|error| unreachable!("{error}"))
}

/// The day in Zurich in 2026: an hour ahead of UTC, two in summer.
fn day(minute: i64) -> i64 {
    // 2026-03-29 01:00 UTC and 2026-10-25 01:00 UTC.
    let summer = (29_579_100..29_881_500).contains(&minute);
    (minute + if summer { 120 } else { 60 }).div_euclid(1_440)
}

/// Sessions of one person's visits in order of time: the positions of their events.
pub fn sessions(visits: &[Visit], rules: &Rules) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (at, visit) in visits.iter().enumerate() {
        let cut = found.last().is_none_or(|session| ends(visits, session, visit, rules));
        if cut {
            found.push(Vec::new());
        }
        if let Some(session) = found.last_mut() {
            session.push(at);
        }
    }
    found
}

fn ends(visits: &[Visit], session: &[usize], next: &Visit, rules: &Rules) -> bool {
    let (first, last) = (&visits[session[0]], &visits[session[session.len() - 1]]);
    let named = session.iter().rev().find_map(|at| visits[*at].campaign);
    rules.gap.is_some_and(|gap| next.minute - last.minute > gap)
        || rules.longest.is_some_and(|longest| next.minute - first.minute > longest)
        || (rules.midnight && day(last.minute) != day(next.minute))
        || (rules.touchpoint && last.touchpoint != next.touchpoint)
        || (rules.campaign && next.campaign.is_some() && named.is_some() && named != next.campaign)
        || (rules.logins && ((!next.buys && next.kind == 1) || (!last.buys && last.kind == 2)))
}

/// Journeys of one person's visits in order of time: touchpoints, and whether it converted.
///
/// `cycle` and the look-back of each touchpoint in minutes.
pub fn journeys(
    visits: &[Visit],
    cycle: Option<i64>,
    lookback: impl Fn(&Visit) -> i64,
) -> Vec<(Vec<u8>, bool)> {
    let path = |visits: &[&Visit]| visits.iter().map(|v| v.touchpoint).collect::<Vec<_>>();
    let (mut found, mut open) = (Vec::new(), Vec::<&Visit>::new());
    let Some(first) = visits.first() else { return found };
    let mut since = first.minute;
    for visit in visits {
        let number = |v: &Visit| cycle.map_or(0, |cycle| (v.minute - since) / cycle);
        if open.last().is_some_and(|last| number(last) != number(visit)) {
            found.push((path(&open), false));
            open.clear();
        }
        if !visit.buys {
            open.push(visit);
            continue;
        }
        let (old, new): (Vec<&Visit>, Vec<&Visit>) =
            open.iter().partition(|contact| visit.minute - contact.minute > lookback(contact));
        if !old.is_empty() {
            found.push((path(&old), false));
        }
        found.push((path(&new), true));
        open.clear();
        since = visit.minute;
    }
    if !open.is_empty() {
        found.push((path(&open), false));
    }
    found
}
