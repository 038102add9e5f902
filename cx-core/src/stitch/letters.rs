//! Text without the difference between capital and small letters.

/// Capital letters and what their small ones lie behind: first, last, every how many, distance.
/// The Latin, Greek, Cyrillic and Armenian letters of Unicode's `UnicodeData.txt` that have one
/// small letter; the tables of all scripts would be a tenth of the engine that browsers load.
const CAPITALS: [(u32, u32, u32, i32); 23] = [
    (0x41, 0x5A, 1, 32),
    (0xC0, 0xD6, 1, 32),
    (0xD8, 0xDE, 1, 32),
    (0x100, 0x12E, 2, 1),
    (0x132, 0x136, 2, 1),
    (0x139, 0x147, 2, 1),
    (0x14A, 0x176, 2, 1),
    (0x178, 0x178, 1, -121),
    (0x179, 0x17D, 2, 1),
    (0x386, 0x386, 1, 38),
    (0x388, 0x38A, 1, 37),
    (0x38C, 0x38C, 1, 64),
    (0x38E, 0x38F, 1, 63),
    (0x391, 0x3A1, 1, 32),
    (0x3A3, 0x3AB, 1, 32),
    (0x400, 0x40F, 1, 80),
    (0x410, 0x42F, 1, 32),
    (0x460, 0x480, 2, 1),
    (0x48A, 0x4BE, 2, 1),
    (0x4D0, 0x52E, 2, 1),
    (0x531, 0x556, 1, 48),
    (0x1E00, 0x1E94, 2, 1),
    (0x1EA0, 0x1EFE, 2, 1),
];

/// The text in small letters.
pub(super) fn small(text: &str) -> String {
    text.chars().map(small_letter).collect()
}

fn small_letter(letter: char) -> char {
    let code = letter as u32;
    let row = CAPITALS.iter().find(|(first, last, ..)| (*first..=*last).contains(&code));
    match row {
        Some((first, _, step, distance)) if (code - first).is_multiple_of(*step) => {
            char::from_u32(code.wrapping_add_signed(*distance)).unwrap_or(letter)
        }
        // The sigma at the end of a word.
        _ if letter == 'ς' => 'σ',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_does_for_four_scripts() {
        let rows = CAPITALS.iter().flat_map(|(first, last, ..)| *first..=*last);
        for letter in rows.filter_map(char::from_u32) {
            assert!(letter.to_lowercase().eq([small_letter(letter)]), "{letter}");
        }
        assert_eq!(small("ÜNBEKANNT Неизвестно ΆΓΝΩΣΤΟΣ"), small("ünbekannt неизвестно άγνωστος"));
    }
}
