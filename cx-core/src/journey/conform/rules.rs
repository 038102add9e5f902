//! Rules on the order and number of contacts, in the manner of DECLARE.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::declare::options;
use crate::from_json::words;
use crate::journey::Journeys;
use crate::journey::matcher::Matcher;
use crate::journey::select::Selector;
use crate::options::Span;
use crate::{Error, Result};

/// What a rule demands.
///
/// Source: M. Pesic, H. Schonenberg, W. M. P. van der Aalst, *DECLARE: full support for
/// loosely-structured processes*, EDOC (2007) 287-300.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RuleKind {
    /// `a` comes at least `times` times (within: of the first contact).
    #[default]
    Existence,
    /// `a` comes fewer than `times` times (within: of the first contact).
    Absence,
    /// The first contact is `a`.
    Init,
    /// After each `a` comes a `b`.
    Response,
    /// Before each `b` came an `a`.
    Precedence,
    /// Response and precedence.
    Succession,
    /// Directly after each `a` comes a `b`.
    ChainResponse,
    /// Directly before each `b` came an `a`.
    ChainPrecedence,
    /// Chain response and chain precedence.
    ChainSuccession,
    /// Not both `a` and `b` (within: of one another).
    NotCoexistence,
    /// After no `a` comes a `b`.
    NotSuccession,
}

words!(RuleKind: Existence = "existence", Absence = "absence", Init = "init", Response = "response", Precedence = "precedence", Succession = "succession", ChainResponse = "chain_response", ChainPrecedence = "chain_precedence", ChainSuccession = "chain_succession", NotCoexistence = "not_coexistence", NotSuccession = "not_succession");

impl RuleKind {
    /// The kind's name, as in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Absence => "absence",
            Self::Init => "init",
            Self::Response => "response",
            Self::Precedence => "precedence",
            Self::Succession => "succession",
            Self::ChainResponse => "chain_response",
            Self::ChainPrecedence => "chain_precedence",
            Self::ChainSuccession => "chain_succession",
            Self::NotCoexistence => "not_coexistence",
            Self::NotSuccession => "not_succession",
        }
    }

    /// Whether the rule is on one kind of contact only.
    fn unary(self) -> bool {
        matches!(self, Self::Existence | Self::Absence | Self::Init)
    }
}

options! {
    /// A rule that journeys should keep.
    ///
    /// ```
    /// use cx_core::journey::{Rule, RuleKind};
    /// use cx_core::options::from_json;
    /// let rule: Rule = from_json(
    ///     r#"{"rule": "response", "a": "complaint", "b": "call", "within": "2d"}"#,
    /// )?;
    /// assert_eq!(rule, Rule::new(RuleKind::Response, "complaint").b("call").within("2d".parse()?));
    /// assert_eq!(rule.shown(), "response: complaint, call within 2d");
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Rule needs rule, a {
        /// What the rule demands.
        pub rule: RuleKind = RuleKind::Existence,
        /// Its first contact.
        pub a: Selector = Selector::default(),
        /// Its second contact, for rules on two.
        pub b: Option<Selector> = None; set (impl Into<Selector>),
        /// In what time; `None`: at any time.
        pub within: Option<Span> = None; set (Span),
        /// How many times, for existence and absence; at least 1.
        pub times: u32 = 1; set (u32),
        /// The name shown; `None`: made from the rule.
        pub name: Option<String> = None,
    }
}

impl Rule {
    /// A rule on `a`.
    pub fn new(rule: RuleKind, a: impl Into<Selector>) -> Self {
        Self { rule, a: a.into(), ..Self::default() }
    }

    /// The name shown.
    pub fn shown(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        let second = self.b.as_ref().map(|b| format!(", {b}")).unwrap_or_default();
        let times = if self.times > 1 { format!(", {} times", self.times) } else { String::new() };
        format!("{}: {}{second}{times}{}", self.rule.name(), self.a, self.in_time())
    }

