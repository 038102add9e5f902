//! Rules of phases.

use serde::Serialize;

use crate::declare::options;
use crate::journey::Unit;
use crate::limits::CONFIDENCE;
use crate::options::{Names, Span, quoted};
use crate::{Error, Result};

options! {
    /// When a phase begins. All conditions that are given must hold; a rule has a condition on the
    /// contact (`touchpoint`, `event`), or is about a `conversion`, or about a `silence`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct PhaseRule needs phase {
        /// The phase that begins.
        pub phase: String = String::new(),
        /// The contact is at one of these touchpoints.
        pub touchpoint: Names = Names::default(); set (impl Into<Names>),
        /// The contact is of one of these kinds of event.
        pub event: Names = Names::default(); set (impl Into<Names>),
        /// A journey converts.
        pub conversion: bool = false; set (),
        /// Nothing happens for longer than this; the phase begins when it has passed.
        pub silence: Option<Span> = None; set (Span),
        /// Only from one of these phases; empty: from any.
        pub from: Names = Names::default(); set (impl Into<Names>),
    }
}

impl PhaseRule {
    /// A rule without conditions, to be given some.
    pub fn new(phase: &str) -> Self {
        Self { phase: phase.to_owned(), ..Self::default() }
    }

    fn check(&self) -> Result<()> {
        let contact = !self.touchpoint.0.is_empty() || !self.event.0.is_empty();
        let kinds =
            u8::from(contact) + u8::from(self.conversion) + u8::from(self.silence.is_some());
        if self.phase.trim().is_empty() {
            return Err(Error::Option {
                field: "phase",
                value: quoted(&self.phase),
                allowed: "a name".into(),
            });
        }
        if kinds == 1 {
            return Ok(());
        }
        Err(Error::Option {
            field: "rules",
            value: format!("the rule of phase \"{}\"", self.phase),
            allowed:
                "one condition: touchpoint and/or event of a contact, or conversion, or silence"
                    .into(),
        })
    }
}

options! {
    /// How phases are told apart.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PhaseOptions needs rules {
        /// The rules; at each contact the first one that holds decides. The order in which phases are
        /// first named is their order.
        pub rules: Vec<PhaseRule> = Vec::new(),
        /// The phase before any rule has held.
        pub start: String = "(none)".into(),
        /// Whether a person may go back to an earlier phase.
        pub regress: bool = true,
        /// Whose phases are followed.
        pub unit: Unit = Unit::Persons,
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl PhaseOptions {
    /// Appends a rule.
    pub fn rule(mut self, rule: PhaseRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Names of the phases in their order: the start, unless a rule names it too, then those of the
    /// rules.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let named = self.rules.iter().any(|rule| rule.phase == self.start);
        let start = (!named).then_some(&self.start);
        for name in start.into_iter().chain(self.rules.iter().map(|rule| &rule.phase)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    pub(super) fn check(&self) -> Result<()> {
        self.check_ranges()?;
        if self.unit == Unit::Sessions {
            return Err(Error::Option {
                field: "unit",
                value: "\"sessions\"".into(),
                allowed: "\"persons\" or \"journeys\"".into(),
            });
        }
        let names = self.names();
        for rule in &self.rules {
            rule.check()?;
            if let Some(unknown) = rule.from.0.iter().find(|name| !names.contains(name)) {
                return Err(Error::UnknownName {
                    what: "phase",
                    name: unknown.clone(),
                    available: names,
                });
            }
        }
        Ok(())
    }
}
