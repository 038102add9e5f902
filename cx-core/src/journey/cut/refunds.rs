//! Refunds and cancellations: they belong to the order that they name, not to the contacts before them.

use super::codes::{Kind, Touchpoint};
use super::options::JourneyOptions;
use super::outcomes::Outcomes;
use super::sessions::kinds;
use super::worth::Worth;
use crate::columns::{Coded, NO_CODE, NO_MONEY};
use crate::intake::Events;
use crate::journey::table::UnknownRefund;
use crate::options::quoted;
use crate::stitch::People;
use crate::sure::{ByCode, Sure};
use crate::{Error, Result};

/// A sale after its refunds.
#[derive(Debug, Clone, Copy)]
struct Net {
    row: u32,
    value: Worth,
    cancelled: bool,
}

/// What refunds make of sales.
#[derive(Debug)]
pub(crate) struct Refunds {
    /// For each event, whether it is a refund.
    is_refund: Vec<bool>,
    /// In order of the rows.
    nets: Vec<Net>,
    /// In order of the rows.
    pub(crate) unknown: Vec<UnknownRefund>,
}

/// One sale of an order. The order of the fields is that in which a refund is taken from the sales of an
/// order: what is alike in all but the row is interchangeable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sale {
    order: u32,
    time: i64,
    touchpoint: Touchpoint,
    event: Kind,
    value: Worth,
    person: u32,
    row: u32,
}

/// One refund; the size is missing where no amount is said: then all that is left is cancelled.
#[derive(Debug, Clone, Copy)]
struct Refund {
    order: u32,
    row: u32,
    size: Option<i64>,
}

impl Refunds {
    /// The refunds among the events, and what they leave of the sales; nothing where there are none.
    ///
    /// A refund is a conversion with a value below 0 that names an order, or an event of the kinds in
    /// `refund`.
    pub(crate) fn of(
        events: &Events,
        people: &People,
        outcomes: &Outcomes,
        options: &JourneyOptions,
    ) -> Result<Option<Self>> {
        let named = !options.refund.0.is_empty();
        let both = options.conversion.iter().flat_map(|names| &names.0);
        if let Some(name) = both.into_iter().find(|name| options.refund.0.contains(name)) {
            return Err(Error::Option {
                field: "refund",
                value: quoted(name),
                allowed:
                    "kinds of event that are not among `conversion`; a conversion with a value \
                          below 0 that names an order is a refund anyway"
                        .into(),
            });
        }
        let Some(orders) = &events.order_id else {
            if named {
                return Err(Error::Lacking {
                    what: "\"refund\"".into(),
                    needs: "the order of each event",
                    of: "these events",
                    remedy: "name the column of the order number when the events are read, for example order_id = \"order\"",
                });
            }
            return Ok(None);
        };
        let kinds = kinds(events, &options.refund)?;
        let mut found =
            Self { is_refund: vec![false; events.len()], nets: Vec::new(), unknown: Vec::new() };
        let mut refunds = found.refunds(events, orders, outcomes, &kinds);
        if refunds.is_empty() {
            return Ok(None);
        }
        let mut sales = found.sales(events, people, orders, outcomes, &refunds);
        sales.sort_unstable();
        refunds.sort_by_key(|refund| (refund.order, refund.row));
        found.settle(&sales, &refunds);
        found.nets.sort_by_key(|net| net.row);
        found.unknown.sort_by_key(|refund| refund.row);
        Ok(Some(found))
    }

    fn refunds(
        &mut self,
        events: &Events,
        orders: &Coded,
        outcomes: &Outcomes,
        kinds: &[bool],
    ) -> Vec<Refund> {
        let mut refunds = Vec::new();
        for (row, flag) in self.is_refund.iter_mut().enumerate() {
            let (order, event) = (orders.code(row), events.event.code(row));
            let value = Worth::value(events, row as u32).known();
            let of_kind = kinds.get(event as usize).sure() == Some(&true);
            let below = value.is_some_and(|value| value < 0) && order != NO_CODE;
            if of_kind
                || (below
                    && outcomes.of(Touchpoint(events.touchpoint.code(row)), Kind(event)) != NO_CODE)
            {
                *flag = true;
                // Some tools write what was given back as it is, others below 0.
                let size = value.map(i64::saturating_abs);
                refunds.push(Refund { order, row: row as u32, size });
            }
        }
        refunds
    }

