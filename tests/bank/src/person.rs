//! Who the persons are: latent intent, habits, devices, identifiers, household.

use super::calendar::{END, START, at_day, month};
use super::identity::spread;
use super::key::{Draw, Stream, Subject};

/// Persons are dealt into households inside blocks of this many neighbours, so that a larger simulation
/// leaves the households of a smaller one as they were.
const BLOCK: u64 = 12;

const FIRST: [&str; 28] = [
    "anna", "beat", "carla", "daniel", "elena", "fabio", "gabriela", "hans", "isabelle", "jonas",
    "karin", "luca", "maria", "nicolas", "olivia", "peter", "regula", "simon", "tanja", "urs",
    "vera", "walter", "yvonne", "zoe", "mirjam", "reto", "celine", "amir",
];
const LAST: [&str; 28] = [
    "ammann",
    "baumann",
    "caduff",
    "dubois",
    "egger",
    "favre",
    "gerber",
    "huber",
    "imhof",
    "jaeggi",
    "keller",
    "lehmann",
    "meier",
    "nussbaum",
    "oberholzer",
    "pfister",
    "rochat",
    "schmid",
    "tanner",
    "ulrich",
    "vogel",
    "weber",
    "zbinden",
    "krasniqi",
    "bernasconi",
    "monnier",
    "steiner",
    "wyss",
];
const MAIL: [&str; 5] =
    ["bluewin.example", "gmx.example", "sunrise.example", "hotmail.example", "proton.example"];
const REGIONS: [(&str, &str, f64); 7] = [
    ("Zürich", "de", 0.24),
    ("Bern", "de", 0.18),
    ("Basel", "de", 0.13),
    ("Ostschweiz", "de", 0.14),
    ("Zentralschweiz", "de", 0.10),
    ("Genève", "fr", 0.16),
    ("Ticino", "it", 0.05),
];
const AGES: [(&str, f64); 5] =
    [("18-29", 0.19), ("30-44", 0.28), ("45-59", 0.27), ("60-74", 0.18), ("75+", 0.08)];

/// One stretch of time in which a person needs a bank product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Episode {
    pub(crate) from: i64,
    pub(crate) until: i64,
}

/// A simulated customer or prospect.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) key: Subject,
    /// The number of the household's first member.
    pub(crate) household: u64,
    /// Latent propensity, mean one.
    pub(crate) propensity: f64,
    pub(crate) episodes: Vec<Episode>,
    /// A customer before the year began.
    pub(crate) customer: bool,
    pub(crate) app_user: bool,
    pub(crate) subscriber: bool,
    /// Factor on the reach of TV spots, mean one.
    pub(crate) viewing: f64,
    /// Probability of doing things online.
    pub(crate) digital: f64,
    /// Constant shift of all answers, in points of the latent scale from 0 to 10.
    pub(crate) leniency: f64,
    pub(crate) region: &'static str,
    pub(crate) language: &'static str,
    pub(crate) age: &'static str,
    pub(crate) email: String,
    pub(crate) second_email: Option<String>,
    pub(crate) desktop: bool,
    pub(crate) shared_tablet: bool,
    pub(crate) landline: bool,
    /// Moments at which the browser's cookies are deleted.
    pub(crate) cookie_cuts: Vec<i64>,
}

impl Person {
    /// The person with this number.
    pub(crate) fn draw(seed: u64, index: u64) -> Self {
        let key = Subject { seed, who: index };
        let (household, household_size) = household(seed, index);
        let mut draw = key.stream(Stream::Person, 0);
        let customer = draw.chance(0.65);
        let digital = 0.25 + 0.7 * draw.uniform();
        let app_user = draw.chance(0.8 * digital) && customer;
        let subscriber = draw.chance(0.55) && customer;
        let (region, language) = pick(&mut draw, &REGIONS.map(|r| ((r.0, r.1), r.2)));
        let age = pick(&mut draw, &AGES);
        let desktop = draw.chance(0.6);
        let viewing = draw.gamma(2.0);
        let leniency = draw.normal(0.0, LENIENCY);
        let (propensity, episodes) = intent(key);
        let mut ids = key.stream(Stream::Identifiers, 0);
        let (email, second_email) = emails(&mut ids, index);
        let mut cookie_cuts = Vec::new();
        let mut day = 0.0;
        loop {
            day += ids.exponential(400.0);
            if at_day(day) >= END {
                break;
            }
            cookie_cuts.push(at_day(day));
        }
        let mut home = Subject { seed, who: household }.stream(Stream::Household, u64::MAX);
        let shared_tablet = household_size > 1 && home.chance(0.4);
        let landline = household_size > 1 && home.chance(0.3);
        Self {
            key,
            household,
            propensity,
            episodes,
            customer,
            app_user,
            subscriber,
            viewing,
            digital,
            leniency,
            region,
            language,
            age,
            email,
            second_email,
            desktop,
            shared_tablet,
            landline,
            cookie_cuts,
        }
    }

