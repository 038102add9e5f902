//! Funnels by brute force: every way to choose contacts for the steps.

/// One step: the touchpoints that are it, and its limits after the step before, in minutes.
#[derive(Debug, Clone)]
pub struct Step {
    /// Touchpoints.
    pub at: Vec<u32>,
    /// At most so long after.
    pub within: Option<i64>,
    /// At least so long after.
    pub after: Option<i64>,
}

/// A funnel.
#[derive(Debug, Clone)]
pub struct Funnel {
    /// The steps.
    pub steps: Vec<Step>,
    /// Whether nothing may come between.
    pub strict: bool,
    /// The whole at most so long.
    pub whole: Option<i64>,
    /// Touchpoints that must not come between two steps.
    pub exclude: Vec<(u32, usize, usize)>,
}

/// When the first `steps` steps are reached first by contacts (time, touchpoint) in order.
pub fn first_reached(funnel: &Funnel, contacts: &[(i64, u32)], steps: usize) -> Option<i64> {
    let mut chosen = Vec::new();
    let mut best = None;
    choose(funnel, contacts, steps, &mut chosen, &mut best);
    best
}

fn choose(
    funnel: &Funnel,
    contacts: &[(i64, u32)],
    steps: usize,
    chosen: &mut Vec<usize>,
    best: &mut Option<i64>,
) {
    if chosen.len() == steps {
        if let Some(time) = keeps(funnel, contacts, chosen) {
            *best = Some(best.map_or(time, |best: i64| best.min(time)));
        }
        return;
    }
    let from = chosen.last().map_or(0, |last| last + 1);
    for at in from..contacts.len() {
        if funnel.steps[chosen.len()].at.contains(&contacts[at].1) {
            chosen.push(at);
            choose(funnel, contacts, steps, chosen, best);
            chosen.pop();
        }
    }
}

/// The time of the last one chosen, when the choice keeps to all limits.
fn keeps(funnel: &Funnel, contacts: &[(i64, u32)], chosen: &[usize]) -> Option<i64> {
    let time = |at: usize| contacts[at].0;
    let (first, last) = (*chosen.first()?, *chosen.last()?);
    if funnel.whole.is_some_and(|whole| time(last) - time(first) > whole) {
        return None;
    }
    for (step, pair) in chosen.windows(2).enumerate() {
        let limits = &funnel.steps[step + 1];
        let apart = time(pair[1]) - time(pair[0]);
        if limits.within.is_some_and(|within| apart > within)
            || limits.after.is_some_and(|after| apart < after)
            || (funnel.strict && pair[1] != pair[0] + 1)
        {
            return None;
        }
    }
    for (touchpoint, from, to) in &funnel.exclude {
        let Some(start) = chosen.get(*from) else { continue };
        let end = chosen.get(*to).copied().unwrap_or(last + 1);
        if (start + 1..end).any(|at| contacts[at].1 == *touchpoint) {
            return None;
        }
    }
    Some(time(last))
}

/// When contacts for the first `steps` steps, in any order, lie within the limit first. Steps with
/// equal touchpoints need one each.
pub fn first_in_any_order(funnel: &Funnel, contacts: &[(i64, u32)], steps: usize) -> Option<i64> {
    let wanted = &funnel.steps[..steps];
    let done = |slice: &[(i64, u32)]| {
        wanted.iter().all(|step| {
            let needed = wanted.iter().filter(|other| other.at == step.at).count();
            slice.iter().filter(|contact| step.at.contains(&contact.1)).count() >= needed
        })
    };
    (0..contacts.len()).find_map(|end| {
        let fits = (0..=end).any(|start| {
            let near = |whole| contacts[end].0 - contacts[start].0 <= whole;
            funnel.whole.is_none_or(near) && done(&contacts[start..=end])
        });
        fits.then(|| contacts[end].0)
    })
}

/// The number of steps that each attempt reaches, one after the other, by all chains of contacts.
pub fn attempts(funnel: &Funnel, contacts: &[(i64, u32)]) -> Vec<usize> {
    let (mut found, mut from) = (Vec::new(), 0);
    while from < contacts.len() {
        let rest = &contacts[from..];
        let mut chains = Vec::new();
        every_chain(funnel, rest, &mut Vec::new(), &mut chains);
        let whole = chains.iter().filter(|chain| chain.len() == funnel.steps.len());
        let done = whole.filter_map(|chain| chain.last().copied()).min();
        let end = done.map_or(rest.len(), |at| at + 1);
        let mut going: Option<usize> = None;
        for at in 0..end {
            let here = chains.iter().filter(|chain| chain.last() == Some(&at));
            let Some(deepest) = here.map(Vec::len).max() else { continue };
            let alive = deepest > 1 || chains.iter().any(|chain| lives(funnel, rest, chain, at));
            if !alive {
                found.extend(going.take());
            }
            going = Some(going.unwrap_or(0).max(deepest));
        }
        found.extend(going);
        from += end;
    }
    found
}

/// Whether a chain that ended before a contact can still go on after it.
fn lives(funnel: &Funnel, contacts: &[(i64, u32)], chain: &[usize], at: usize) -> bool {
    let (first, last, next) = (chain[0], chain[chain.len() - 1], chain.len());
    let since = |from: usize| contacts[at].0 - contacts[from].0;
    let way = |(_, from, to): &&(u32, usize, usize)| next > *from && next <= *to;
    let mut excluded = funnel.exclude.iter().filter(way);
    last < at
        && next < funnel.steps.len()
        && !funnel.strict
        && funnel.steps[next].within.is_none_or(|within| since(last) <= within)
        && funnel.whole.is_none_or(|whole| since(first) <= whole)
        && !excluded.any(|(what, ..)| contacts[last + 1..=at].iter().any(|c| c.1 == *what))
}

fn every_chain(
    funnel: &Funnel,
    contacts: &[(i64, u32)],
    chosen: &mut Vec<usize>,
    all: &mut Vec<Vec<usize>>,
) {
    if chosen.len() == funnel.steps.len() {
        return;
    }
    for at in chosen.last().map_or(0, |last| last + 1)..contacts.len() {
        if funnel.steps[chosen.len()].at.contains(&contacts[at].1) {
            chosen.push(at);
            if keeps(funnel, contacts, chosen).is_some() {
                all.push(chosen.clone());
                every_chain(funnel, contacts, chosen, all);
            }
            chosen.pop();
        }
    }
}
