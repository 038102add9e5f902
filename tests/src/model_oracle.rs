//! Block models by brute force: the words that they accept, and the distance to the nearest.

use std::collections::BTreeSet;

use cx_core::journey::Block;

/// Words of contacts.
pub type Words = BTreeSet<Vec<String>>;

/// All words of at most `longest` contacts that a block accepts.
///
/// # Panics
/// For a net, which is no block.
pub fn words(block: &Block, longest: usize) -> Words {
    match block {
        Block::Contact(name) => {
            if longest == 0 {
                Words::new()
            } else {
                Words::from([vec![name.clone()]])
            }
        }
        Block::Sequence(parts) => parts.iter().fold(Words::from([Vec::new()]), |before, part| {
            joined(&before, &words(part, longest), longest)
        }),
        Block::Choice(parts) => parts.iter().flat_map(|part| words(part, longest)).collect(),
        Block::Optional(part) => {
            let mut all = words(part, longest);
            all.insert(Vec::new());
            all
        }
        Block::Loop(parts) => {
            let body = words(&parts[0], longest);
            let between = parts.get(1).map_or(Words::from([vec![]]), |part| words(part, longest));
            let mut all = body.clone();
            loop {
                let again = joined(&joined(&all, &between, longest), &body, longest);
                let before = all.len();
                all.extend(again);
                if all.len() == before {
                    return all;
                }
            }
        }
        Block::Parallel(parts) => parts.iter().fold(Words::from([Vec::new()]), |before, part| {
            let part = words(part, longest);
            before
                .iter()
                .flat_map(|a| part.iter().flat_map(|b| mixed(a, b)))
                .filter(|w| w.len() <= longest)
                .collect()
        }),
        Block::Net(_) => panic!("a net is no block"),
    }
}

fn joined(a: &Words, b: &Words, longest: usize) -> Words {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| [a.clone(), b.clone()].concat()));
    pairs.filter(|word| word.len() <= longest).collect()
}

fn mixed(a: &[String], b: &[String]) -> Words {
    let (Some(x), Some(y)) = (a.first(), b.first()) else {
        return Words::from([[a, b].concat()]);
    };
    let with = |head: &String, rest: Words| {
        rest.into_iter().map(move |word| [vec![head.clone()], word].concat()).collect::<Words>()
    };
    let mut all = with(x, mixed(&a[1..], b));
    all.extend(with(y, mixed(a, &b[1..])));
    all
}

/// The fewest contacts to take out of one word and put in to make the other.
pub fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let moved = (row[j + 1] + 1).min(next[j] + 1);
            next.push(if x == y { moved.min(row[j]) } else { moved });
        }
        row = next;
    }
    row[b.len()]
}
