//! Sequences of codes: distinct ones, counted.
