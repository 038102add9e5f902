//! Browser face.
