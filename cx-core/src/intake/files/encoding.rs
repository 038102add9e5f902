//! Bytes to text.

use std::borrow::Cow;

use super::fault::fault;
use super::options::FileOptions;
use crate::sure::Absent;
use crate::{Error, Result};

/// Text, and where its bytes were not text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text without its byte order mark.
    pub(super) text: Cow<'a, str>,
    /// The encoding.
    pub(super) encoding: String,
    /// Whether there was a byte order mark.
    pub(super) bom: bool,
    /// Where U+FFFD stands in place of bytes that are no text, in order.
    pub(super) bad: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { little: bool },
    Windows1252,
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 { little: true } => "utf-16le",
            Self::Utf16 { little: false } => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    fn of(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase().replace('_', "-");
        Some(match label.as_str() {
            "utf-8" | "utf8" | "utf-8-sig" | "ascii" | "us-ascii" => Self::Utf8,
            "utf-16" | "utf16" | "utf-16le" | "utf-16-le" => Self::Utf16 { little: true },
            "utf-16be" | "utf-16-be" => Self::Utf16 { little: false },
            "windows-1252" | "cp1252" | "latin1" | "latin-1" | "iso-8859-1" | "ansi" => {
                Self::Windows1252
            }
            _ => return None,
        })
    }
}

/// What Windows-1252 has at 0x80 to 0x9F; five places have no letter.
const HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// The text of a file: by the encoding that is given, else by the byte order mark, else UTF-8, else Windows-1252.
pub(super) fn decode<'a>(bytes: &'a [u8], options: &FileOptions) -> Result<Decoded<'a>> {
    let (marked, rest) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Some(Encoding::Utf8), rest),
        [0xff, 0xfe, rest @ ..] => (Some(Encoding::Utf16 { little: true }), rest),
        [0xfe, 0xff, rest @ ..] => (Some(Encoding::Utf16 { little: false }), rest),
        rest => (None, rest),
    };
    let given = match &options.encoding {
        Some(label) => match Encoding::of(label) {
            Some(known) => Some(known),
            None => return other(label, bytes),
        },
        None => None,
    };
    let (encoding, bom, body) = match (given, marked) {
        (None, Some(marked)) => (marked, true, rest),
        (Some(Encoding::Utf16 { .. }), Some(marked @ Encoding::Utf16 { .. })) => {
            (marked, true, rest)
        }
        (Some(given), Some(marked)) if given == marked => (given, true, rest),
        (Some(given), _) => (given, false, bytes),
        (None, None) => (zeros(bytes).unwrap_or(Encoding::Utf8), false, bytes),
    };
    let (text, bad, encoding) = match encoding {
        Encoding::Utf16 { little } => {
            let (text, bad) = utf16(body, little);
            (Cow::Owned(text), bad, encoding)
        }
        Encoding::Windows1252 => {
            let (text, bad) = windows_1252(body);
            (Cow::Owned(text), bad, encoding)
        }
        Encoding::Utf8 => match std::str::from_utf8(body) {
            Ok(text) => (Cow::Borrowed(text), Vec::new(), encoding),
            Err(_) if given.is_none() && !bom && !mostly_utf8(body) => {
                let (text, bad) = windows_1252(body);
                (Cow::Owned(text), bad, Encoding::Windows1252)
            }
            Err(_) => {
                let (text, bad) = utf8(body);
                (Cow::Owned(text), bad, encoding)
            }
        },
    };
    if bad.len() > 100 && bad.len() > text.len() / 10 {
        return Err(fault(
            format!("{} places are no text in {}", bad.len(), encoding.name()),
            "say its encoding, for example encoding = \"windows-1252\"; if it is no text, export it again",
        ));
    }
    Ok(Decoded { text, encoding: encoding.name().to_owned(), bom, bad })
}

/// UTF-16 without a mark: every other byte of its Latin letters is a zero.
fn zeros(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..4096).or_absent(bytes);
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let count = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (count(0), count(1));
    if odd * 4 >= pairs * 3 && even * 20 <= pairs {
        return Some(Encoding::Utf16 { little: true });
    }
    (even * 4 >= pairs * 3 && odd * 20 <= pairs).then_some(Encoding::Utf16 { little: false })
}