    /// Latent intent at a moment: propensity, need and season; about 0.75 on average.
    pub(crate) fn intent(&self, at: i64) -> f64 {
        let needed = self.episodes.iter().any(|episode| episode.from <= at && at < episode.until);
        (0.35 * self.propensity + if needed { NEED } else { 0.0 }) * season(at)
    }

    /// An upper bound of [`Person::intent`].
    pub(crate) fn intent_bound(&self) -> f64 {
        (0.35 * self.propensity + if self.episodes.is_empty() { 0.0 } else { NEED }) * 1.35
    }

    /// The name in the truth tables.
    pub(crate) fn name(&self) -> String {
        format!("P{:07}", self.key.who)
    }
}

/// Standard deviation of a person's constant shift of all answers.
pub(crate) const LENIENCY: f64 = 0.7;
/// What a need adds to intent.
pub(crate) const NEED: f64 = 6.0;

/// Retirement savings are paid in before the year ends; nobody opens accounts in summer.
pub(crate) fn season(at: i64) -> f64 {
    match month(at) {
        11 | 12 => 1.35,
        7 | 8 => 0.8,
        _ => 1.0,
    }
}

fn pick<T: Copy>(draw: &mut Draw, choices: &[(T, f64)]) -> T {
    let weights: Vec<f64> = choices.iter().map(|choice| choice.1).collect();
    choices[draw.weighted(&weights)].0
}

fn intent(key: Subject) -> (f64, Vec<Episode>) {
    let mut draw = key.stream(Stream::Intent, 0);
    let propensity = draw.gamma(1.2);
    let count = draw.poisson(0.5 * propensity);
    let episodes = (0..count)
        .map(|_| {
            let from = at_day(draw.uniform() * 400.0 - 36.0);
            let days = 15.0 + draw.exponential(30.0);
            Episode { from, until: from + (days * 86_400.0) as i64 }
        })
        .filter(|episode| episode.until > START)
        .collect();
    (propensity, episodes)
}

fn emails(draw: &mut Draw, index: u64) -> (String, Option<String>) {
    let (first, last) = (FIRST[draw.below(FIRST.len())], LAST[draw.below(LAST.len())]);
    let number = spread(index, 1_162_261_467, 100_000_000);
    let home = MAIL[draw.below(MAIL.len())];
    let email = format!("{first}.{last}{number}@{home}");
    let second = draw
        .chance(0.15)
        .then(|| format!("{last}_{number}@{}", MAIL[number as usize % MAIL.len()]));
    (email, second)
}

/// A person's household, named by its first member, and its size.
fn household(seed: u64, index: u64) -> (u64, u64) {
    let block = index / BLOCK;
    let mut draw = Subject { seed, who: block }.stream(Stream::Household, 0);
    let mut first = 0;
    let place = index % BLOCK;
    loop {
        let size = (1 + draw.weighted(&[0.37, 0.33, 0.13, 0.12, 0.05]) as u64).min(BLOCK - first);
        if place < first + size {
            return (block * BLOCK + first, size);
        }
        first += size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn households_are_runs_of_neighbours() {
        let homes: Vec<(u64, u64)> = (0..240).map(|index| household(7, index)).collect();
        let mut at = 0;
        while at < homes.len() {
            let size = homes[at].1 as usize;
            assert!(homes[at..at + size].iter().all(|home| *home == homes[at]));
            at += size;
        }
    }

    #[test]
    fn intent_stays_below_its_bound() {
        for index in 0..200 {
            let person = Person::draw(3, index);
            for day in 0..364 {
                let at = at_day(f64::from(day));
                assert!(person.intent(at) <= person.intent_bound() + 1e-12);
            }
        }
    }
}
