//! Map over chunks of fixed size: with rayon, or one after the other, to the same result.
//!
//! Chunks never depend on the number of threads, and results come back in the order of the
//! chunks, so every figure is the same for 1, 2 or 64 threads. Between chunks the caller can be
//! told of progress and can ask to stop ([`Watch`]).

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// Rows that one task works on. Large enough to hide the cost of a task, small enough for two
/// threads to share a million rows evenly.
pub(crate) const CHUNK_ROWS: usize = 1 << 16;

/// Lets another thread follow a long call and stop it.
#[derive(Debug, Default)]
pub struct Watch {
    stop: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

impl Watch {
    /// Asks the watched call to end with [`Error::Interrupted`] at its next chunk.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Chunks done and chunks known of so far; the second number grows from stage to stage.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

thread_local! {
    static WATCH: RefCell<Option<Arc<Watch>>> = const { RefCell::new(None) };
}

/// Runs `work` on this thread under a watch.
pub fn watched<T>(watch: &Arc<Watch>, work: impl FnOnce() -> T) -> T {
    let before = WATCH.with(|cell| cell.replace(Some(Arc::clone(watch))));
    let result = work();
    WATCH.with(|cell| cell.replace(before));
    result
}

/// Applies `f` to `0..tasks`, results in that order.
///
/// # Errors
/// The first error in order of the tasks, or [`Error::Interrupted`].
pub(crate) fn map<T: Send>(
    tasks: usize,
    f: impl Fn(usize) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    let watch = WATCH.with(|cell| cell.borrow().clone());
    if let Some(watch) = &watch {
        watch.total.fetch_add(tasks as u64, Ordering::Relaxed);
    }
    let step = |task: usize| {
        let call = Call::open_task();
        let Some(watch) = &watch else { return call.close(f(task)) };
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let result = call.close(f(task));
        watch.done.fetch_add(1, Ordering::Relaxed);
        result
    };
    run(tasks, step)
}

#[cfg(feature = "parallel")]
fn run<T: Send>(tasks: usize, step: impl Fn(usize) -> Result<T> + Sync + Send) -> Result<Vec<T>> {
    use rayon::prelude::*;
    let results: Vec<Result<T>> = (0..tasks).into_par_iter().map(step).collect();
    results.into_iter().collect()
}

#[cfg(not(feature = "parallel"))]
fn run<T: Send>(tasks: usize, step: impl Fn(usize) -> Result<T> + Sync + Send) -> Result<Vec<T>> {
    // A plain loop: what collects results of an iterator is twice the code, once for each type.
    let mut all = Vec::with_capacity(tasks);
    for task in 0..tasks {
        all.push(step(task)?);
    }
    Ok(all)
}

/// Applies `f` to `0..rows` cut into ranges of `chunk` rows, results in order.
///
/// # Errors
/// As [`map`].
pub(crate) fn map_chunks<T: Send>(
    rows: usize,
    chunk: usize,
    f: impl Fn(Range<usize>) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    let chunk = chunk.max(1);
    map(rows.div_ceil(chunk), |task| {
        let start = task * chunk;
        f(start..rows.min(start + chunk))
    })
}

/// A state that tasks take turns with.
///
/// # Errors
/// [`Error::Defect`] after a panic of a task that held it, which may have left it half written.
pub(crate) fn lock<T>(state: &Mutex<T>) -> Result<MutexGuard<'_, T>> {
    state.lock().map_err(|_| Error::Defect { what: "a state that a task left half written" })
}

/// The state of one task.
///
/// # Errors
/// [`Error::Defect`] where there is none, or as [`lock`].
pub(crate) fn lock_of<T>(states: &[Mutex<T>], task: usize) -> Result<MutexGuard<'_, T>> {
    states.get(task).ok_or(Error::Defect { what: "a task without a state" }).and_then(lock)
}

/// Sorts without keeping the order of equal elements; give a total order.
pub(crate) fn sort_unstable_by_key<T: Send, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K + Sync) {
    #[cfg(feature = "parallel")]
    {
        use rayon::slice::ParallelSliceMut;
        items.par_sort_unstable_by_key(key);
    }
    #[cfg(not(feature = "parallel"))]
    items.sort_unstable_by_key(key);
}

/// Sorts every run of `items` by itself; run `r` goes from `ends[r-1]` to `ends[r]`. Equal elements
/// keep no order; give a total order.
pub(crate) fn sort_runs<T: Send, K: Ord>(
    items: &mut [T],
    ends: &[usize],
    key: &(impl Fn(&T) -> K + Sync),
) {
    sort_runs_from(0, items, ends, key);
}

/// Sorts the runs of `items`, the first of which is the element `before` of all.
fn sort_runs_from<T: Send, K: Ord>(
    before: usize,
    items: &mut [T],
    ends: &[usize],
    key: &(impl Fn(&T) -> K + Sync),
) {
    #[cfg(feature = "parallel")]
    if items.len() > CHUNK_ROWS && ends.len() > 1 {
        let middle = before + items.len() / 2;
        let at = ends.partition_point(|end| *end < middle).min(ends.len() - 2) + 1;
        let (first_ends, other_ends) = ends.split_at(at);
        let cut = first_ends.last().map_or(0, |end| end - before);
        let (first, others) = items.split_at_mut(cut);
        rayon::join(
            || sort_runs_from(before, first, first_ends, key),
            || sort_runs_from(before + cut, others, other_ends, key),
        );
        return;
    }
    let mut start = before;
    for end in ends {
        if let Some(run) = items.get_mut(start - before..end - before).sure() {
            run.sort_unstable_by_key(|a| key(a));
        }
        start = *end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_back_in_order() {
        let parts = map_chunks(10, 3, Ok).expect("no error");
        assert_eq!(parts, vec![0..3, 3..6, 6..9, 9..10]);
        assert!(map_chunks(0, 3, Ok).expect("no error").is_empty());
    }

    #[test]
    fn a_half_written_state_is_a_defect() {
        let states = [Mutex::new(1), Mutex::new(2)];
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _held = lock_of(&states, 1);
            panic!("a task ends early");
        }));
        assert!(held.is_err());
        assert_eq!(lock_of(&states, 0).map(|state| *state), Ok(1));
        for task in [1, 2] {
            let found = lock_of(&states, task).map(|state| *state);
            assert!(matches!(found, Err(Error::Defect { .. })), "{found:?}");
        }
    }

    #[test]
    fn runs_are_sorted_by_themselves() {
        let mut items: Vec<usize> = (0..3 * CHUNK_ROWS).rev().collect();
        let ends = [0, 5, 5, CHUNK_ROWS + 1, 3 * CHUNK_ROWS];
        let mut expected = items.clone();
        for pair in ends.windows(2) {
            expected[pair[0]..pair[1]].sort_unstable();
        }
        sort_runs(&mut items, &ends, &|item| *item);
        assert_eq!(items, expected);
    }

    #[test]
    fn a_watch_counts_and_stops() {
        let watch = Arc::new(Watch::default());
        watched(&watch, || map(5, Ok)).expect("no error");
        assert_eq!(watch.progress(), (5, 5));
        watch.stop();
        assert_eq!(watched(&watch, || map(5, Ok)), Err(Error::Interrupted));
        assert!(map(5, Ok).is_ok(), "the watch ends with its call");
    }
}
