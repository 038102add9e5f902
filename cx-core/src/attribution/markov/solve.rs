//! From counts of a chain to its solution.

use super::counts::{StateCounts, merged};
use super::options::Removal;
use super::state_chain::StateChain;
use crate::columns::Dictionary;
use crate::sure::{Call, Sure};
use crate::tally::Tally;
use crate::{Error, Result};

impl StateCounts {
    /// Solves the chain with touchpoints taken out as asked for.
    ///
    /// # Errors
    /// [`Error::Overflow`] when counts or values are too large to be summed; [`Error::TooMany`]
    /// when states times touchpoints are more than 2^25; [`Error::Mismatch`] when counts of
    /// different chains were merged.
    pub fn solve(&self, removal: Removal) -> Result<StateChain> {
        let call = Call::open();
        if self.mixed {
            return Err(Error::Mismatch {
                what: "counts of chains of different orders or states",
                with: "one chain",
                remedy: "count every part with the same order and states",
            });
        }
        call.close(StateChain::solve(self, removal))
    }
}

impl Tally for StateCounts {
    type Report = StateChain;

    fn merge(&mut self, other: Self) {
        if other.order == 0 {
            return;
        }
        if self.order == 0 {
            *self = other;
            return;
        }
        if self.mixed || other.mixed || (self.order, self.space) != (other.order, other.space) {
            *self = Self { mixed: true, order: 1, ..Self::default() };
            return;
        }
        let names: Vec<_> = self.touchpoints.names().chain(other.touchpoints.names()).collect();
        // Two dictionaries that fit cannot be too many together, short of 2^32 names.
        let union = Dictionary::from_names(names.iter().map(AsRef::as_ref));
        let Some((union, _)) = union.ok().sure() else { return };
        drop(names);
        let (one, other) = (std::mem::take(self).widened(&union), other.widened(&union));
        let states = merged(&one.states, &other.states);
        *self = one.spread(&states);
        self.merge_same(other.spread(&states));
    }

    /// Solves the chain with removal by redirection.
    fn finish(self) -> Result<StateChain> {
        self.solve(Removal::Redirect)
    }
}