    /// All sales of the orders that any refund names.
    fn sales(
        &self,
        events: &Events,
        people: &People,
        orders: &Coded,
        outcomes: &Outcomes,
        refunds: &[Refund],
    ) -> Vec<Sale> {
        let mut wanted = vec![false; orders.dictionary.len()];
        for refund in refunds {
            if let Some(flag) = wanted.by_code_mut(refund.order) {
                *flag = true;
            }
        }
        let rows = self.is_refund.iter().enumerate().filter(|(_, is_refund)| !**is_refund);
        let sale = |(row, _): (usize, &bool)| {
            let order = orders.code(row);
            let touchpoint = Touchpoint(events.touchpoint.code(row));
            let event = Kind(events.event.code(row));
            let person =
                people.person.get(row).sure().copied().filter(|person| *person != NO_CODE)?;
            let sold =
                wanted.by_code(order) == Some(&true) && outcomes.of(touchpoint, event) != NO_CODE;
            sold.then_some(Sale {
                order,
                time: events.time.get(row).sure().copied()?,
                touchpoint,
                event,
                value: Worth::value(events, row as u32),
                person,
                row: row as u32,
            })
        };
        rows.filter_map(sale).collect()
    }

    /// Takes the refunds of each order from its sales; both are in order of the orders.
    fn settle(&mut self, sales: &[Sale], refunds: &[Refund]) {
        let mut rest = sales;
        for refunds in refunds.chunk_by(|a, b| a.order == b.order) {
            let Some(order) = refunds.first().map(|refund| refund.order) else { continue };
            let start = rest.partition_point(|sale| sale.order < order);
            let (_, after) = rest.split_at(start);
            let (own, after) = after.split_at(after.partition_point(|sale| sale.order == order));
            rest = after;
            if own.is_empty() {
                self.unknown.extend(refunds.iter().map(|refund| UnknownRefund {
                    row: refund.row,
                    value: refund.size.map_or(NO_MONEY, |size| -size),
                    names_order: order != NO_CODE,
                }));
            } else {
                net(own, refunds, &mut self.nets);
            }
        }
    }

    /// Whether an event is a refund.
    pub(crate) fn is(&self, row: u32) -> bool {
        self.is_refund.get(row as usize).sure() == Some(&true)
    }

    /// What is left of a sale, and whether its order was cancelled; nothing for one without refunds.
    pub(crate) fn left(&self, row: u32) -> Option<(Worth, bool)> {
        let at = self.nets.binary_search_by_key(&row, |net| net.row).ok()?;
        self.nets.get(at).sure().map(|net| (net.value, net.cancelled))
    }
}

/// Takes the refunds from the sales of one order, from one after the other; what is above all of them
/// from the last one.
fn net(sales: &[Sale], refunds: &[Refund], nets: &mut Vec<Net>) {
    let known = |value: Worth| value.known().map_or(0, i128::from);
    let mut left: i128 = refunds.iter().filter_map(|refund| refund.size).map(i128::from).sum();
    let all = refunds.iter().any(|refund| refund.size.is_none());
    let first = nets.len();
    for (at, sale) in sales.iter().enumerate() {
        let sold = known(sale.value);
        let last = at + 1 == sales.len();
        let taken = if last { left } else { left.min(sold.max(0)) };
        left -= taken;
        let rest = sold - taken;
        let rest = if all { rest.min(0) } else { rest };
        // Amounts are at most nine trillion units a row; only millions of refunds could leave the range.
        let value =
            if sale.value == Worth::NONE && rest == 0 { Worth::NONE } else { Worth::of(rest) };
        nets.push(Net { row: sale.row, value, cancelled: false });
    }
    let own = nets.get_mut(first..).sure_or_default();
    let whole: i128 = own.iter().map(|net| known(net.value)).sum();
    if whole <= 0 {
        // A lead and a purchase of one order: what has no value is not what was cancelled.
        let valued = sales.iter().any(|sale| sale.value != Worth::NONE);
        for (net, sale) in own.iter_mut().zip(sales) {
            net.cancelled = !valued || sale.value != Worth::NONE;
        }
    }
}
