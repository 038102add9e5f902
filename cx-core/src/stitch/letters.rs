//! Text without the difference between capital and small letters.

/// The text in small letters, by Unicode's full mapping of every script: the same in the browser as elsewhere, because
/// the tables are those of the standard library in both.
///
/// The sigma at the end of a Greek word is one with the others, wherever a word ends.
pub(super) fn small(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_have_small_letters() {
        for (capital, letters) in [
            ("ÜNBEKANNT", "ünbekannt"),
            ("НЕИЗВЕСТНО", "неизвестно"),
            ("ΆΓΝΩΣΤΟΣ", "άγνωστος"),
            ("ԱՆՀԱՅՏ", "անհայտ"),
            ("ᲣᲪᲜᲝᲑᲘ", "უცნობი"),
            ("ＵＮＫＮＯＷＮ", "ｕｎｋｎｏｗｎ"),
            ("Ꮳ𐐀𞤀Ⓐ", "ꮳ𐐨𞤢ⓐ"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(small(capital), small(letters), "{capital}");
            assert_eq!(small(capital), letters.replace('ς', "σ"), "{capital}");
        }
        assert_eq!(small("不明 ٣ ß"), "不明 ٣ ß");
    }
}
