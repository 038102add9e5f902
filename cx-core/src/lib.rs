//! The engine of CX Cockpit.
