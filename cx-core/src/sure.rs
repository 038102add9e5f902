//! What cannot be absent, and what may be.
//!
//! A column is read by a code that an earlier step gave out, so its entry is there; where it is not, the engine
//! contradicts itself, and any figure put in its place would be a wrong one that nobody sees. [`Sure`] reads such an
//! entry: in builds with debug assertions a miss stops at the line that missed; in a release the reading goes on with a
//! value that is never shown, the thread remembers the miss, and the call that it happened in ends with
//! [`Error::Defect`]. So hot loops stay free of `Result`, and no release panics.
//!
//! [`Absent`] is the other meaning, by its name: the entry may be absent, and the value is what absence means.

use std::cell::Cell;
use std::ops::Range;
use std::panic::Location;

use crate::columns::NO_CODE;
use crate::{Error, Result};

/// What a thread knows of the calls that it is in.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// How many calls are open, one inside the other.
    calls: usize,
    /// Where the first miss of the innermost call was.
    missed: Option<&'static str>,
}

thread_local! {
    static KNOWN: Cell<Known> = const { Cell::new(Known { calls: 0, missed: None }) };
}

/// An entry that cannot be absent.
pub(crate) trait Sure<T>: Sized {
    /// The same option; `None` is remembered as a defect.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    fn sure(self) -> Option<T>;

    /// The entry; `spare` goes on for a defect that is remembered.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    fn sure_or(self, spare: T) -> T;

    /// As [`Self::sure_or`] with the type's default.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    fn sure_or_default(self) -> T
    where
        T: Default;
}

impl<T> Sure<T> for Option<T> {
    #[inline]
    fn sure(self) -> Option<T> {
        debug_assert!(self.is_some(), "an entry that cannot be absent is");
        if self.is_none() {
            miss();
        }
        self
    }

    #[inline]
    fn sure_or(self, spare: T) -> T {
        self.sure().unwrap_or(spare)
    }

    #[inline]
    fn sure_or_default(self) -> T
    where
        T: Default,
    {
        self.sure().unwrap_or_default()
    }
}

/// An entry that may be absent.
pub(crate) trait Absent<T>: Sized {
    /// The entry, or `meaning` where there is none.
    fn or_absent(self, meaning: T) -> T;

    /// As [`Self::or_absent`] with the type's default.
    fn or_absent_default(self) -> T
    where
        T: Default;
}

impl<T> Absent<T> for Option<T> {
    #[inline]
    fn or_absent(self, meaning: T) -> T {
        self.unwrap_or(meaning)
    }

    #[inline]
    fn or_absent_default(self) -> T
    where
        T: Default,
    {
        self.unwrap_or_default()
    }
}

/// A column that is read by codes.
pub(crate) trait ByCode<T> {
    /// The entry of a code; none for [`NO_CODE`] alone, any other code has one.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    fn by_code(&self, code: u32) -> Option<&T>;

    /// As [`Self::by_code`], to be changed.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    fn by_code_mut(&mut self, code: u32) -> Option<&mut T>;
}

impl<T> ByCode<T> for [T] {
    #[inline]
    fn by_code(&self, code: u32) -> Option<&T> {
        let entry = self.get(code as usize);
        if code == NO_CODE { entry } else { entry.sure() }
    }

    #[inline]
    fn by_code_mut(&mut self, code: u32) -> Option<&mut T> {
        let entry = self.get_mut(code as usize);
        if code == NO_CODE { entry } else { entry.sure() }
    }
}

/// Where a run lies in a column of runs one behind the other, of which each has its end in `ends`.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub(crate) fn run_of(ends: &[usize], at: usize) -> Range<usize> {
    let start = if at == 0 { 0 } else { ends.get(at - 1).copied().sure_or(0) };
    start..ends.get(at).copied().sure_or(start)
}

/// Sums, each with the term that is merged into it: as many of both.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub(crate) fn paired<'a, A, B>(
    sums: &'a mut [A],
    terms: &'a [B],
) -> impl Iterator<Item = (&'a mut A, &'a B)> {
    let _ = (sums.len() == terms.len()).then_some(()).sure();
    sums.iter_mut().zip(terms)
}

/// A call that answers for every miss on its thread until it is closed.
///
/// A miss outside of any call, or in one that ended without being closed, is told by the next call on its thread, so
/// none is lost.
#[derive(Debug)]
#[must_use]
pub(crate) struct Call {
    /// What the thread knows again afterwards; a call of its own kind hands its misses on to the one around it.
    after: Option<Known>,
}

impl Call {
    /// From here on misses are this call's.
    pub(crate) fn open() -> Self {
        KNOWN.with(|known| {
            let now = known.get();
            known.set(Known { calls: now.calls + 1, ..now });
        });
        Self { after: None }
    }

    /// As [`Self::open`], for a task: its thread may hold another call that waits, whose misses are not the task's.
    pub(crate) fn open_task() -> Self {
        KNOWN.with(|known| {
            let Known { calls, missed } = known.get();
            let (own, others) = if calls == 0 { (missed, None) } else { (None, missed) };
            known.set(Known { calls: calls + 1, missed: own });
            Self { after: Some(Known { calls, missed: others }) }
        })
    }

