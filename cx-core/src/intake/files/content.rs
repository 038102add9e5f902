//! What a file is, by its first bytes.

use crate::sure::Absent;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Text that may be a table.
    Text,
    /// JSON.
    Json,
    /// A page of the web, or XML.
    Markup,
    /// A workbook as .xlsx or .ods.
    Workbook,
    /// A workbook as .xls, or another file of old Office.
    OldWorkbook,
    /// Compressed by gzip.
    Gzip,
    /// Anything else that is known, by its name.
    Other(&'static str),
}

/// First bytes of kinds of files.
const KNOWN: [(&[u8], Content); 14] = [
    (b"\x1f\x8b", Content::Gzip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content::OldWorkbook),
    (b"PAR1", Content::Other("a Parquet file")),
    (b"ARROW1", Content::Other("an Arrow file")),
    (b"Obj\x01", Content::Other("an Avro file")),
    (b"ORC", Content::Other("an ORC file")),
    (b"%PDF", Content::Other("a PDF")),
    (b"SQLite format 3\0", Content::Other("an SQLite database")),
    (b"BZh", Content::Other("a file compressed by bzip2")),
    (b"\x28\xb5\x2f\xfd", Content::Other("a file compressed by zstd")),
    (b"\xfd7zXZ\0", Content::Other("a file compressed by xz")),
    (b"7z\xbc\xaf\x27\x1c", Content::Other("a 7z archive")),
    (b"\x89PNG", Content::Other("a picture")),
    (b"\xff\xd8\xff", Content::Other("a picture")),
];

/// What a file is.
pub(super) fn content(bytes: &[u8]) -> Content {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let head = bytes.get(..4096).or_absent(bytes);
        let holds = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
        let book =
            holds(b"xl/") || holds(b"[Content_Types].xml") || holds(b"opendocument.spreadsheet");
        return if book { Content::Workbook } else { Content::Other("a zip archive") };
    }
    // Words of letters are names of columns too: "ORC" and "BZh" count only before what is no text.
    let binary = bytes.iter().take(64).any(|byte| *byte < 9 || *byte >= 0x80);
    let known = KNOWN.iter().find(|(first, _)| bytes.starts_with(first));
    if let Some((first, content)) = known
        && (binary || !first.is_ascii() || matches!(*first, b"%PDF"))
    {
        return *content;
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace());
    match start.and_then(|start| text.get(start..)) {
        Some([b'<', ..]) => Content::Markup,
        Some([b'{', rest @ ..])
            if after_blanks(rest).is_some_and(|byte| matches!(byte, b'"' | b'}')) =>
        {
            Content::Json
        }
        Some([b'[', rest @ ..])
            if after_blanks(rest).is_some_and(|byte| matches!(byte, b'{' | b']' | b'[')) =>
        {
            Content::Json
        }
        _ => Content::Text,
    }
}

fn after_blanks(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

impl Content {
    /// What the file is and what to do, where it is not text.
    pub(super) fn said(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Text => return None,
            Self::Json => ("this is JSON, not CSV", "name it .json (or .jsonl), or call read_json"),
            Self::Markup => (
                "this is a page of the web (HTML or XML), not a table, perhaps the error of a download",
                "export the file again",
            ),
            Self::Workbook => (
                "this is a workbook (.xlsx or .ods), not text",
                "name it .xlsx or .ods, or call read_excel",
            ),
            Self::OldWorkbook => {
                ("this is a workbook (.xls), not text", "name it .xls, or call read_excel")
            }
            Self::Gzip => ("this file is compressed by gzip", "name it .gz, or unpack it"),
            Self::Other("a Parquet file") => {
                ("this is a Parquet file, not text", "name it .parquet")
            }
            Self::Other("a zip archive") => {
                ("this is a zip archive, not text", "unpack it and give the file inside")
            }
            Self::Other(what) => (what, "give a .csv, .json, .xlsx, .xls, .ods or .parquet file"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_at_the_start_are_no_kind_of_file() {
        assert_eq!(content(b"ORC,b\n1,2\n"), Content::Text);
        assert_eq!(content(b"BZh;b\n"), Content::Text);
        assert_eq!(content(b"PAR1\x15\x04"), Content::Other("a Parquet file"));
        assert_eq!(content(b"PAR1,PAR2\n"), Content::Text);
        assert_eq!(content(b"\n <!doctype html>"), Content::Markup);
        assert_eq!(content(b"{\"a\": 1}"), Content::Json);
        assert_eq!(content(b"[x],b"), Content::Text);
        assert_eq!(content(b""), Content::Text);
    }
}
