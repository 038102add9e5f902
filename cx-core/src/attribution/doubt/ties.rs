//! First and last contacts that share their time with another one.

use crate::attribution::rules::options::Tied;
use crate::journey::Journeys;
use crate::sentences::{Arg, Key, Sentence, say};
use crate::sure::Sure;

/// Share of the first and last contacts above which a rule of ties, not the customers, decides.
const MANY: f64 = 0.05;

/// How many of the first and last contacts of journeys that converted share their time with a contact elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ties {
    tied: u64,
    all: u64,
    settled: Settled,
}

/// What says which of several contacts of one time comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    ByRule,
    ByOrder,
    Evenly,
}

impl Ties {
    pub(super) fn of(journeys: &Journeys, tied: Tied) -> Self {
        let settled = match tied {
            Tied::Even => Settled::Evenly,
            Tied::Order if journeys.report.unsettled == 0 => Settled::ByOrder,
            Tied::Order => Settled::ByRule,
        };
        let mut ties = Self { tied: 0, all: 0, settled };
        let converted = |at: &usize| journeys.converted.get(*at).sure() == Some(&true);
        for journey in (0..journeys.len()).filter(converted) {
            let path = journeys.path(journey);
            let times = journeys.steps.time.get(journeys.range(journey)).sure_or_default();
            let (Some(first), Some(last)) = (times.first(), times.last()) else { continue };
            ties.all += 2;
            let start = times.partition_point(|time| time <= first);
            let end = times.partition_point(|time| time < last);
            let several = |run: Option<&[u32]>| {
                let run = run.sure_or_default();
                u64::from(run.windows(2).any(|pair| pair.first() != pair.last()))
            };
            ties.tied += several(path.get(..start)) + several(path.get(end..));
        }
        ties
    }

    /// The share of all.
    pub(super) fn share(self) -> f64 {
        if self.all > 0 { self.tied as f64 / self.all as f64 } else { 0.0 }
    }

    /// Whether the alphabet decides on many of them.
    pub(super) fn by_alphabet(self) -> bool {
        self.share() > MANY && self.settled == Settled::ByRule
    }

    pub(super) fn words(self) -> Sentence {
        let settled = match self.settled {
            Settled::ByRule => 0.0,
            Settled::ByOrder => 1.0,
            Settled::Evenly => 2.0,
        };
        let words = [
            ("tied", Arg::Number(self.tied as f64, 0)),
            ("percent", Arg::Percent(100.0 * self.share(), 1)),
            ("all", Arg::Number(self.all as f64, 0)),
            ("settled", Arg::Number(settled, 0)),
        ];
        say(Key::Ties, &words)
    }
}