    /// What the call found, unless an entry was missing on the way.
    ///
    /// # Errors
    /// [`Error::Defect`] after a miss, since whatever was found may come from it; otherwise that of `found`.
    #[allow(clippy::unused_self, reason = "a call is closed once")]
    pub(crate) fn close<T>(self, found: Result<T>) -> Result<T> {
        let known = KNOWN.with(Cell::get);
        if known.calls == 1 {
            KNOWN.with(|cell| cell.set(Known { missed: None, ..known }));
        }
        match known.missed {
            Some(what) => Err(Error::Defect { what }),
            None => found,
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        KNOWN.with(|known| {
            let now = known.get();
            known.set(self.after.unwrap_or(Known { calls: now.calls.saturating_sub(1), ..now }));
        });
    }
}

#[cold]
#[inline(never)]
#[cfg_attr(not(target_family = "wasm"), track_caller)]
fn miss() {
    let what = place(Location::caller().file());
    KNOWN.with(|known| {
        let now = known.get();
        known.set(Known { missed: now.missed.or(Some(what)), ..now });
    });
}

/// A source file as it is called inside the crate, whatever machine built it.
fn place(file: &'static str) -> &'static str {
    file.rsplit_once("src/").map_or(file, |(_, inside)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defect<T>(result: &Result<T>) -> Option<&'static str> {
        match result {
            Err(Error::Defect { what }) => Some(what),
            _ => None,
        }
    }

    #[test]
    fn a_slip_crashes_where_it_is_tested() {
        let column = [1, 2, 3];
        assert!(std::panic::catch_unwind(|| column.get(3).sure()).is_err());
        assert!(std::panic::catch_unwind(|| column.get(3).copied().sure_or(1)).is_err());
        assert!(std::panic::catch_unwind(|| column.get(3).copied().sure_or_default()).is_err());
        assert_eq!(column.get(2).copied().sure_or(1), 3);
    }

    #[test]
    fn runs_lie_one_behind_the_other() {
        let ends = [2, 2, 5];
        assert_eq!([run_of(&ends, 0), run_of(&ends, 1), run_of(&ends, 2)], [0..2, 2..2, 2..5]);
        assert!(std::panic::catch_unwind(|| run_of(&ends, 3)).is_err());
    }

    #[test]
    fn no_sum_is_left_out_of_a_merge() {
        let mut sums = [1, 2];
        paired(&mut sums, &[10, 20]).for_each(|(sum, term)| *sum += term);
        assert_eq!(sums, [11, 22]);
        assert!(std::panic::catch_unwind(|| paired(&mut [1, 2], &[10]).count()).is_err());
    }

    #[test]
    fn only_a_blank_has_no_entry() {
        let mut column = [1, 2, 3];
        assert_eq!(column.by_code(2), Some(&3));
        assert_eq!(column.by_code(NO_CODE), None);
        assert_eq!(column.by_code_mut(NO_CODE), None);
        assert!(std::panic::catch_unwind(|| column.by_code(3).is_none()).is_err());
    }

    #[test]
    fn a_slip_in_a_release_is_a_defect_of_its_call_and_of_none_after_it() {
        let outer = Call::open();
        let inner = Call::open();
        miss();
        assert_eq!(defect(&inner.close(Ok(1))), Some("sure.rs"));
        assert_eq!(defect(&outer.close(Ok(2))), Some("sure.rs"));
        assert_eq!(Call::open().close(Ok(3)), Ok(3));
    }

    #[test]
    fn a_task_and_the_call_that_waits_on_its_thread_know_their_own_misses() {
        let waits = Call::open();
        let task = Call::open_task();
        miss();
        assert_eq!(defect(&task.close(Ok(1))), Some("sure.rs"));
        assert_eq!(waits.close(Ok(2)), Ok(2));

        let waits = Call::open();
        miss();
        assert_eq!(Call::open_task().close(Ok(3)), Ok(3));
        assert_eq!(defect(&waits.close(Ok(4))), Some("sure.rs"));
    }

    #[test]
    fn a_defect_goes_before_the_error_that_may_come_of_it() {
        let call = Call::open();
        miss();
        assert_eq!(defect(&call.close::<()>(Err(Error::Interrupted))), Some("sure.rs"));
    }

    #[test]
    fn a_call_that_ends_early_leaves_its_misses_to_the_next() {
        let early = Call::open();
        miss();
        drop(early);
        let outer = Call::open();
        drop(Call::open());
        assert_eq!(defect(&outer.close(Ok(()))), Some("sure.rs"));
        assert_eq!(Call::open().close(Ok(())), Ok(()));
    }

    #[test]
    fn a_miss_outside_of_any_call_is_told_by_the_next() {
        miss();
        assert_eq!(defect(&Call::open().close(Ok(()))), Some("sure.rs"));
        assert_eq!(Call::open().close(Ok(())), Ok(()));
    }

    #[test]
    fn a_slip_in_a_task_ends_the_whole() {
        let found = crate::parallel::map(100, |task| {
            if task == 70 {
                miss();
            }
            Ok(task)
        });
        assert_eq!(defect(&found), Some("sure.rs"));
        assert!(crate::parallel::map(100, Ok).is_ok(), "the next one is whole again");
    }

    #[test]
    fn places_are_those_of_the_crate() {
        assert_eq!(place("registry/cx-core-0.1.0/src/journey/table.rs"), "journey/table.rs");
        assert_eq!(place("tests.rs"), "tests.rs");
    }
}