    fn in_time(&self) -> String {
        self.within.map(|within| format!(" within {within}")).unwrap_or_default()
    }

    /// Checks the fields, and looks the names up.
    pub(super) fn plan(&self, journeys: &Journeys, allow_unknown: bool) -> Result<Plan> {
        let refuse = |value: &str, allowed: &str| {
            let value = format!("{} {value}", self.rule.name());
            Err(Error::Option { field: "rules", value, allowed: allowed.to_owned() })
        };
        match &self.b {
            None if !self.rule.unary() => return refuse("without b", "a rule on a and b"),
            Some(_) if self.rule.unary() => return refuse("with b", "a rule on a alone"),
            _ => {}
        }
        let counts = matches!(self.rule, RuleKind::Existence | RuleKind::Absence);
        if self.times == 0 || (self.times > 1 && !counts) {
            let allowed = "\"times\" of 1, or more for existence and absence";
            return refuse(&format!("{} times", self.times), allowed);
        }
        let matcher = |at: &Selector| Matcher::of(at, journeys, "rules", allow_unknown);
        Ok(Plan {
            rule: self.rule,
            a: matcher(&self.a)?,
            b: self.b.as_ref().map(matcher).transpose()?,
            within: self.within.map(Span::micros),
            times: self.times as usize,
            why: self.why(),
        })
    }

    /// Why a contact `a`, and why a contact `b`, breaks the rule.
    fn why(&self) -> [Arc<str>; 2] {
        let a = &self.a;
        let b = self.b.as_ref().map(ToString::to_string).unwrap_or_default();
        let (in_time, times) = (self.in_time(), self.times);
        let first = match self.rule {
            RuleKind::Existence => format!("\"{a}\" fewer than {times} times{in_time}"),
            RuleKind::Absence => format!("\"{a}\" {times} times{in_time}"),
            RuleKind::Init => format!("begins without \"{a}\""),
            RuleKind::ChainResponse | RuleKind::ChainSuccession => {
                format!("\"{a}\" without \"{b}\" directly after it{in_time}")
            }
            RuleKind::NotCoexistence => format!("both \"{a}\" and \"{b}\"{in_time}"),
            RuleKind::NotSuccession => format!("\"{a}\" with \"{b}\" after it{in_time}"),
            _ => format!("\"{a}\" without \"{b}\" after it{in_time}"),
        };
        let chain = matches!(self.rule, RuleKind::ChainPrecedence | RuleKind::ChainSuccession);
        let directly = if chain { "directly " } else { "" };
        [first.into(), format!("\"{b}\" without \"{a}\" {directly}before it{in_time}").into()]
    }
}

/// A rule by codes.
pub(super) struct Plan {
    pub(super) rule: RuleKind,
    pub(super) a: Matcher,
    pub(super) b: Option<Matcher>,
    /// Microseconds.
    pub(super) within: Option<i64>,
    pub(super) times: usize,
    /// Why a contact `a`, and why a contact `b`, breaks the rule.
    pub(super) why: [Arc<str>; 2],
}

/// What is known of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was kept.
    Fulfilled,
    /// It was not kept so far, and the time has not run out.
    Pending,
    /// It was broken.
    Violated,
}

impl Verdict {
    /// The verdict's name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fulfilled => "fulfilled",
            Self::Pending => "pending",
            Self::Violated => "violated",
        }
    }
}

/// One contact (or, where a contact is missing, one unit) that breaks a rule or may still.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Number of the rule.
    pub rule: u32,
    /// Number of the journey, person or session.
    pub unit: u32,
    /// Its person.
    pub person: u32,
    /// The contact's number in the unit; [`NO_CODE`](crate::columns::NO_CODE): no contact of its
    /// own.
    pub step: u32,
    /// The contact's time, or the unit's last one; [`NO_TIME`](crate::columns::NO_TIME) in a unit
    /// without contacts.
    pub time: i64,
    /// Violated or pending.
    pub verdict: Verdict,
    /// Why.
    pub why: Arc<str>,
}
