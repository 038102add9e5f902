//! The core's own benchmarks: `cargo bench -p cx-bench`.

use std::sync::LazyLock;

use arrow_array::RecordBatch;
use cx_core::attribution::{AttributeOptions, Model, attribute};
use cx_core::columns::TimeUnit;
use cx_core::exact::ExactSum;
use cx_core::intake::{ChannelOptions, EventRoles, Events, Feedback, FeedbackRoles, channels};
use cx_core::journey::{JourneyOptions, Journeys, PathRoles, Paths, journeys};
use cx_core::kpi::{ScoreOptions, score};
use cx_core::options::Span;
use cx_core::stitch::{People, StitchOptions, stitch};
use divan::{Bencher, counter::ItemsCount};

const EVENTS: u64 = 1_000_000;
const ANSWERS: u64 = 1_000_000;
const PATHS: u64 = 1_000_000;
const VISITS: u64 = 1_000_000;
const TERMS: usize = 1_000_000;

static BATCHES: LazyLock<Vec<RecordBatch>> = LazyLock::new(|| cx_bench::events(EVENTS));
static READ: LazyLock<Events> = LazyLock::new(|| read_events("user_id"));
static VISIT_BATCHES: LazyLock<Vec<RecordBatch>> = LazyLock::new(|| cx_bench::visits(VISITS));
static PEOPLE: LazyLock<People> = LazyLock::new(|| stitched(&READ));
static JOURNEYS: LazyLock<Journeys> = LazyLock::new(|| cut(&READ, &PEOPLE));
static PATH_BATCHES: LazyLock<Vec<RecordBatch>> = LazyLock::new(|| cx_bench::paths(PATHS));
static READ_PATHS: LazyLock<Paths> = LazyLock::new(read_paths);
static ANSWERED: LazyLock<Feedback> = LazyLock::new(|| {
    let roles = FeedbackRoles {
        score: "score".into(),
        touchpoint: Some("channel".into()),
        time: Some("ts".into()),
        time_unit: Some(TimeUnit::Micros),
        ..FeedbackRoles::default()
    };
    Feedback::read(&cx_bench::answers(ANSWERS), &roles).expect("valid answers")
});

fn main() {
    divan::main();
}

fn read_events(id: &str) -> Events {
    let roles = EventRoles {
        time_unit: Some(TimeUnit::Micros),
        ..EventRoles::new("ts", "user", id, "event")
    };
    Events::read(&BATCHES, &roles).expect("valid events")
}

fn stitched(events: &Events) -> People {
    stitch(events, &StitchOptions::default()).expect("people")
}

fn cut(events: &Events, people: &People) -> Journeys {
    let options = JourneyOptions { silence: Some(Span::minutes(30)), ..JourneyOptions::default() };
    journeys(events, people, &options).expect("journeys")
}

fn read_paths() -> Paths {
    let roles = PathRoles {
        conversions: Some("conv".into()),
        value: Some("value".into()),
        nulls: Some("null".into()),
        ..PathRoles::default()
    };
    Paths::read(&PATH_BATCHES, &roles).expect("valid paths")
}

#[divan::bench(args = ["user_id", "cookie"], sample_count = 10, sample_size = 1)]
fn intake(bencher: Bencher<'_, '_>, id: &str) {
    LazyLock::force(&BATCHES);
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| read_events(id));
}

#[divan::bench(args = ["ga4@2026-05", "cx"], sample_count = 10, sample_size = 1)]
fn channels_by_rules(bencher: Bencher<'_, '_>, rules: &str) {
    LazyLock::force(&VISIT_BATCHES);
    let tagged = ChannelOptions::new(rules).source("source").medium("medium").campaign("campaign");
    bencher.counter(ItemsCount::new(VISITS)).bench(|| channels(&VISIT_BATCHES, &tagged));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn stitch_people(bencher: Bencher<'_, '_>) {
    let events = &*READ;
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| stitched(events));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn cut_journeys(bencher: Bencher<'_, '_>) {
    let (events, people) = (&*READ, &*PEOPLE);
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| cut(events, people));
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn count_transitions(bencher: Bencher<'_, '_>) {
    let journeys = &*JOURNEYS;
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| journeys.transitions());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn distinct_paths(bencher: Bencher<'_, '_>) {
    let journeys = &*JOURNEYS;
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| journeys.paths());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn read_path_text(bencher: Bencher<'_, '_>) {
    LazyLock::force(&PATH_BATCHES);
    bencher.counter(ItemsCount::new(PATHS)).bench(read_paths);
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn attribute_heuristics(bencher: Bencher<'_, '_>) {
    let paths = &*READ_PATHS;
    let options = AttributeOptions::default().models([Model::First, Model::Last, Model::Linear]);
    bencher.counter(ItemsCount::new(PATHS)).bench(|| attribute(paths, &options));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn attribute_markov(bencher: Bencher<'_, '_>) {
    let paths = &*READ_PATHS;
    let options = AttributeOptions::default().model(Model::Markov);
    bencher.counter(ItemsCount::new(PATHS)).bench(|| attribute(paths, &options));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn score_nps(bencher: Bencher<'_, '_>) {
    let answers = &*ANSWERED;
    let options = ScoreOptions::default();
    bencher.counter(ItemsCount::new(ANSWERS)).bench(|| score(answers, &options, None));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn exact_sum(bencher: Bencher<'_, '_>) {
    let terms: Vec<f64> = (0..TERMS).map(|at| cx_bench::unit(7, at as u64) - 0.5).collect();
    bencher.counter(ItemsCount::new(TERMS)).bench(|| {
        let mut sum = ExactSum::default();
        for term in &terms {
            sum.add(*term);
        }
        sum.value()
    });
}
