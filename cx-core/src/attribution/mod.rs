//! What each touchpoint did for the outcome.
