//! Which types of identifier name a person, and how many persons have one of them.

use super::people::{People, PersonIds};
use crate::columns::NO_CODE;
use crate::sure::Sure;

/// Parts of the names of types that tell devices and visits, not persons.
const WEAK: [&str; 13] = [
    "cookie",
    "device",
    "session",
    "visit",
    "client",
    "browser",
    "anonymous",
    "pseudo",
    "fingerprint",
    "gclid",
    "idfa",
    "gaid",
    "ip",
];

/// Whether a type of identifier names a person: every type but those of devices, cookies, sessions and
/// addresses of the network, which are known by their names.
fn identifies(id_type: &str) -> bool {
    let name = id_type.to_lowercase();
    let mut words = name.split(|sign: char| !sign.is_alphanumeric());
    let weak = |word: &str| {
        WEAK.iter().any(|weak| word == *weak || (weak.len() > 2 && word.contains(weak)))
    };
    !words.any(weak)
}

impl People {
    /// How many persons have an identifier that names a person (a customer number, a login, an e-mail
    /// address), and how many have only those of devices, cookies and sessions: several of these may be
    /// the same human.
    pub fn known(&self) -> (u64, u64) {
        let mut known = vec![false; self.len()];
        for PersonIds { persons, .. } in self.ids.iter().filter(|ids| identifies(&ids.id_type)) {
            for person in persons.iter().filter(|person| **person != NO_CODE) {
                if let Some(flag) = known.get_mut(*person as usize).sure() {
                    *flag = true;
                }
            }
        }
        let count = known.iter().filter(|known| **known).count() as u64;
        (count, known.len() as u64 - count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_devices_name_nobody() {
        for name in ["customer", "login", "email", "household", "phone", "recipient", "Member-ID"] {
            assert!(identifies(name), "{name}");
        }
        for name in ["cookie", "Device_ID", "ga_session_id", "client_id", "ip", "anonymousId"] {
            assert!(!identifies(name), "{name}");
        }
    }
}
