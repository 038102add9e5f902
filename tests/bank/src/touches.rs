//! Every contact that could matter: those by own initiative or targeting, and those they trigger.

use super::calendar::{END, START, at_day};
use super::key::{Stream, mix};
use super::person::Person;
use super::touchpoint::Touchpoint::{Display, Newsletter, Search, Social};
use super::touchpoint::{Audience, Channel, Touchpoint, World};
use super::tv::{Spot, seen};

/// One contact that may cause conversions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touch {
    /// The key of its random numbers; the same in every world in which it exists.
    pub(crate) key: u64,
    pub(crate) touchpoint: Touchpoint,
    /// Local second.
    pub(crate) at: i64,
    /// Set of touchpoints without which it would not exist: its own and those that led to it.
    pub(crate) needs: u16,
    /// The touchpoint at which its chain of triggers began.
    pub(crate) root: Touchpoint,
    /// The touchpoint and the key of the contact that triggered it.
    pub(crate) trigger: Option<(Touchpoint, u64)>,
    /// Chooses the device; a click and the visit it leads to share it.
    pub(crate) device: u64,
    /// The TV spot seen, or the one that triggered it.
    pub(crate) spot: Option<usize>,
}

/// All contacts of a person in the year, in the order of time.
pub(crate) fn touches(world: &World, spots: &[Spot], person: &Person) -> Vec<Touch> {
    let mut tree = Vec::with_capacity(48);
    for channel in &world.channels {
        match channel.audience {
            Audience::Viewers => watched(spots, person, channel, &mut tree),
            Audience::Customers if !person.customer => {}
            Audience::Subscribers if !person.subscriber => {}
            Audience::AppUsers if !person.app_user => {}
            _ => own(person, channel, &mut tree),
        }
    }
    let mut next = 0;
    while let Some(touch) = tree.get(next).copied() {
        trigger(world, person, touch, &mut tree);
        next += 1;
    }
    tree.sort_unstable_by_key(|touch| (touch.at, touch.key));
    tree
}

fn watched(spots: &[Spot], person: &Person, channel: &Channel, tree: &mut Vec<Touch>) {
    // A channel that is silenced has no effect and no triggers; what was seen then does not matter.
    let touchpoint = channel.touchpoint;
    tree.extend(seen(person, spots).into_iter().map(|index| Touch {
        key: mix(&[touchpoint.index() as u64, index as u64]),
        device: index as u64,
        touchpoint,
        at: spots[index].at,
        needs: touchpoint.bit(),
        root: touchpoint,
        trigger: None,
        spot: Some(index),
    }));
}

/// Contacts by own initiative or by targeting: a Poisson process whose rate follows intent, by thinning.
fn own(person: &Person, channel: &Channel, tree: &mut Vec<Touch>) {
    let touchpoint = channel.touchpoint;
    let bound = channel.floor + channel.follow * person.intent_bound();
    if bound <= 0.0 {
        return;
    }
    let mut draw = person.key.stream(Stream::Exogenous, touchpoint.index() as u64);
    let mut day = 0.0;
    for number in 0_u64.. {
        day += draw.exponential(364.0 / bound);
        let at = at_day(day);
        if at >= END {
            return;
        }
        let (accept, hour, second) = (draw.uniform(), draw.uniform(), draw.uniform());
        let rate = channel.floor + channel.follow * person.intent(at);
        let at = touchpoint.hours().on_day(at, hour, second);
        if accept * bound < rate && at < END {
            let key = mix(&[touchpoint.index() as u64, number]);
            tree.push(Touch {
                key,
                device: mix(&[person.key.who, key]),
                touchpoint,
                at,
                needs: touchpoint.bit(),
                root: touchpoint,
                trigger: None,
                spot: None,
            });
        }
    }
}

/// The contacts that one contact triggers; each possible one takes three numbers, whether it happens or not.
fn trigger(world: &World, person: &Person, touch: Touch, tree: &mut Vec<Touch>) {
    if !world.triggers.iter().any(|trigger| trigger.from == touch.touchpoint) {
        return;
    }
    let mut draw = person.key.stream(Stream::Touch, touch.key);
    for trigger in world.triggers.iter().filter(|trigger| trigger.from == touch.touchpoint) {
        let (happens, delay, opening) =
            (draw.chance(trigger.chance), draw.exponential(trigger.delay), draw.uniform());
        if !happens {
            continue;
        }
        let at = trigger.to.hours().not_before(touch.at + 5 + delay as i64, opening);
        if (START..END).contains(&at) {
            let key = mix(&[touch.key, trigger.to.index() as u64, 1]);
            let online = matches!(trigger.from, Search | Display | Social | Newsletter);
            tree.push(Touch {
                key,
                device: if online { touch.device } else { mix(&[person.key.who, key]) },
                touchpoint: trigger.to,
                at,
                needs: touch.needs | trigger.to.bit(),
                root: touch.root,
                trigger: Some((touch.touchpoint, touch.key)),
                spot: touch.spot,
            });
        }
    }
}
