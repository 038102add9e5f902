//! What a cell looks like: data, or the name of a column.

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    Number,
    Time,
    /// An address of a person, or a long number of one.
    Address,
    Text,
}

impl Look {
    /// Whether it can hardly be the name of a column.
    pub(super) fn is_data(self) -> bool {
        matches!(self, Self::Number | Self::Time | Self::Address)
    }
}

/// What a cell looks like.
pub(super) fn look(cell: &str) -> Look {
    let cell = cell.trim();
    if cell.is_empty() {
        return Look::Blank;
    }
    if cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) {
        return Look::Address;
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let only = |signs: &str| cell.chars().all(|c| c.is_ascii_digit() || signs.contains(c));
    if digits == 0 {
        return Look::Text;
    }
    let month = cell.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4 && (1..=2).contains(&month.len()) && only("-")
    });
    if month {
        return Look::Time;
    }
    let starts_as_number = cell.starts_with(|c: char| c.is_ascii_digit() || "+-.(".contains(c));
    let breaks = cell.matches(['-', '/', ':', '.']).count();
    let commas = cell.contains(',');
    if digits >= 3
        && breaks >= 2
        && !commas
        && only("-/:.TZ+ ")
        && cell.starts_with(|c: char| c.is_ascii_digit())
    {
        return Look::Time;
    }
    if starts_as_number && only(".,'’ \u{a0}\u{202f}+-%()eE") && cell.matches('-').count() <= 2 {
        return Look::Number;
    }
    let hexadecimal = cell.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if cell.len() >= 16 && digits >= 4 && hexadecimal {
        return Look::Address;
    }
    Look::Text
}

/// What the cells of a column look like, where all that are filled in look alike.
pub(super) fn look_of<'a>(cells: impl Iterator<Item = &'a str>) -> Look {
    let mut found = Look::Blank;
    for cell in cells {
        match (found, look(cell)) {
            (_, Look::Blank) => {}
            (Look::Blank, other) => found = other,
            (found, other) if found == other => {}
            _ => return Look::Text,
        }
    }
    found
}

/// Words that the row of totals begins with.
const TOTALS: [&str; 18] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "total général",
    "totale",
    "totale complessivo",
    "totaal",
    "total geral",
    "suma",
    "summa",
    "razem",
    "celkem",
    "yhteensä",
];

/// Whether a cell says that the row holds totals.
pub(super) fn is_total(cell: &str) -> bool {
    let cell = cell.trim().to_lowercase();
    let word = cell.split_once(':').map_or(cell.as_str(), |(word, _)| word.trim());
    TOTALS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_and_names() {
        for time in
            ["2026-03-01", "2026-03-01T10:00:00Z", "31.12.2025 14:05", "4.3.2026", "12:30:00"]
        {
            assert_eq!(look(time), Look::Time, "{time}");
        }
        for number in ["7", "-1.5", "1.250,50", "76,53", "5 %", "1e9", "(12.50)", "1'234.50"] {
            assert_eq!(look(number), Look::Number, "{number}");
        }
        for address in ["anna@example.com", "7f9c24e8-3b0f-4a5e-9c1d-0123456789ab"] {
            assert_eq!(look(address), Look::Address, "{address}");
        }
        for name in ["user_id", "Q1", "a", "time", "Score (0-10)", "utm source", "e-mail @ work"] {
            assert_eq!(look(name), Look::Text, "{name}");
        }
        assert_eq!(look(" "), Look::Blank);
        assert!(is_total("Total: Account") && is_total(" GESAMT ") && !is_total("Total Energies"));
    }
}
