//! Addresses of pages: the click ids and tags in their queries.

use super::columns::Columns;
use super::engine::Engine;
use super::fields::{CAMPAIGN, Fields, MEDIUM, SOURCE};
use super::host::{decoded, parameters, place};
use super::options::ChannelOptions;
use crate::columns::Coded;
use crate::sure::Sure;

/// Parameters of a page's query that say where a visit came from: of Google Analytics, of Matomo and its forerunner.
const TAGS: [(usize, [&str; 3]); 3] = [
    (SOURCE, ["utm_source", "mtm_source", "pk_source"]),
    (MEDIUM, ["utm_medium", "mtm_medium", "pk_medium"]),
    (CAMPAIGN, ["utm_campaign", "mtm_campaign", "pk_campaign"]),
];

/// Which parts of an address rules ask for.
pub(super) struct Parts {
    /// Parameters, and whether their value counts.
    parameters: Vec<(String, bool)>,
}

impl Parts {
    pub(super) fn of(engine: &Engine, options: &ChannelOptions) -> Self {
        let named =
            [(SOURCE, &options.source), (MEDIUM, &options.medium), (CAMPAIGN, &options.campaign)];
        let blank =
            |field: usize| named.iter().any(|(known, role)| *known == field && role.is_none());
        let tags = TAGS.iter().filter(|(field, _)| blank(*field) && engine.asks(*field));
        let tags = tags.flat_map(|(_, names)| names.iter().map(|name| ((*name).to_owned(), true)));
        let ids = engine.fields.clicks().map(|(field, name)| (name.to_owned(), engine.asks(field)));
        Self { parameters: ids.chain(tags).collect() }
    }

    /// Writes an address with its host and those parts alone.
    pub(super) fn keep(&self, address: &str, into: &mut String) {
        into.push_str("//");
        into.push_str(place(address).host);
        let mut sign = '?';
        for (name, value) in parameters(address).filter(|(_, value)| !value.is_empty()) {
            let known = self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            if let Some((name, counts)) = known {
                into.push(sign);
                into.push_str(name);
                into.push('=');
                into.push_str(if *counts { value } else { "1" });
                sign = '&';
            }
        }
    }
}

/// What the address of a page says, by its code.
pub(super) struct Pages<'a> {
    pub(super) url: &'a Coded,
    /// Click ids, a bit for each.
    pub(super) clicks: Vec<u64>,
    /// Fields that the query gives, with what it says.
    values: Vec<(usize, Vec<String>)>,
}

impl<'a> Pages<'a> {
    pub(super) fn of(engine: &Engine, columns: &'a Columns) -> Option<Self> {
        let url = columns.url.as_ref()?;
        let tags = TAGS
            .iter()
            .filter(|(field, _)| !columns.has(*field))
            .map(|(field, names)| (*field, names.as_slice()));
        let tags: Vec<(usize, &[&str])> = tags.filter(|(field, _)| engine.asks(*field)).collect();
        let ids: Vec<(usize, &str)> = engine.fields.clicks().collect();
        let asked = |field: &usize| engine.asks(*field);
        let fields = tags
            .iter()
            .map(|(field, _)| *field)
            .chain(ids.iter().map(|(field, _)| *field).filter(asked));
        let pages = url.dictionary.len();
        let mut values: Vec<(usize, Vec<String>)> =
            fields.map(|field| (field, vec![String::new(); pages])).collect();
        let mut clicks = vec![0; pages];
        for (page, (name, clicks)) in url.dictionary.names().zip(&mut clicks).enumerate() {
            for (parameter, value) in parameters(&name).filter(|(_, value)| !value.is_empty()) {
                let id = ids
                    .iter()
                    .find(|(_, id)| id.eq_ignore_ascii_case(parameter))
                    .map(|(field, _)| *field);
                *clicks |= id.map_or(0, Fields::bit);
                let tag = tags
                    .iter()
                    .find(|(_, names)| names.iter().any(|tag| tag.eq_ignore_ascii_case(parameter)));
                let field = id.or(tag.map(|(field, _)| *field));
                let Some((_, texts)) = values.iter_mut().find(|(known, _)| Some(*known) == field)
                else {
                    continue;
                };
                if let Some(text) = texts.get_mut(page).sure().filter(|text| text.is_empty()) {
                    *text = decoded(value);
                }
            }
        }
        Some(Self { url, clicks, values })
    }

    pub(super) fn values(&self, field: usize) -> Option<&[String]> {
        self.values.iter().find(|(known, _)| *known == field).map(|(_, values)| values.as_slice())
    }
}
