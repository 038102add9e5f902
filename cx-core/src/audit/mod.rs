//! Audits: a weighted tree of criteria, target against actual.
