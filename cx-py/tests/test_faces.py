"""The face is complete, frozen, and has the core's own defaults."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest

import cxcockpit as cx
from cxcockpit import _native, errors

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "cx-core" / "src"
ROOMS = ["intake", "stitch", "journey", "attribution", "kpi", "audit", "cockpit"]

# Public functions of the core that are tools, not verbs, and `attribute` with the argument `broadcast`.
NO_VERBS = {"usual", "attribute_with_spots"}

# The core's options structs and the calls that take them.
CALLS = {
    "EventRoles": cx.Events,
    "ChannelOptions": cx.channels,
    "FeedbackRoles": cx.Feedback,
    "CampaignRoles": cx.Campaigns,
    "CountRoles": cx.Counts,
    "SpotRoles": cx.Spots,
    "TargetRoles": cx.Targets,
    "CriteriaRoles": cx.Criteria,
    "FindingRoles": cx.Findings,
    "StitchOptions": cx.stitch,
    "JourneyOptions": cx.journeys,
    "FlowOptions": cx.Journeys.flow,
    "VariantOptions": cx.Journeys.variants,
    "DirectlyFollowsOptions": cx.Journeys.directly_follows,
    "StepMatrixOptions": cx.Journeys.step_matrix,
    "NextStepOptions": cx.Journeys.next_steps,
    "TimeToNextOptions": cx.Journeys.time_to_next,
    "CompareOptions": cx.Journeys.compare,
    "TransformOptions": cx.Paths.transform,
    "FunnelOptions": cx.Journeys.funnel,
    "ConformOptions": cx.Journeys.conform,
    "DistanceOptions": cx.Journeys.distances,
    "PersonaOptions": cx.Journeys.personas,
    "PhaseFigureOptions": cx.Phases.figures,
    "PhaseOptions": cx.Journeys.phases,
    "EffortOptions": cx.Journeys.effort,
    "NeedOptions": cx.Journeys.needs,
    "PathRoles": cx.paths,
    "AttributeOptions": cx.attribute,
    "OrderOptions": cx.choose_order,
    "SequenceEffectOptions": cx.sequence_effects,
    "TransitionOptions": cx.transitions,
    "PeriodOptions": cx.credit_by_period,
    "PeriodReturnOptions": cx.returns_by_period,
    "PositionOptions": cx.credit_by_position,
    "LevelOptions": cx.credit_by_level,
    "InteractionOptions": cx.interactions,
    "BroadcastOptions": cx.broadcast,
    "CarryOptions": cx.Broadcast.carry,
    "ExperienceOptions": cx.experience,
    "ReturnOptions": cx.returns,
    "ScoreOptions": cx.score,
    "GapOptions": cx.gaps,
    "AuditOptions": cx.audit,
    "CockpitOptions": cx.cockpit,
}

# Arguments that are tables, or another name of an option.
TABLES = {"progress", "experience", "targets", "model", "personas", "broadcast"}
REPORTS = {
    "people",
    "journeys",
    "credit",
    "scores",
    "audit",
    "campaigns",
    "targets",
    "events",
    "returns",
    "gaps",
    "intake",
}


def exported(room: str) -> set[str]:
    text = (CORE / room / "mod.rs").read_text(encoding="utf-8")
    text = re.sub(r"//[^\n]*", "", text)
    names: set[str] = set()
    for group in re.findall(r"pub use [\w:]+::(?:\{([^}]*)\}|(\w+));", text):
        names |= {name.strip() for part in group for name in part.split(",") if name.strip()}
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_every_verb_of_the_core_has_a_python_face(room):
    verbs = {name for name in exported(room) if re.fullmatch(r"[a-z][a-z0-9_]*", name)} - NO_VERBS
    assert verbs <= set(cx.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_every_options_struct_of_the_core_is_checked_here(room):
    structs = {name for name in exported(room) if name.endswith(("Options", "Roles"))}
    assert structs <= set(CALLS)


@pytest.mark.parametrize("struct", CALLS)
def test_signatures_have_the_defaults_of_the_core(struct):
    core = json.loads(_native.defaults(struct))
    mine = {
        parameter.name: parameter.default
        for parameter in inspect.signature(CALLS[struct]).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY or parameter.name in core or parameter.name == "rules"
    }
    own = REPORTS | {"progress"} if struct == "CockpitOptions" else TABLES - set(core)
    assert set(mine) - own == set(core)
    blank = (None, "", (), {})
    for name, value in core.items():
        given = [mine[name]] if isinstance(value, list) and isinstance(mine[name], str) else mine[name]
        given = list(given) if isinstance(given, tuple) else given
        if mine[name] is inspect.Parameter.empty:
            continue  # must be given
        if name in {"flow", "distance", "weights"}:
            assert given is None  # an empty table of options: the core's defaults
        elif value in ({}, [], None, ""):
            assert given in blank or given == []
        else:
            assert same(given, value), name


def same(mine, core) -> bool:
    """Equal, or the same length of time in other units."""
    if isinstance(mine, list) and isinstance(core, list):
        return len(mine) == len(core) and all(map(same, mine, core))
    return mine == core or (isinstance(mine, str) and seconds(mine) == seconds(core) > 0)


def seconds(span: str) -> int:
    units = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
    return sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)([wdhms])", span))


def test_every_native_class_is_frozen():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cx-py" / "src").glob("*.rs"))
    classes = re.findall(r"#\[pyclass(?:\(([^)]*)\))?\]", sources)
    assert classes
    assert all(options.startswith("frozen,") for options in classes)


@pytest.mark.parametrize("name", [name for name in cx.__all__ if inspect.isclass(getattr(cx, name))])
def test_every_class_is_frozen(name):
    kind = getattr(cx, name)
    if issubclass(kind, Exception):
        return
    instance = kind.__new__(kind)
    with pytest.raises((AttributeError, TypeError)):
        instance.report = 1
    with pytest.raises((AttributeError, TypeError)):  # a dataclass with slots says TypeError
        instance.anything = 1


def test_every_kind_of_error_of_the_core_has_its_class():
    text = (CORE / "error.rs").read_text(encoding="utf-8")
    kinds = re.findall(r'=> "(\w+)",', text)
    assert len(kinds) > 10
    for kind in kinds:
        assert type(errors.make(kind, "text")) is not cx.CxError, kind


def test_all_names_exist_and_are_documented():
    for name in cx.__all__:
        thing = getattr(cx, name)
        if not name.startswith("__"):
            assert inspect.getdoc(thing), name
    assert cx.__all__ == sorted(cx.__all__)


def test_the_version_is_that_of_the_workspace():
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    assert f'version = "{cx.__version__}"' in manifest
