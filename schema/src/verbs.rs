//! Which verb takes which options: its name in Python, and its section of the configuration file.

use cx_core::options::Span;
use cx_core::schema::{Describe, Kind, Named, Schema};
use cx_core::{attribution, audit, broadcast, cockpit, intake, journey, kpi, returns, stitch};
use serde::Serialize;
use serde_json::Value;

/// The options of files, which every section that reads one takes beside those of its table.
pub(crate) const FILES: &str = "FileOptions";

/// A verb, or a class that reads a table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Verb {
    /// Its name in Python.
    pub(crate) python: &'static str,
    /// Its section of the configuration file; blank: it has none.
    pub(crate) section: &'static str,
    /// Its options.
    pub(crate) options: &'static str,
    /// Whether the verb takes only those options that its Python signature names.
    pub(crate) partly: bool,
    /// Whether the section begins with the name of a file.
    pub(crate) table: bool,
}

/// The verbs and the types of their options.
pub(crate) struct Catalogue {
    pub(crate) schema: Schema,
    pub(crate) verbs: Vec<Verb>,
}

impl Catalogue {
    /// Adds a verb with all options of a struct.
    fn verb<T: Describe>(&mut self, python: &'static str, section: &'static str) -> &mut Verb {
        let options = match self.schema.add::<T>() {
            Kind::Named(name) => name,
            _ => "",
        };
        self.verbs.push(Verb { python, section, options, partly: false, table: false });
        let last = self.verbs.len() - 1;
        &mut self.verbs[last]
    }

    /// Adds a class that reads a table.
    fn table<T: Describe>(&mut self, python: &'static str, section: &'static str) {
        self.verb::<T>(python, section).table = true;
    }

    /// All of them, in the order in which the configuration file is explained.
    pub(crate) fn all() -> Self {
        let mut all = Self { schema: Schema::default(), verbs: Vec::new() };
        all.table::<intake::EventRoles>("Events", "events");
        all.table::<intake::FeedbackRoles>("Feedback", "feedback");
        all.table::<intake::CampaignRoles>("Campaigns", "campaigns");
        all.table::<intake::TargetRoles>("Targets", "targets");
        all.table::<intake::CriteriaRoles>("Criteria", "criteria");
        all.table::<intake::FindingRoles>("Findings", "findings");
        all.table::<intake::SpotRoles>("Spots", "spots");
        all.table::<intake::CountRoles>("Counts", "");
        all.table::<journey::PathRoles>("paths", "");
        all.verb::<intake::ChannelOptions>("channels", "");
        for reader in ["read_csv", "read_json", "read_excel"] {
            all.verb::<intake::files::FileOptions>(reader, "").partly = true;
        }
        all.verb::<stitch::StitchOptions>("stitch", "stitch");
        all.journeys();
        all.verb::<attribution::AttributeOptions>("attribute", "attribute");
        all.verb::<attribution::AttributeOptions>("hazard_fit", "").partly = true;
        all.verb::<attribution::ExperienceOptions>("experience", "experience");
        all.verb::<returns::ReturnOptions>("returns", "returns");
        all.verb::<kpi::ScoreOptions>("score", "score");
        all.verb::<kpi::GapOptions>("gaps", "gaps");
        all.verb::<audit::AuditOptions>("audit", "audit");
        all.verb::<broadcast::BroadcastOptions>("broadcast", "broadcast");
        all.verb::<broadcast::CarryOptions>("Broadcast.carry", "");
        all.verb::<cockpit::CockpitOptions>("cockpit", "cockpit");
        all.more_credits();
        for named in all.schema.types.values_mut() {
            if let Named::Options { fields, .. } = named {
                for field in fields {
                    in_days(&field.kind, &mut field.default);
                }
            }
        }
        all
    }

    fn journeys(&mut self) {
        self.verb::<journey::JourneyOptions>("journeys", "journeys");
        self.verb::<journey::JourneyOptions>("LiveSessions", "").partly = true;
        self.verb::<journey::FunnelOptions>("Journeys.funnel", "funnel");
        self.verb::<journey::StepMatrixOptions>("Journeys.step_matrix", "step_matrix");
        self.verb::<journey::PersonaOptions>("Journeys.personas", "personas");
        self.verb::<journey::PhaseOptions>("Journeys.phases", "phases");
        self.verb::<journey::NeedOptions>("Journeys.needs", "needs");
        self.verb::<journey::EffortOptions>("Journeys.effort", "effort");
        self.verb::<journey::PhaseFigureOptions>("Phases.figures", "");
        self.verb::<journey::FlowOptions>("Journeys.flow", "");
        self.verb::<journey::VariantOptions>("Journeys.variants", "");
        self.verb::<journey::DirectlyFollowsOptions>("Journeys.directly_follows", "");
        self.verb::<journey::NextStepOptions>("Journeys.next_steps", "");
        self.verb::<journey::TimeToNextOptions>("Journeys.time_to_next", "");
        self.verb::<journey::CompareOptions>("Journeys.compare", "");
        self.verb::<journey::ConformOptions>("Journeys.conform", "");
        self.verb::<journey::DistanceOptions>("Journeys.distances", "");
        self.verb::<journey::TransformOptions>("Paths.transform", "");
    }

    fn more_credits(&mut self) {
        self.verb::<attribution::PeriodOptions>("credit_by_period", "");
        self.verb::<attribution::PeriodOptions>("experience_by_period", "");
        self.verb::<returns::PeriodReturnOptions>("returns_by_period", "");
        self.verb::<attribution::PositionOptions>("credit_by_position", "");
        self.verb::<attribution::LevelOptions>("credit_by_level", "");
        self.verb::<attribution::InteractionOptions>("interactions", "");
        self.verb::<attribution::OrderOptions>("choose_order", "");
        self.verb::<attribution::SequenceEffectOptions>("sequence_effects", "");
        self.verb::<attribution::TransitionOptions>("transitions", "");
    }
}

/// Durations of whole days in days, as people write them: 30d, not 4w2d.
fn in_days(kind: &Kind, default: &mut Value) {
    let day = Span::days(1).micros();
    match (kind, default) {
        (Kind::Optional(inner), default) => in_days(inner, default),
        (Kind::Pair(inner), Value::Array(both)) => {
            for one in both {
                in_days(inner, one);
            }
        }
        (Kind::Span, Value::String(text)) => match text.parse::<Span>() {
            Ok(span) if span.micros() % day == 0 => *text = format!("{}d", span.micros() / day),
            _ => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_in_days_where_they_can_be() {
        let mut default = serde_json::json!(["12h", "4w2d"]);
        in_days(&Kind::Pair(Box::new(Kind::Span)), &mut default);
        assert_eq!(default, serde_json::json!(["12h", "30d"]));
    }
}
