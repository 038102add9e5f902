//! The twelve touchpoints and the true parameters of the simulated world.

use super::calendar::Hours;

/// Where a customer meets the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Touchpoint {
    /// A search engine: an advertisement clicked or an organic result opened.
    Search,
    /// A banner on somebody else's page.
    Display,
    /// An advertisement in a social network.
    Social,
    /// A television spot; exposure is never observed.
    Tv,
    /// Sponsoring of sports and culture; exposure is never observed.
    Sponsoring,
    /// The e-mail newsletter to subscribed customers.
    Newsletter,
    /// A letter to customers.
    DirectMail,
    /// The bank's own website.
    Website,
    /// The bank's own app.
    App,
    /// The call centre.
    CallCentre,
    /// A branch office.
    Branch,
    /// A comparison portal: much used by those about to buy, without any effect of its own.
    Aggregator,
}

/// All touchpoints in the order of the enumeration.
pub const TOUCHPOINTS: [Touchpoint; 12] = [
    Touchpoint::Search,
    Touchpoint::Display,
    Touchpoint::Social,
    Touchpoint::Tv,
    Touchpoint::Sponsoring,
    Touchpoint::Newsletter,
    Touchpoint::DirectMail,
    Touchpoint::Website,
    Touchpoint::App,
    Touchpoint::CallCentre,
    Touchpoint::Branch,
    Touchpoint::Aggregator,
];

impl Touchpoint {
    /// The name in every table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Display => "display",
            Self::Social => "social",
            Self::Tv => "tv",
            Self::Sponsoring => "sponsoring",
            Self::Newsletter => "newsletter",
            Self::DirectMail => "direct mail",
            Self::Website => "website",
            Self::App => "app",
            Self::CallCentre => "call centre",
            Self::Branch => "branch",
            Self::Aggregator => "aggregator",
        }
    }

    /// The touchpoint of a name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        TOUCHPOINTS.into_iter().find(|touchpoint| touchpoint.name() == name)
    }

    /// Whether contacts leave rows in the exports (those with television and sponsoring do not).
    pub fn observed(self) -> bool {
        !matches!(self, Self::Tv | Self::Sponsoring)
    }

    /// Position in [`TOUCHPOINTS`].
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// This touchpoint as one bit of a set.
    pub(crate) fn bit(self) -> u16 {
        1 << (self as u16)
    }

    /// When it can be met.
    pub(crate) fn hours(self) -> Hours {
        match self {
            Self::Newsletter | Self::DirectMail => Hours::Mail,
            Self::CallCentre => Hours::Phone,
            Self::Branch => Hours::Branch,
            _ => Hours::Online,
        }
    }
}

/// Who can be reached by a touchpoint on its own initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Everybody,
    Customers,
    Subscribers,
    AppUsers,
    /// Contacts come from the table of TV spots.
    Viewers,
}

/// The truth about one touchpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Channel {
    pub(crate) touchpoint: Touchpoint,
    pub(crate) audience: Audience,
    /// Contacts per person and year that do not depend on intent.
    pub(crate) floor: f64,
    /// Further contacts per person and year and unit of intent: targeting and seeking follow intent.
    pub(crate) follow: f64,
    /// Conversions that one contact causes directly, all time after it (beta times tau).
    pub(crate) effect: f64,
    /// Mean delay of these conversions in days (tau): the effect decays as exp(-t / tau).
    pub(crate) decay: f64,
}

impl Channel {
    const fn new(
        touchpoint: Touchpoint,
        audience: Audience,
        rates: (f64, f64),
        effect: f64,
        decay: f64,
    ) -> Self {
        Self { touchpoint, audience, floor: rates.0, follow: rates.1, effect, decay }
    }
}

/// A contact with one touchpoint that causes a contact with another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trigger {
    pub(crate) from: Touchpoint,
    pub(crate) to: Touchpoint,
    /// Probability per contact.
    pub(crate) chance: f64,
    /// Mean delay in seconds, exponential.
    pub(crate) delay: f64,
}

/// The parameters of the world: rates, effects and triggers.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) channels: [Channel; 12],
    pub(crate) triggers: Vec<Trigger>,
    /// Conversions per person, year and unit of intent without any contact.
    pub(crate) baseline: f64,
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

impl Default for World {
    fn default() -> Self {
        use Audience::{AppUsers, Customers, Everybody, Subscribers, Viewers};
        use Touchpoint as T;
        let trigger = |from, to, chance, delay| Trigger { from, to, chance, delay };
        Self {
            channels: [
                Channel::new(T::Search, Everybody, (0.6, 1.4), 0.010, 5.0),
                Channel::new(T::Display, Everybody, (4.0, 4.0), 0.0010, 3.0),
                Channel::new(T::Social, Everybody, (3.0, 1.2), 0.0015, 3.0),
                Channel::new(T::Tv, Viewers, (0.0, 0.0), 0.0012, 6.0),
                Channel::new(T::Sponsoring, Everybody, (2.0, 0.0), 0.0020, 20.0),
                Channel::new(T::Newsletter, Subscribers, (6.0, 3.0), 0.005, 8.0),
                Channel::new(T::DirectMail, Customers, (0.8, 0.8), 0.010, 14.0),
                Channel::new(T::Website, Everybody, (0.8, 2.0), 0.005, 7.0),
                Channel::new(T::App, AppUsers, (2.0, 2.0), 0.008, 5.0),
                Channel::new(T::CallCentre, Everybody, (0.1, 0.3), 0.030, 6.0),
                Channel::new(T::Branch, Everybody, (0.1, 0.35), 0.060, 15.0),
                Channel::new(T::Aggregator, Everybody, (0.02, 1.1), 0.0, 5.0),
            ],
            triggers: vec![
                trigger(T::Tv, T::Search, 0.014, 4.0 * MINUTE),
                trigger(T::Tv, T::Website, 0.008, 3.0 * MINUTE),
                trigger(T::Sponsoring, T::Search, 0.020, DAY),
                trigger(T::Display, T::Search, 0.020, 12.0 * HOUR),
                trigger(T::Display, T::Website, 0.015, 10.0),
                trigger(T::Social, T::Website, 0.030, 30.0),
                trigger(T::Search, T::Website, 0.850, 20.0),
                trigger(T::Newsletter, T::Website, 0.250, MINUTE),
                trigger(T::DirectMail, T::Website, 0.080, 2.0 * DAY),
                trigger(T::DirectMail, T::CallCentre, 0.020, 3.0 * DAY),
                trigger(T::DirectMail, T::Branch, 0.010, 5.0 * DAY),
                trigger(T::Website, T::CallCentre, 0.020, DAY),
                trigger(T::Website, T::Branch, 0.015, 4.0 * DAY),
            ],
            baseline: 0.14,
        }
    }
}

impl World {
    /// The same world in which a touchpoint is never met, made by rates instead of by removal.
    #[cfg(test)]
    pub(crate) fn silence(mut self, touchpoint: Touchpoint) -> Self {
        for channel in &mut self.channels {
            if channel.touchpoint == touchpoint {
                (channel.floor, channel.follow, channel.effect) = (0.0, 0.0, 0.0);
            }
        }
        for trigger in &mut self.triggers {
            if trigger.to == touchpoint || trigger.from == touchpoint {
                trigger.chance = 0.0;
            }
        }
        self
    }
}
