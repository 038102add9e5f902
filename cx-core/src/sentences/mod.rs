//! The sentences that users read: one catalogue for each language, in the format of
//! [Fluent](https://projectfluent.org).
//!
//! - [`Catalogue`]: the messages of a language, `en.ftl` and `de.ftl`, and how they are filled in.
//! - [`Arg`]: what is filled in: numbers, money, percent, dates, names, metrics.
//! - [`Sentence`]: a sentence in both languages.
//!
//! Of Fluent's syntax the catalogues use messages with attributes, variables, text in quotes, and
//! selectors on numbers (`[0]`, `[one]`, `*[other]`) and words; a test holds what is made of each
//! message to Fluent's own library.

mod arg;
mod catalogue;
mod key;
mod language;

pub use arg::Arg;
pub use catalogue::{Catalogue, Message};
pub use key::Sentence;
pub use language::Language;

pub(crate) use key::{Key, plain, say, todo};
