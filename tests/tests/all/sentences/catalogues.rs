//! The catalogues of sentences, held to Fluent's own library: our renderer and the library make the
//! same text of every message in both languages, whatever numbers and names are filled in.

use cx_core::sentences::{Arg, Catalogue, Language};
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

/// Numbers with their decimals: as a count is shown, and as a score is.
const NUMBERS: [(f64, usize); 11] = [
    (0.0, 0),
    (1.0, 0),
    (2.0, 0),
    (0.5, 1),
    (5.0, 0),
    (1234.5, 1),
    (1.0, 1),
    (-1.0, 0),
    (1_234_567.0, 0),
    (21.0, 0),
    (100.0, 0),
];

const NAMES: [&str; 10] = [
    "branch",
    "Öffentlicher Verkehr",
    "google / cpc",
    "{ $touchpoint }",
    "a } b { c",
    "-> [one] *[other]",
    "</script>\u{202e}\u{2068}",
    "",
    "nps",
    "line\n  [one] two",
];

fn shown(language: Language, value: f64, digits: usize) -> String {
    let separator = match language {
        Language::En => ',',
        Language::De => '’',
    };
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(w, r)| (w, r));
    let mut groups: Vec<&str> =
        whole.as_bytes().rchunks(3).map(|g| str::from_utf8(g).expect("digits")).collect();
    groups.reverse();
    let mut said = groups.join(&separator.to_string());
    if !rest.is_empty() {
        said = format!("{said}.{rest}");
    }
    if value < 0.0 { format!("−{said}") } else { said }
}

/// Numbers as the library shows them: by our rule, which is not Fluent's business.
fn number_of(language: Language, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.options.minimum_fraction_digits.unwrap_or(0);
    Some(shown(language, number.value, digits))
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let name = match language {
        Language::En => "en",
        Language::De => "de-CH",
    };
    let mut bundle = FluentBundle::new(vec![name.parse().expect("a language")]);
    let source = Catalogue::source(language).to_owned();
    bundle
        .add_resource(FluentResource::try_new(source).expect("Fluent's syntax"))
        .expect("once each");
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::En => |value, _| number_of(Language::En, value),
        Language::De => |value, _| number_of(Language::De, value),
    }));
    bundle
}

