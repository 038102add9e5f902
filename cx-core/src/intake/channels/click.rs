//! Click ids: parameters that advertising platforms add to the address of a page.

/// Click ids that are looked for in the query of a page, in small letters.
///
/// In this order: Google (four), Microsoft, Yandex, Meta (two), then one each of the platforms of advertisements, mail and
/// affiliates that say theirs in public.
pub(super) const KNOWN: [&str; 18] = [
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "fbclid",
    "igshid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "sccid",
    "rdt_cid",
    "epik",
    "mc_eid",
    "irclickid",
    "awc",
    "cjevent",
];

/// How many click ids there can be: each has a bit of its own.
pub(super) const MOST: usize = 64;
