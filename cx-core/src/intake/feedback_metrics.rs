//! Answers to several questions in one row, as surveys export them.

use super::feedback_roles::FeedbackRoles;
use crate::columns::{Coded, Dictionary, NO_CODE};
use crate::options::quoted;
use crate::sure::{ByCode, Sure};
use crate::{Error, Result};

impl FeedbackRoles {
    /// The roles of each question by itself, with its metric. A blank cell is a question that was not
    /// answered, so a condition leaves it out.
    ///
    /// # Errors
    /// `score` or `metric` beside `metrics`: they would say it twice.
    pub(super) fn by_metric(&self) -> Result<Vec<(&str, Self)>> {
        if self.metric.is_some() || self.score != Self::default().score {
            let said = self.metric.as_ref().unwrap_or(&self.score);
            return Err(Error::Option {
                field: "metrics",
                value: format!("given beside {}", quoted(said)),
                allowed: "metrics alone, for example { nps = \"Q1\", csat = \"Q2\" }, or score and metric"
                    .into(),
            });
        }
        let question = |(metric, column): (&'_ String, &'_ String)| {
            let mut roles = Self {
                score: column.clone(),
                metric: Some(format!("={metric}")),
                metrics: std::collections::BTreeMap::new(),
                ..self.clone()
            };
            let condition = roles.format.r#where.0.entry(column.clone()).or_default();
            condition.blank.get_or_insert(false);
            roles
        };
        Ok(self.metrics.iter().map(|pair| (pair.0.as_str(), question(pair))).collect())
    }
}

/// The sources of one question, each named with its metric: the account is one of answers.
pub(super) fn with_metric(source: &Coded, metric: &str) -> Result<Coded> {
    let names: Vec<String> =
        source.dictionary.names().map(|name| format!("{name} / {metric}")).collect();
    let (dictionary, renamed) = Dictionary::from_names(names.iter().map(String::as_str))?;
    let code = |code: &u32| match *code {
        NO_CODE => NO_CODE,
        code => renamed.by_code(code).copied().sure_or(NO_CODE),
    };
    Ok(Coded { codes: source.codes.iter().map(code).collect(), dictionary })
}