/// What the library makes of a message.
fn theirs(
    bundle: &FluentBundle<FluentResource>,
    (id, attribute): (&str, Option<&str>),
    args: &[(&str, Arg<'_>)],
) -> String {
    let mut given = FluentArgs::new();
    for (name, arg) in args {
        match *arg {
            Arg::Number(value, digits) => {
                let digits = (digits > 0).then_some(digits);
                let options =
                    FluentNumberOptions { minimum_fraction_digits: digits, ..Default::default() };
                given.set(*name, FluentNumber::new(value, options));
            }
            Arg::Name(name_of) => given.set(*name, name_of),
            other => panic!("{other:?} is not filled in here"),
        }
    }
    let message = bundle.get_message(id).expect(id);
    let pattern = match attribute {
        None => message.value().expect("a value"),
        Some(attribute) => message.get_attribute(attribute).expect("an attribute").value(),
    };
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
    assert_eq!(errors, [], "{id} {attribute:?} of {args:?}");
    said
}

/// Variables by which a message chooses: `{ $n ->`.
fn choosers(id: &str, language: Language) -> Vec<String> {
    let source = Catalogue::source(language);
    let start = source.find(&format!("\n{id} =")).expect(id) + 1;
    let end = source[start..].find("\n\n").map_or(source.len(), |at| start + at);
    let next = source[start..end]
        .split('\n')
        .skip(1)
        .position(|line| line.starts_with(|c: char| c.is_alphabetic()));
    let lines = next.map_or(usize::MAX, |at| at + 1);
    let text: Vec<&str> = source[start..end].split('\n').take(lines).collect();
    let places = text.join("\n");
    let parts = places.split("->").map(str::to_owned).collect::<Vec<_>>();
    let before = parts.iter().take(parts.len().saturating_sub(1));
    before.filter_map(|part| part.rsplit('$').next().map(|name| name.trim().to_owned())).collect()
}

#[test]
fn every_sentence_is_what_fluents_own_library_makes_of_it() {
    let mut compared = 0_u32;
    for language in [Language::En, Language::De] {
        let (catalogue, bundle) = (Catalogue::of(language), bundle(language));
        for (id, attribute, mut variables) in catalogue.messages() {
            variables.sort_unstable();
            variables.dedup();
            let choosers = choosers(id, language);
            for (number, (value, digits)) in NUMBERS.iter().enumerate() {
                for (at, name) in NAMES.iter().enumerate() {
                    // Each variable another number, or another name where none chooses by it.
                    let args: Vec<(&str, Arg<'_>)> = variables
                        .iter()
                        .enumerate()
                        .map(|(place, variable)| {
                            let (v, d) = NUMBERS[(number + place * at) % NUMBERS.len()];
                            let chooses = choosers.iter().any(|chooser| chooser == variable);
                            let arg = match (chooses, at % 3) {
                                (true, 0) => Arg::Number(*value, *digits),
                                (true, _) | (false, 0) => Arg::Number(v, d),
                                (false, _) => Arg::Name(name),
                            };
                            // A metric is chosen by its name.
                            let arg = if id == "metric" { Arg::Name(name) } else { arg };
                            (*variable, arg)
                        })
                        .collect();
                    let ours = catalogue.say(id, attribute, &args);
                    assert_eq!(ours, theirs(&bundle, (id, attribute), &args), "{id} {attribute:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn every_metric_and_month_has_its_word() {
    for language in [Language::En, Language::De] {
        let (catalogue, bundle) = (Catalogue::of(language), bundle(language));
        for name in ["nps", "enps", "csat", "ces", "rating", "effort", "other", "one", "Loyalty"] {
            let args = [("name", Arg::Name(name))];
            let said = catalogue.say("metric", None, &args);
            assert_eq!(said, theirs(&bundle, ("metric", None), &args));
            assert_eq!(catalogue.say("x_{", None, &args), "{x_{}");
        }
        let mut months: Vec<String> = (1..=12)
            .map(|month| {
                let year = ("year", Arg::Name("2026"));
                let args = [
                    ("day", Arg::Number(3.0, 0)),
                    ("month", Arg::Number(f64::from(month), 0)),
                    year,
                ];
                let said = catalogue.say("date", None, &args);
                assert_eq!(said, theirs(&bundle, ("date", None), &args));
                said
            })
            .collect();
        months.sort();
        months.dedup();
        assert_eq!(months.len(), 12);
    }
}

#[test]
fn numbers_choose_their_words() {
    let unseen = |language, n, digits| {
        let args = [
            ("n", Arg::Number(n, digits)),
            ("priced", Arg::Number(1.0, 0)),
            ("cost", Arg::Money(600.0, 0, Some("CHF"))),
        ];
        Catalogue::of(language).say("unseen_spend", None, &args)
    };
    let start = |text: String| text.split(" (").next().map(str::to_owned).expect("a beginning");
    let said = |language| {
        let all = [(0.0, 0), (1.0, 0), (2.0, 0), (0.5, 1), (1234.0, 0)];
        all.map(|(n, digits)| start(unseen(language, n, digits)))
    };
    assert_eq!(
        said(Language::En),
        ["0 campaigns", "1 campaign", "2 campaigns", "0.5 campaigns", "1,234 campaigns"]
    );
    assert_eq!(
        said(Language::De),
        ["0 Massnahmen", "1 Massnahme", "2 Massnahmen", "0.5 Massnahmen", "1’234 Massnahmen"]
    );
    assert_eq!(
        unseen(Language::De, 1.0, 0),
        "1 Massnahme (CHF 600) ist nicht zu verfolgen: ohne Touchpoint, ohne Kontakte oder ohne erfasstes Ereignis."
    );
}