/// Whether what is not ASCII is UTF-8 more often than not: then a few bytes are damaged.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut fine, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        // The first byte of each letter beyond ASCII.
        fine += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    fine > wrong
}

fn utf8(bytes: &[u8]) -> (String, Vec<usize>) {
    let (mut text, mut bad) = (String::with_capacity(bytes.len() + 16), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            bad.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, bad)
}

fn utf16(bytes: &[u8], little: bool) -> (String, Vec<usize>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs
        .iter()
        .map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let (mut text, mut bad) = (String::with_capacity(bytes.len() / 2), Vec::new());
    for letter in char::decode_utf16(units) {
        if letter.is_err() {
            bad.push(text.len());
        }
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        bad.push(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, bad)
}

fn windows_1252(bytes: &[u8]) -> (String, Vec<usize>) {
    let (mut text, mut bad) = (String::with_capacity(bytes.len() + bytes.len() / 16), Vec::new());
    let mut rest = bytes;
    while !rest.is_empty() {
        let plain = rest.iter().position(|byte| *byte >= 0x80).or_absent(rest.len());
        let (ascii, high) = rest.split_at(plain);
        text.push_str(std::str::from_utf8(ascii).unwrap_or_default());
        let Some((byte, behind)) = high.split_first() else { break };
        let letter = match HIGH.get(usize::from(*byte) - 0x80) {
            Some(letter) => *letter,
            None => char::from(*byte),
        };
        if letter == char::REPLACEMENT_CHARACTER {
            bad.push(text.len());
        }
        text.push(letter);
        rest = behind;
    }
    (text, bad)
}

#[cfg(feature = "encodings")]
fn other<'a>(label: &str, bytes: &'a [u8]) -> Result<Decoded<'a>> {
    let Some(encoding) = encoding_rs::Encoding::for_label(label.as_bytes()) else {
        return Err(unknown(label));
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let bad = text.match_indices(char::REPLACEMENT_CHARACTER).map(|(at, _)| at).collect();
    let name = encoding.name().to_ascii_lowercase();
    Ok(Decoded { text, encoding: name, bom: false, bad })
}

#[cfg(not(feature = "encodings"))]
fn other<'a>(label: &str, _bytes: &'a [u8]) -> Result<Decoded<'a>> {
    Err(unknown(label))
}

fn unknown(label: &str) -> Error {
    let allowed = if cfg!(feature = "encodings") {
        "a name that the web knows, such as \"utf-8\", \"windows-1252\", \"utf-16le\", \"shift_jis\""
    } else {
        "\"utf-8\", \"utf-16le\", \"utf-16be\" or \"windows-1252\"; decode others before"
    };
    Error::Option {
        field: "encoding",
        value: crate::options::quoted(label),
        allowed: allowed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, String, usize) {
        let read = decode(bytes, &FileOptions::default()).expect("text");
        (read.text.into_owned(), read.encoding, read.bad.len())
    }

    #[test]
    fn encodings_are_found() {
        let of = |text: &str, name: &str| (text.to_owned(), name.to_owned(), 0);
        assert_eq!(read("Zürich".as_bytes()), of("Zürich", "utf-8"));
        assert_eq!(read(b"Z\xfcrich \x80"), of("Zürich €", "windows-1252"));
        let little: Vec<u8> = "Zürich,ab".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Zürich,ab".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&little), of("Zürich,ab", "utf-16le"));
        assert_eq!(read(&big), of("Zürich,ab", "utf-16be"));
        assert_eq!(read(&[&b"\xfe\xff"[..], &big].concat()), of("Zürich,ab", "utf-16be"));
        assert_eq!(read(b"\xef\xbb\xbfab"), of("ab", "utf-8"));
    }

    #[test]
    fn a_damaged_byte_does_not_turn_the_whole_file() {
        let (text, encoding, bad) = read("Zürich, Genève, Köln \u{1f600}".as_bytes());
        assert_eq!((text.len(), encoding.as_str(), bad), (28, "utf-8", 0));
        let (_, encoding, bad) = read(&["Zürich, Genève, Köln".as_bytes(), b" \xfc"].concat());
        assert_eq!((encoding.as_str(), bad), ("utf-8", 1));
    }
}
