//! Tables in and reports out. Reports leave as frames, the core's own plain columns, and tables may
//! enter as such; with the feature `arrow`, record batches of any encoding of text, number and time
//! come in where they lie, and every report has its form as one.
//!
//! Below this module nobody sees a string: text becomes dictionary codes (`u32`), time becomes
//! microseconds of UTC (`i64`), money becomes millionths of a unit (`i64`).
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

#[cfg(feature = "arrow")]
mod arrow;
mod bits;
mod cells;
mod collect;
mod conditions;
mod decimal;
mod dialect;
mod dictionary;
mod flags;
mod format;
mod frame;
mod input;
mod layout;
mod money;
mod names;
mod no_code;
mod number;
mod origin;
mod recent;
mod reject;
mod table;
mod text;
mod texts;
mod time;

#[doc(hidden)] // where it was until 0.1
pub use crate::calendar::Zone;
pub use crate::columns::collect::money::{MICROS, NO_MONEY};
pub use crate::columns::collect::times::{NO_TIME, TimeUnit};
pub use bits::Bits;
pub use conditions::{Condition, Conditions};
pub use dialect::Dialect;
pub use dictionary::{Coded, Dictionary, Interner};
pub use format::{DateOrder, DecimalSign, Format, Thousands, TimeBlank, Units};
pub use frame::{Cells, Column, Frame};
pub use input::Input;
pub use layout::{FrameBuilder, RowLayout};
pub use money::{money_to_f64, parse_money};
pub use no_code::NO_CODE;
pub use origin::Origin;
pub use reject::{Reason, Reject};
pub use table::Table;
pub use texts::Texts;
pub use time::{date_text, instant_text};

pub(crate) use crate::columns::collect::money::Money;
pub(crate) use crate::columns::collect::times::Times;
#[cfg(feature = "arrow")]
pub(crate) use arrow::{Strings, record_batches};
pub(crate) use dictionary::canonical_number;
pub(crate) use flags::read_flags;
pub(crate) use money::read_money;
pub(crate) use number::read_numbers;
pub(crate) use origin::Lines;
pub(crate) use recent::{Recent, WINDOW, window};
pub(crate) use reject::Faults;
pub(crate) use table::Part;
#[cfg(feature = "channels")]
pub(crate) use text::read_shortened;
pub(crate) use text::read_text;
pub(crate) use texts::TextSource;
pub(crate) use time::{Clock, parse_instant, read_times};
