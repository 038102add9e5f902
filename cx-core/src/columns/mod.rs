//! Arrow at the edge: any encoding of text, number and time in, record batches out.
//!
//! Below this module nobody sees a string: text becomes dictionary codes (`u32`), time becomes
//! microseconds of UTC (`i64`), money becomes millionths of a unit (`i64`).
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod batch;
mod decimal;
mod dictionary;
mod money;
mod names;
mod number;
mod recent;
mod reject;
mod table;
mod text;
mod time;
mod zone;

pub use batch::BatchBuilder;
pub use dictionary::{Coded, Dictionary, Interner, NO_CODE};
pub use money::{MICROS, NO_MONEY, money_to_f64, parse_money};
pub use reject::{Reason, Reject};
pub use table::Table;
pub use time::{NO_TIME, TimeUnit, date_text, instant_text};
pub use zone::Zone;

pub(crate) use dictionary::canonical_number;
pub(crate) use money::{Money, read_money};
pub(crate) use number::read_numbers;
pub(crate) use recent::{Recent, WINDOW, window};
pub(crate) use text::read_text;
pub(crate) use time::{Times, parse_instant, read_times};
