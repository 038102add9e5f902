//! Hosts and queries of addresses.

/// A host, and the path behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) host: &'a str,
    pub(super) path: &'a str,
}

/// The host and path of an address in small letters; without scheme, user, port, `www.`, query and fragment.
pub(super) fn place(address: &str) -> Place<'_> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (rest, _) = rest.split_at(end);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let numeric = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let host =
        host.rsplit_once(':').filter(|(_, port)| numeric(port)).map_or(host, |(host, _)| host);
    let host = host.strip_suffix('.').unwrap_or(host);
    Place { host: host.strip_prefix("www.").unwrap_or(host), path: path.trim_end_matches('/') }
}

/// The parameters of an address: names and values as they stand there.
pub(super) fn parameters(address: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// A value of a query as text: `+` is a blank, `%C3%A4` is "ä"; what is no such code stays.
pub(super) fn decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(hexadecimal);
        out.push(match (byte, code) {
            (_, Some(code)) => code,
            (b'+', None) => b' ',
            (byte, None) => *byte,
        });
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).trim().to_owned()
}

fn hexadecimal(pair: &[u8]) -> Option<u8> {
    let mut code = 0;
    for digit in pair {
        code = code * 16 + char::from(*digit).to_digit(16)?;
    }
    u8::try_from(code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_stand_alone() {
        for (address, host, path) in [
            ("https://www.google.ch/search?q=a", "google.ch", "search"),
            ("google.ch", "google.ch", ""),
            ("//m.facebook.com/", "m.facebook.com", ""),
            ("https://user:word@shop.ch:8443/a/b/#top", "shop.ch", "a/b"),
            ("android-app://com.google.android.gm/", "com.google.android.gm", ""),
            ("https://shop.ch.?x", "shop.ch", ""),
            ("newsletter: spring", "newsletter: spring", ""),
            ("", "", ""),
        ] {
            assert_eq!(place(address), Place { host, path }, "{address}");
        }
    }

    #[test]
    fn queries_are_read_as_browsers_write_them() {
        let found: Vec<_> = parameters("https://x.ch/?a=1&b&c=2=3#d=4").collect();
        assert_eq!(found, [("a", "1"), ("b", ""), ("c", "2=3")]);
        assert_eq!(parameters("https://x.ch/a=1").collect::<Vec<_>>(), [("", "")]);
        assert_eq!(decoded("fr%C3%BChling+2026%zz%4"), "frühling 2026%zz%4");
    }
}
