//! What is odd about rules, on the data that they were asked of and by their conditions alone.

use serde::{Deserialize, Serialize};

use super::classes::Classes;
use super::engine::Engine;
use super::fit::shadow;
use crate::ordered::Map;
use crate::sure::{ByCode, Sure};

/// What is odd about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChannelLintKind {
    /// It can never decide: a rule before it holds whenever it does.
    Shadowed,
    /// It held for rows, and rules before it decided all of them.
    Overruled,
    /// It held for no row of these data.
    Never,
    /// It decided rows for which a rule with another channel held too.
    Collides,
    /// It decided rows for which its table says something unexpected.
    Quirk,
}

impl ChannelLintKind {
    /// The word of the kind in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shadowed => "shadowed",
            Self::Overruled => "overruled",
            Self::Never => "never",
            Self::Collides => "collides",
            Self::Quirk => "quirk",
        }
    }
}

/// One odd thing about a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelLint {
    /// What is odd.
    pub kind: ChannelLintKind,
    /// The rule.
    pub rule: String,
    /// The channel that it gives.
    pub channel: String,
    /// The rule before it, or the one that it collides with.
    pub other: Option<String>,
    /// The channel of that one.
    pub other_channel: Option<String>,
    /// How many rows it is about.
    pub rows: u64,
    /// All of this in words.
    pub sentence: String,
}

/// How often each rule decided, and how often it held.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) fired: Vec<u64>,
    pub(super) held: Vec<u64>,
    /// Rows by the deciding rule and another one that held.
    together: Map<(usize, usize), u64>,
    /// Rows by quirk and deciding rule.
    quirks: Map<(usize, usize), u64>,
}

impl Tally {
    /// Counts the rows of each class; `rows` are those that count.
    pub(super) fn of(engine: &Engine, classes: &Classes, rows: &[u32]) -> Self {
        let mut counts = vec![0_u64; classes.winners.len()];
        for row in rows {
            let class = classes.rows.get(*row as usize).sure();
            if let Some(count) = class.and_then(|class| counts.by_code_mut(*class)) {
                *count += 1;
            }
        }
        let rules = engine.rules.len();
        let mut tally = Self {
            fired: vec![0; rules + 1],
            held: vec![0; rules],
            together: Map::new(),
            quirks: Map::new(),
        };
        let judged = classes.winners.iter().zip(&classes.held).zip(&classes.quirks);
        for (((winner, held), quirks), count) in judged.zip(counts).filter(|(_, count)| *count > 0)
        {
            if let Some(fired) = tally.fired.get_mut(*winner).sure() {
                *fired += count;
            }
            for rule in held {
                if let Some(held) = tally.held.get_mut(*rule).sure() {
                    *held += count;
                }
                if rule != winner {
                    *tally.together.entry((*winner, *rule)).or_insert(0) += count;
                }
            }
            for quirk in quirks {
                *tally.quirks.entry((*quirk, *winner)).or_insert(0) += count;
            }
        }
        tally
    }

    /// All that is odd, by kind and by the order of the rules.
    pub(super) fn lints(&self, engine: &Engine) -> Vec<ChannelLint> {
        let mut lints = self.of_rules(engine);
        for ((rule, other), rows) in &self.together {
            let (id, channel) = engine.rule(*rule);
            let (with, instead) = engine.rule(*other);
            if channel != instead {
                let sentence = format!(
                    "{rows} rows are \"{channel}\" by {id} and would be \"{instead}\" by {with}, which comes later"
                );
                lints.push(lint(
                    engine,
                    ChannelLintKind::Collides,
                    *rule,
                    Some(*other),
                    *rows,
                    sentence,
                ));
            }
        }
        for ((quirk, rule), rows) in &self.quirks {
            if let Some((quirk, _)) = engine.quirks.get(*quirk).sure() {
                let (id, channel) = engine.rule(*rule);
                let sentence = format!("{rows} rows are \"{channel}\" by {id}: {}", quirk.sentence);
                lints.push(lint(engine, ChannelLintKind::Quirk, *rule, None, *rows, sentence));
            }
        }
        lints.sort_by_key(|lint| lint.kind);
        lints
    }

    /// Rules that do not decide anything.
    fn of_rules(&self, engine: &Engine) -> Vec<ChannelLint> {
        let mut lints = Vec::new();
        for (at, rule) in engine.rules.iter().enumerate() {
            let (id, channel) = engine.rule(at);
            let before = engine.rules.get(..at).sure_or_default();
            let count = |counts: &[u64]| counts.get(at).copied().sure_or(0);
            if let Some(other) = shadow(rule, before) {
                let (first, _) = engine.rule(other);
                let sentence = format!(
                    "{id} (\"{channel}\") can never decide: {first} comes before it and holds whenever it does"
                );
                let held = count(&self.held);
                lints.push(lint(
                    engine,
                    ChannelLintKind::Shadowed,
                    at,
                    Some(other),
                    held,
                    sentence,
                ));
            } else if count(&self.held) == 0 {
                let sentence = format!("{id} (\"{channel}\") holds for no row of these data");
                lints.push(lint(engine, ChannelLintKind::Never, at, None, 0, sentence));
            } else if count(&self.fired) == 0 {
                let rows = count(&self.held);
                let sentence = format!(
                    "{id} (\"{channel}\") holds for {rows} rows, and rules before it decide all of them"
                );
                let taken = self.together.iter().filter(|((_, rule), _)| *rule == at);
                let most = taken.max_by_key(|((first, _), rows)| (**rows, usize::MAX - *first));
                let other = most.map(|((first, _), _)| *first);
                lints.push(lint(engine, ChannelLintKind::Overruled, at, other, rows, sentence));
            }
        }
        lints
    }
}

fn lint(
    engine: &Engine,
    kind: ChannelLintKind,
    rule: usize,
    other: Option<usize>,
    rows: u64,
    sentence: String,
) -> ChannelLint {
    let (id, channel) = engine.rule(rule);
    let other = other.map(|other| engine.rule(other));
    ChannelLint {
        kind,
        rule: id.to_owned(),
        channel: channel.to_owned(),
        other: other.map(|(id, _)| id.to_owned()),
        other_channel: other.map(|(_, channel)| channel.to_owned()),
        rows,
        sentence,
    }
}
