//! Malformed files: what a broken export, transfer or editor leaves behind.

use std::fmt::Write;

use crate::dice::Dice;

/// A person in every row of the files, whom no message may name.
pub const SECRET: &str = "anna.secret@example.com";

/// A sound file, from which the others are made.
pub fn sound() -> Vec<u8> {
    let mut text = String::from("time,who,place,note,score\r\n");
    for row in 0..300 {
        let (day, score) = (1 + row % 28, row % 11);
        let note = match row % 5 {
            0 => "\"Z\u{fc}rich, \"\"HB\"\"\"",
            1 => "\"two\r\nlines\"",
            2 => "Gen\u{e8}ve",
            3 => "",
            _ => "plain text",
        };
        write!(text, "2026-03-{day:02}T10:00:00Z,{SECRET},app,{note},{score}\r\n")
            .expect("a string takes all");
    }
    text.into_bytes()
}

/// About 250 malformed files, each with what was done to it.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let whole = sound();
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for part in 0..100 {
        all.push((format!("cut at {part} %"), whole[..whole.len() * part / 100].to_vec()));
    }
    let mut dice = Dice(5);
    for at in 0..90 {
        let mut bytes = whole.clone();
        for _ in 0..=at {
            let place = dice.below(bytes.len() as u64) as usize;
            bytes[place] ^= 1 << dice.below(8);
        }
        all.push((format!("{} bits flipped", at + 1), bytes));
    }
    let signs: [(&str, &[u8]); 5] = [
        ("NUL", b"\0"),
        ("lone CR", b"\r"),
        ("lone quote", b"\""),
        ("other encoding", b"\xfc\xe8"),
        ("further cell", b",x"),
    ];
    for (name, sign) in signs {
        for count in [1, 2, 5, 20, 100, 1_000] {
            let mut bytes = whole.clone();
            for _ in 0..count {
                let place = dice.below(bytes.len() as u64) as usize;
                bytes.splice(place..place, sign.iter().copied());
            }
            all.push((format!("{name} {count} times"), bytes));
        }
    }
    all.extend(large());
    all
}

/// Files that take time or memory where a reader is careless.
fn large() -> Vec<(String, Vec<u8>)> {
    let head = "who,score\n";
    let of = |name: &str, body: String| (name.to_owned(), (head.to_owned() + &body).into_bytes());
    let columns = (0..100_000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    let wide = format!("{columns}\n{}\n", "1,".repeat(99_999) + "1");
    let mut mixed = head.as_bytes().to_vec();
    for row in 0..2_000 {
        mixed.extend(if row % 2 == 0 {
            &b"Z\xfcrich,9\n"[..]
        } else {
            "Z\u{fc}rich,9\n".as_bytes()
        });
    }
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend("who,score\nx,9\n".encode_utf16().flat_map(u16::to_le_bytes));
    utf16.push(0x41);
    vec![
        of("a cell of 10 MB", "x".repeat(10_000_000) + ",9\nb,8\n"),
        of("a quoted cell of 10 MB", format!("\"{}\",9\nb,8\n", "x".repeat(10_000_000))),
        of("a quote that never closes", format!("\"{}", "b,8\n".repeat(2_000_000))),
        of("quotes that never close", "\"a,9\n".repeat(1_000_000)),
        of("quotes that never close in one line", "\"a,".repeat(2_000_000)),
        of("a quote in every cell", "a\"b,9\"\n".repeat(1_000_000)),
        of("quotes alone", "\"".repeat(5_000_000)),
        of("quotes and blanks", "\" ".repeat(3_000_000)),
        of("commas alone", ",".repeat(8_000_000)),
        of("line breaks alone", "\n".repeat(8_000_000)),
        of("returns alone", "\r".repeat(8_000_000)),
        of("blanks alone", " ".repeat(8_000_000)),
        of("zeros alone", "\0".repeat(8_000_000)),
        of("ragged", (0..200_000).map(|row| ["a,1\n", "a\n", "a,1,2\n", ",\n"][row % 4]).collect()),
        ("one line of 10 MB".to_owned(), "x".repeat(10_000_000).into_bytes()),
        ("commas in one line".to_owned(), ",".repeat(4_000_000).into_bytes()),
        ("100,000 columns".to_owned(), wide.into_bytes()),
        (
            "100,000 columns, cut rows".to_owned(),
            format!("{columns}\n{}", "1,2\n".repeat(2_000)).into_bytes(),
        ),
        ("two encodings".to_owned(), mixed),
        ("half a letter at the end".to_owned(), utf16),
        ("bytes of every kind".to_owned(), (0..=255).cycle().take(1_000_000).collect()),
        ("high bytes alone".to_owned(), vec![0xff; 1_000_000]),
        ("a mark alone".to_owned(), b"\xef\xbb\xbf".to_vec()),
        ("half a mark".to_owned(), b"\xff\xfe".to_vec()),
        ("one letter".to_owned(), b"a".to_vec()),
        ("a quote".to_owned(), b"\"".to_vec()),
        ("sep= alone".to_owned(), b"sep=".to_vec()),
        ("sep= and nothing".to_owned(), b"sep=;\n".to_vec()),
        ("titles alone".to_owned(), b"Report\nof March\n\n".to_vec()),
        ("a total alone".to_owned(), b"who,score\nTotal,9\n".to_vec()),
    ]
}
