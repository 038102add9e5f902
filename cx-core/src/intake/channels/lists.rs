//! Lists of hosts and names that rules name.

use hashbrown::HashSet;

use super::host::place;
use crate::intake::direct::is_direct;

/// Names of the lists.
pub(super) const NAMES: [&str; 8] =
    ["search", "social", "video", "shopping", "ai", "direct", "matomo_search", "matomo_social"];

const AI: &str = include_str!("lists/ai.txt");
const MATOMO_SEARCH: &str = include_str!("lists/matomo_search.txt");
const MATOMO_SOCIAL: &str = include_str!("lists/matomo_social.txt");
const SEARCH: &str = include_str!("lists/search.txt");
const SHOPPING: &str = include_str!("lists/shopping.txt");
const SOCIAL: &str = include_str!("lists/social.txt");
const VIDEO: &str = include_str!("lists/video.txt");

/// A list that was read.
#[derive(Debug)]
pub(super) enum List {
    /// Spellings of direct.
    Direct,
    /// Hosts, with a path where it matters; `{}` is a country. Names without a point.
    Hosts {
        entries: HashSet<&'static str, foldhash::fast::FixedState>,
        /// Whether hosts below an entry belong to it.
        below: bool,
    },
}

impl List {
    /// The list of a name.
    pub(super) fn of(name: &str) -> Option<Self> {
        let (text, below) = match name {
            "search" => (SEARCH, false),
            "social" => (SOCIAL, true),
            "video" => (VIDEO, true),
            "shopping" => (SHOPPING, true),
            "ai" => (AI, true),
            "matomo_search" => (MATOMO_SEARCH, false),
            "matomo_social" => (MATOMO_SOCIAL, true),
            "direct" => return Some(Self::Direct),
            _ => return None,
        };
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Some(Self::Hosts { entries: lines.collect(), below })
    }

    /// Whether a value in small letters is in the list: a name, a host or an address.
    pub(super) fn has(&self, value: &str) -> bool {
        let Self::Hosts { entries, below } = self else { return is_direct(value) };
        if value.is_empty() {
            return false;
        }
        let found = place(value);
        let mut host = found.host;
        loop {
            let known = |name: &str| entries.contains(name);
            if known(host) || countries(host).any(|name| known(&name)) {
                return true;
            }
            let mut path = found.path;
            while !path.is_empty() {
                if known(&format!("{host}/{path}"))
                    || countries(host).any(|name| known(&format!("{name}/{path}")))
                {
                    return true;
                }
                path = path.rsplit_once('/').map_or("", |(path, _)| path);
            }
            match host.split_once('.').filter(|(_, rest)| *below && rest.contains('.')) {
                Some((_, rest)) => host = rest,
                None => return false,
            }
        }
    }
}

/// The host with `{}` for a label of two letters, and for an end such as `co.uk`.
fn countries(host: &str) -> impl Iterator<Item = String> {
    let labels: Vec<&str> = host.split('.').collect();
    let country = |label: &str| label.len() == 2 && label.bytes().all(|b| b.is_ascii_alphabetic());
    let one = labels.iter().enumerate().filter(|(_, label)| country(label)).map(|(at, _)| {
        let with = labels.iter().enumerate();
        let with = with.map(|(place, label)| if place == at { "{}" } else { label });
        with.collect::<Vec<_>>().join(".")
    });
    let both = match labels.as_slice() {
        [front @ .., "co" | "com" | "net" | "org", end] if !front.is_empty() && country(end) => {
            Some(format!("{}.{{}}", front.join(".")))
        }
        _ => None,
    };
    one.chain(both).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_names_and_countries_are_known() {
        for (name, values) in [
            (
                "search",
                "google google.ch google.co.uk https://www.bing.com/search?q=1 yahoo.com de.search.yahoo.com duckduckgo search.ch",
            ),
            (
                "social",
                "facebook l.facebook.com linkedin.com lnkd.in t.co x.com com.facebook.katana instagram",
            ),
            ("video", "youtube.com m.youtube.com vimeo"),
            (
                "shopping",
                "alibaba amazon.de amazon.co.uk galaxus.ch https://www.google.com/products/x",
            ),
            (
                "ai",
                "chatgpt.com chat.openai.com perplexity.ai x.com/i/grok gemini.google.com copilot.microsoft.com",
            ),
            ("matomo_social", "youtube.com vimeo.com"),
            ("direct", "(direct) direct"),
        ] {
            let list = List::of(name).expect(name);
            for value in values.split(' ') {
                assert!(list.has(value), "{name}: {value}");
            }
            assert!(!list.has(""), "{name}");
            assert!(!list.has("example.com"), "{name}");
            assert!(!list.has("com"), "{name}");
        }
        assert!(List::of("nothing").is_none());
        for name in NAMES {
            assert!(List::of(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_not_in_the_list() {
        let search = List::of("search").expect("search");
        for value in ["mail.google.com", "notgoogle.com", "google.example", "docs.google.com"] {
            assert!(!search.has(value), "{value}");
        }
        assert!(!List::of("social").expect("social").has("netflix.com"));
        assert!(!List::of("social").expect("social").has("x.com.example"));
        assert!(!List::of("ai").expect("ai").has("x.com/i"));
    }

    #[test]
    fn lists_of_one_question_do_not_overlap() {
        let texts = [AI, SHOPPING, VIDEO, SOCIAL, SEARCH];
        for (at, text) in texts.iter().enumerate() {
            for entry in text.lines().filter(|line| !line.starts_with('#')) {
                let again =
                    texts[at + 1..].iter().any(|other| other.lines().any(|line| line == entry));
                assert!(!again, "{entry}");
            }
        }
    }
}
