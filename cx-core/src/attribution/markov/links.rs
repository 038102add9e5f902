//! A sparse matrix by rows, and the order in which its equations are solved.

use crate::sure::{Sure, run_of};

/// A sparse square matrix: row `i` has the cells `ends[i-1]..ends[i]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Links {
    ends: Vec<usize>,
    to: Vec<u32>,
    cells: Vec<f64>,
}

impl Links {
    /// From cells in order of their rows.
    pub(super) fn new(rows: usize, cells: impl Iterator<Item = (u32, u32, f64)>) -> Self {
        let mut links = Self { ends: vec![0; rows], ..Self::default() };
        for (from, to, cell) in cells {
            if let Some(count) = links.ends.get_mut(from as usize).sure() {
                *count += 1;
                links.to.push(to);
                links.cells.push(cell);
            }
        }
        let mut end = 0;
        for count in &mut links.ends {
            end += *count;
            *count = end;
        }
        links
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn len(&self) -> usize {
        self.to.len()
    }

    /// The filled cells of a row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + Clone {
        let range = run_of(&self.ends, row);
        let to = self.to.get(range.clone()).sure_or_default();
        let cells = self.cells.get(range).sure_or_default();
        to.iter().map(|to| *to as usize).zip(cells.iter().copied())
    }

    /// Rows as columns.
    pub(super) fn transposed(&self) -> Self {
        let rows = 0..self.rows();
        let cells = rows.flat_map(|from| self.row(from).map(move |(to, x)| (to, from, x)));
        let mut cells: Vec<(u32, u32, f64)> =
            cells.map(|(to, from, x)| (to as u32, from as u32, x)).collect();
        crate::parallel::sort_unstable_by_key(&mut cells, |(to, from, _)| (*to, *from));
        Self::new(self.rows(), cells.into_iter())
    }

    /// Groups of rows that reach one another, each after the groups that it leads to; within a
    /// group, rows come after those found from them.
    ///
    /// Source: R. Tarjan, *Depth-first search and linear graph algorithms*, SIAM Journal on
    /// Computing 1 (1972) 146-160.
    pub(super) fn groups(&self) -> Groups {
        let mut search = Search::new(self.rows());
        for row in 0..self.rows() as u32 {
            if search.seen(row) == 0 {
                search.from(self, row);
            }
        }
        search.groups
    }
}

/// Groups of rows, one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Groups {
    rows: Vec<u32>,
    ends: Vec<usize>,
}

impl Groups {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn of(&self, group: usize) -> &[u32] {
        self.rows.get(run_of(&self.ends, group)).sure_or_default()
    }

    /// All groups, and the rows in each, the other way round.
    pub(super) fn reversed(&self) -> Self {
        let mut reversed = Self::default();
        for group in (0..self.len()).rev() {
            reversed.rows.extend(self.of(group).iter().rev());
            reversed.ends.push(reversed.rows.len());
        }
        reversed
    }
}

/// A depth-first search with its own stack: paths of any length fit.
struct Search {
    /// When a row was found, from 1; 0: not yet.
    found: Vec<u32>,
    /// The earliest row on the stack that a row reaches; `u32::MAX` once its group is complete.
    low: Vec<u32>,
    clock: u32,
    open: Vec<u32>,
    /// Rows in the order in which their searches ended.
    ended: Vec<u32>,
    groups: Groups,
}

impl Search {
    fn new(rows: usize) -> Self {
        Self {
            found: vec![0; rows],
            low: vec![0; rows],
            clock: 0,
            open: Vec::new(),
            ended: vec![0; rows],
            groups: Groups::default(),
        }
    }

    fn seen(&self, row: u32) -> u32 {
        self.found.get(row as usize).copied().sure_or(u32::MAX)
    }

    fn low(&self, row: u32) -> u32 {
        self.low.get(row as usize).copied().sure_or(u32::MAX)
    }

    fn lower(&mut self, row: u32, low: u32) {
        if let Some(cell) = self.low.get_mut(row as usize).sure() {
            *cell = low.min(*cell);
        }
    }

    fn enter(&mut self, row: u32) {
        self.clock += 1;
        let at = row as usize;
        if let (Some(found), Some(low)) =
            (self.found.get_mut(at).sure(), self.low.get_mut(at).sure())
        {
            (*found, *low) = (self.clock, self.clock);
        }
        self.open.push(row);
    }

    fn from(&mut self, links: &Links, first: u32) {
        self.enter(first);
        let mut ways = vec![(first, links.row(first as usize))];
        let mut ended = 0;
        while let Some((row, way)) = ways.last_mut() {
            let row = *row;
            if let Some((to, _)) = way.next() {
                let to = to as u32;
                if self.seen(to) == 0 {
                    self.enter(to);
                    ways.push((to, links.row(to as usize)));
                } else if self.low(to) != u32::MAX {
                    let found = self.seen(to);
                    self.lower(row, found);
                }
                continue;
            }
            ways.pop();
            ended += 1;
            if let Some(cell) = self.ended.get_mut(row as usize).sure() {
                *cell = ended;
            }
            let low = self.low(row);
            if low == self.seen(row) {
                self.close(row);
            } else if let Some((before, _)) = ways.last() {
                let before = *before;
                self.lower(before, low);
            }
        }
    }

    /// The group of which `row` was found first is complete.
    fn close(&mut self, row: u32) {
        let start = self.groups.rows.len();
        while let Some(member) = self.open.pop() {
            if let Some(low) = self.low.get_mut(member as usize).sure() {
                *low = u32::MAX;
            }
            self.groups.rows.push(member);
            if member == row {
                break;
            }
        }
        let ended = &self.ended;
        if let Some(group) = self.groups.rows.get_mut(start..).sure() {
            group.sort_unstable_by(|a, b| {
                let at = |row: &u32| ended.get(*row as usize).copied().sure_or(0);
                at(a).cmp(&at(b))
            });
        }
        self.groups.ends.push(self.groups.rows.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_after_those_they_lead_to() {
        let cells = [(0, 1, 1.0), (1, 2, 1.0), (2, 1, 0.5), (2, 3, 0.5), (4, 0, 1.0)];
        let links = Links::new(5, cells.into_iter());
        let groups = links.groups();
        let all: Vec<&[u32]> = (0..groups.len()).map(|group| groups.of(group)).collect();
        assert_eq!(all, [&[3][..], &[2, 1], &[0], &[4]]);
        let back = groups.reversed();
        assert_eq!((back.of(0), back.of(2)), (&[4][..], &[1, 2][..]));
        let turned = links.transposed();
        assert_eq!(turned.row(1).collect::<Vec<_>>(), [(0, 1.0), (2, 0.5)]);
        assert_eq!(turned.transposed(), links);
    }
}
