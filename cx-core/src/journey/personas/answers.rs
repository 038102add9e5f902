//! Answers by persona: what each persona says of its experience.

use super::report::Personas;
use crate::columns::{Coded, Interner, NO_CODE, NO_TIME};
use crate::intake::Feedback;
use crate::journey::Journeys;
use crate::options::Definition;
use crate::stitch::People;
use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// The name of the column that says the persona of an answer.
pub(super) const COLUMN: &str = "persona";

impl Personas {
    /// The same answers with a column `persona` more, to break scores and gaps down by.
    ///
    /// An answer belongs to the journey of its person that began last before it; its persona, by its
    /// row in the table, is the answer's. Answers without a time, of nobody who is known, and before
    /// the person's first journey have none. A persona's score is that of those who answered.
    ///
    /// # Errors
    /// [`Error::Mismatch`] when the personas belong to other journeys; [`Error::Unanswerable`] when the answers have a
    /// column of this name already.
    ///
    /// ```
    /// # use cx_core::intake::Feedback;
    /// # use cx_core::journey::{Journeys, Personas};
    /// # use cx_core::kpi::{ScoreOptions, score};
    /// # use cx_core::stitch::People;
    /// fn scores(personas: &Personas, journeys: &Journeys, people: &People, answers: &Feedback)
    /// -> cx_core::Result<usize> {
    ///     let answers = personas.answers(journeys, people, answers)?;
    ///     let options = ScoreOptions { by: ["persona"].into(), ..ScoreOptions::default() };
    ///     Ok(score(&answers, &options, None)?.rows.len())
    /// }
    /// ```
    pub fn answers(
        &self,
        journeys: &Journeys,
        people: &People,
        feedback: &Feedback,
    ) -> Result<Feedback> {
        let call = Call::open();
        self.belong_to(journeys)?;
        if feedback.segments.contains_key(COLUMN) {
            return Err(Error::Unanswerable {
                what: format!("the answers have a column \"{COLUMN}\" already"),
                remedy: "leave it out of the segments, or name it otherwise",
            });
        }
        let begun = Begun::of(journeys);
        let persona = |row: usize| {
            let person = people.of_answer(feedback, row)?;
            let time = feedback.time.get(row).sure().copied().filter(|time| *time != NO_TIME)?;
            let journey = begun.last(person, time)?;
            self.members.get(journey).sure().map(|member| member.persona)
        };
        let column = coded((0..feedback.len()).map(persona))?;
        let mut answers = feedback.clone();
        answers.segments.insert(COLUMN.to_owned(), column);
        let made_of = (&feedback.report.definition, &self.definition, &journeys.definition);
        answers.report.definition = Definition::of("journey.personas.answers", &made_of);
        call.close(Ok(answers))
    }
}

fn coded(personas: impl Iterator<Item = Option<u32>>) -> Result<Coded> {
    let mut names = Interner::default();
    let mut codes = Vec::new();
    for persona in personas {
        codes.push(match persona {
            Some(persona) => names.number(i64::from(persona))?,
            None => NO_CODE,
        });
    }
    Ok(names.finish(codes))
}

/// Person, beginning and number of each journey.
struct Begun {
    rows: Vec<(u32, i64, usize)>,
}

impl Begun {
    fn of(journeys: &Journeys) -> Self {
        let all = journeys.person.iter().zip(&journeys.start).enumerate();
        let mut rows: Vec<_> =
            all.map(|(journey, (person, start))| (*person, *start, journey)).collect();
        rows.sort_unstable();
        Self { rows }
    }

    /// The person's journey that began last, at a time or before it.
    fn last(&self, person: u32, time: i64) -> Option<usize> {
        let end = self.rows.partition_point(|row| (row.0, row.1) <= (person, time));
        let (other, _, journey) = self.rows.get(end.checked_sub(1)?).sure()?;
        (*other == person).then_some(*journey)
    }
}
