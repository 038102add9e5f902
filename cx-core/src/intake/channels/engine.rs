//! The rules of a call, ready to be asked: own rules first, then those of a table.

use std::collections::BTreeMap;

use super::condition::{Condition, Lists};
use super::fields::Fields;
use super::options::ChannelOptions;
use super::rule::{ChannelRule, ChannelTest};
use super::tables::{Quirk, RuleTable};
use crate::options::quoted;
use crate::sure::Sure;
use crate::{Error, Result};

/// A field and the number of one of its tests.
type Asked = (usize, usize);

/// Conditions by the numbers of their tests.
#[derive(Debug)]
pub(super) struct Conditions {
    when: Vec<Asked>,
    any: Vec<Asked>,
}

impl Conditions {
    /// Whether they hold, where `passed` says which tests of each field a row passes.
    pub(super) fn hold(&self, passed: &[&[bool]]) -> bool {
        let passes = |(field, test): &Asked| {
            passed.get(*field).and_then(|tests| tests.get(*test)).copied().sure_or(false)
        };
        self.when.iter().all(passes) && (self.any.is_empty() || self.any.iter().any(passes))
    }
}

/// All rules of a call.
#[derive(Debug)]
pub(super) struct Engine {
    /// Rules as they were written; each has an id.
    pub(super) rules: Vec<ChannelRule>,
    /// The conditions of each rule.
    pub(super) conditions: Vec<Conditions>,
    /// What rules of the table are known to say unexpectedly, with the conditions.
    pub(super) quirks: Vec<(Quirk, Conditions)>,
    /// The channel where no rule holds.
    pub(super) otherwise: String,
    /// The table, by its name with its date.
    pub(super) table: Option<String>,
    pub(super) fields: Fields,
    tests: Vec<Vec<(ChannelTest, Condition)>>,
}

/// The id of the rule that holds where no other does.
pub(super) const OTHERWISE: &str = "otherwise";

impl Engine {
    pub(super) fn of(options: &ChannelOptions) -> Result<Self> {
        let table = options.rules.as_deref().map(RuleTable::of).transpose()?;
        if table.is_none() && options.own.is_empty() {
            let allowed = format!("{}; or rules of your own in \"own\"", RuleTable::allowed());
            return Err(Error::Option { field: "rules", value: "nothing".into(), allowed });
        }
        let mut engine = Self {
            rules: named(&options.own),
            conditions: Vec::new(),
            quirks: Vec::new(),
            otherwise: "Unassigned".into(),
            table: None,
            fields: Fields::of(options)?,
            tests: Vec::new(),
        };
        engine.tests.resize_with(engine.fields.len(), Vec::new);
        let mut quirks = Vec::new();
        if let Some(table) = table {
            engine.rules.extend(table.rules);
            engine.otherwise = table.otherwise;
            engine.table = Some(table.name);
            quirks = table.quirks;
        }
        let mut lists = Lists::default();
        let rules = std::mem::take(&mut engine.rules);
        for (at, rule) in rules.iter().enumerate() {
            check(rule, rules.get(..at).sure_or_default())?;
            let conditions = engine.conditions(&rule.when, &rule.any, &mut lists)?;
            engine.conditions.push(conditions);
        }
        for quirk in quirks {
            let conditions = engine.conditions(&quirk.when, &quirk.any, &mut lists)?;
            engine.quirks.push((quirk, conditions));
        }
        engine.rules = rules;
        Ok(engine)
    }

    fn conditions(
        &mut self,
        when: &BTreeMap<String, ChannelTest>,
        any: &BTreeMap<String, ChannelTest>,
        lists: &mut Lists,
    ) -> Result<Conditions> {
        let mut asked = |tests: &BTreeMap<String, ChannelTest>| {
            tests.iter().map(|(name, test)| self.asked(name, test, lists)).collect::<Result<_>>()
        };
        Ok(Conditions { when: asked(when)?, any: asked(any)? })
    }

    /// The number of a test of a field; equal tests of one field are one.
    fn asked(&mut self, name: &str, test: &ChannelTest, lists: &mut Lists) -> Result<Asked> {
        let field = self.fields.number(name)?;
        let Some(tests) = self.tests.get_mut(field).sure() else { return Ok((field, 0)) };
        let known = tests.iter().position(|(known, _)| known == test);
        let at = known.unwrap_or(tests.len());
        if known.is_none() {
            tests.push((test.clone(), Condition::of(test, lists)?));
        }
        Ok((field, at))
    }

    /// The tests of a field.
    pub(super) fn tests(&self, field: usize) -> impl Iterator<Item = &Condition> {
        self.tests.get(field).sure().into_iter().flatten().map(|(_, condition)| condition)
    }

    /// Whether any rule asks for a field.
    pub(super) fn asks(&self, field: usize) -> bool {
        self.tests(field).next().is_some()
    }

    /// The id and channel of a rule; beyond the last one what holds otherwise.
    pub(super) fn rule(&self, at: usize) -> (&str, &str) {
        match self.rules.get(at) {
            Some(rule) => (rule.id.as_deref().sure_or_default(), &rule.channel),
            None => (OTHERWISE, &self.otherwise),
        }
    }
}

/// Own rules, each with an id.
fn named(own: &[ChannelRule]) -> Vec<ChannelRule> {
    let own = own.iter().enumerate().map(|(at, rule)| {
        let id = rule.id.clone().unwrap_or_else(|| format!("own-{}", at + 1));
        ChannelRule { id: Some(id), ..rule.clone() }
    });
    own.collect()
}

fn check(rule: &ChannelRule, before: &[ChannelRule]) -> Result<()> {
    if rule.channel.trim().is_empty() {
        let allowed = "the name of a channel for every rule".into();
        return Err(Error::Option { field: "channel", value: quoted(&rule.channel), allowed });
    }
    let id = rule.id.as_deref().sure_or_default();
    if id.trim().is_empty() || id == OTHERWISE || before.iter().any(|other| other.id == rule.id) {
        let allowed = "a name that no other rule has, and not \"otherwise\"".into();
        return Err(Error::Option { field: "id", value: quoted(id), allowed });
    }
    Ok(())
}
