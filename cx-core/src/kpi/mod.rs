//! Key figures of experience: NPS, CSAT, CES per touchpoint and week, against their targets.
