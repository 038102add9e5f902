//! Where the header of a table is.

use super::fault::{fault, fault_at};
use super::looks::{Look, look, look_of};
use super::options::FileOptions;
use super::sample::{Seen, usual_width};
use crate::Result;
use crate::sure::{Absent, Sure};

/// The header of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// Which of the rows that were seen is the first of the header, or of the data where there is none.
    pub(super) first: usize,
    /// Rows of header.
    pub(super) rows: u32,
    /// Lines before it that begin with `#`.
    pub(super) comments: u64,
    /// Names of the columns.
    pub(super) names: Vec<String>,
    /// What the second row of header says of a column: name and label.
    pub(super) labels: Vec<(String, String)>,
}

/// Finds the header among the first rows.
pub(super) fn heading(seen: &[Seen<'_>], options: &FileOptions) -> Result<Heading> {
    if options.header == Some(0) {
        let width = usual_width(seen.iter()).0;
        if width > 0 && width != options.columns.len() {
            return Err(names_differ(options.columns.len(), width));
        }
        let (names, labels) = (options.columns.clone(), Vec::new());
        return Ok(Heading { first: 0, rows: 0, comments: 0, names, labels });
    }
    let first = if options.skip.is_some() { 0 } else { before(seen) };
    let head = seen.get(first..).sure_or_default();
    let rows = options.header.or_absent(if is_survey(head) { 3 } else { 1 });
    if options.header.is_none() && options.columns.is_empty() {
        no_header(head, rows)?;
    }
    let (names, labels) = names(head, rows as usize);
    let comments = seen.iter().take(first).filter(|row| row.first().starts_with('#')).count();
    let names = match options.columns.len() {
        0 => names,
        given if given == names.len() => options.columns.clone(),
        given => return Err(names_differ(given, names.len())),
    };
    Ok(Heading { first, rows, comments: comments as u64, names, labels })
}

fn names_differ(given: usize, width: usize) -> crate::Error {
    fault(
        format!("columns name {given} columns, the rows have {width} cells"),
        "name every column, in order; say separator = where cells are cut wrongly",
    )
}

/// How many rows stand before the header: titles and lines with `#`.
fn before(seen: &[Seen<'_>]) -> usize {
    let (width, _) = usual_width(seen.iter());
    let mut at = 0;
    while let (Some(row), Some(next)) = (seen.get(at), seen.get(at + 1)) {
        let hash = row.first().starts_with('#');
        let title = row.cells.len() == 1 || (row.filled() <= 1 && width > 2);
        let short = row.cells.len() < width && is_header(next, width);
        let another = hash && next.first().starts_with('#');
        if width < 2 && !(hash && another) && !(hash && width == 1 && !is_data(next)) {
            break;
        }
        let skip = another || (hash && row.cells.len() != width) || (title && width > 1) || short;
        if !skip {
            break;
        }
        at += 1;
    }
    // Titles end at a header; where none follows, the first row is it.
    match seen.get(at) {
        Some(row)
            if at > 0
                && (is_header(row, width)
                    || seen.iter().take(at).all(|row| row.first().starts_with('#'))) =>
        {
            at
        }
        _ => 0,
    }
}

fn is_data(row: &Seen<'_>) -> bool {
    row.cells.iter().any(|cell| look(cell).is_data())
}

/// Whether a row has the width of the table, and every cell of it may be a name.
fn is_header(row: &Seen<'_>, width: usize) -> bool {
    row.cells.len() == width && row.filled() == width && !is_data(row)
}

/// Whether the third row of header says how a survey imports its columns.
fn is_survey(head: &[Seen<'_>]) -> bool {
    let third = head.get(2).map(|row| row.cells.as_slice()).or_absent_default();
    let imports = third.iter().filter(|cell| cell.starts_with("{\"ImportId\"")).count();
    imports > 0 && imports == third.len()
}

/// Refuses a first row that is data: nothing tells it from the rows below.
fn no_header(head: &[Seen<'_>], rows: u32) -> Result<()> {
    let Some((header, body)) = head.split_first() else { return Ok(()) };
    let body = body.get(rows as usize - 1..).or_absent_default();
    let (mut same, mut other, mut filled, mut data, mut address) = (0, 0, 0, 0, false);
    for (column, name) in header.cells.iter().enumerate() {
        let name = look(name);
        let cells = body.iter().take(50).map(|row| row.cells.get(column).map_or("", AsRef::as_ref));
        let below = look_of(cells);
        filled += usize::from(name != Look::Blank);
        data += usize::from(name.is_data());
        address |= name == Look::Address;
        if below.is_data() {
            if name == below {
                same += 1;
            } else if name != Look::Blank {
                other += 1;
            }
        }
    }
    if address || (same > 0 && other == 0) || (data > 0 && data == filled) {
        return Err(fault_at(
            header.line,
            "no header? The first row looks like the data below it",
            "say header = 0 with columns = [...] where the file has none, or header = 1 where this is it",
        ));
    }
    Ok(())
}

/// Names of the columns, and the labels of the second row.
fn names(head: &[Seen<'_>], rows: usize) -> (Vec<String>, Vec<(String, String)>) {
    let row = |at: usize| head.get(at).map(|row| row.cells.as_slice()).or_absent_default();
    let mut names: Vec<String> = row(0).iter().map(|cell| cell.trim().to_owned()).collect();
    let mut labels = Vec::new();
    if rows < 2 {
        return (names, labels);
    }
    let mut last = String::new();
    for (name, label) in names.iter_mut().zip(row(1)) {
        let label = label.trim();
        if name.is_empty() {
            // An answer of the question before, as surveys with several answers write it.
            *name = [last.as_str(), label].join(" / ");
        } else {
            last.clone_from(name);
        }
        if !label.is_empty() {
            labels.push((name.clone(), label.to_owned()));
        }
    }
    (names, labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::files::sample::sample;
    use crate::intake::files::scan::Signs;

    fn found(text: &str, options: &FileOptions) -> Result<(usize, u32, String)> {
        let signs = Signs { separator: ",", quote: Some(b'"'), comment: None };
        let found = heading(&sample(text, signs, 0, 1), options)?;
        Ok((found.first, found.rows, found.names.join("|")))
    }

    fn usual(text: &str) -> Result<(usize, u32, String)> {
        found(text, &FileOptions::default())
    }

    #[test]
    fn titles_and_preambles_stand_before_the_header() {
        let of = |first, names: &str| Ok((first, 1, names.to_owned()));
        assert_eq!(usual(" a , b\n1,2\n"), of(0, "a|b"));
        assert_eq!(usual("Report\n\"1 March, 2026\"\na,b\n1,2\n3,4\n"), of(2, "a|b"));
        assert_eq!(usual("Report,,\na,b,c\n1,2,3\n"), of(1, "a|b|c"));
        assert_eq!(usual("# made, by\n# us\na,b,c\n1,2,3\n"), of(2, "a|b|c"));
        assert_eq!(usual("#id,name\n1,x\n2,y\n"), of(0, "#id|name"));
        assert_eq!(usual("a,b\n1,2,3\n4,5,6\n"), of(0, "a|b"));
        assert_eq!(usual("score\n1\n2\n"), of(0, "score"));
    }

    #[test]
    fn a_first_row_of_data_is_refused() {
        for text in [
            "2026-03-01,u1,a\n2026-03-02,u2,b\n",
            "1,2\n3,4\n",
            "x,7\ny,8\n",
            "1,2\n",
            "a@b.ch,x\n",
        ] {
            let said = usual(text).expect_err(text).to_string();
            assert!(said.contains("no header?") && said.contains("header = 0"), "{said}");
        }
        assert!(usual("campaign,2026-01,2026-02\na,10,20\n").is_ok());
        assert!(found("1,2\n3,4\n", &FileOptions::default().header(1)).is_ok());
        let named = FileOptions::default().header(0).columns(vec!["a".into(), "b".into()]);
        assert_eq!(found("1,2\n3,4\n", &named), Ok((0, 0, "a|b".to_owned())));
        assert!(found("1,2,3\n", &named).is_err());
    }

    #[test]
    fn surveys_have_several_rows_of_header() {
        let three = "Q1,Q2\nHow likely?,Why?\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n9,x\n";
        assert_eq!(usual(three), Ok((0, 3, "Q1|Q2".to_owned())));
        let two = "Id,Likes,\n,Shop,App\n1,x,y\n";
        let found = found(two, &FileOptions::default().header(2));
        assert_eq!(found, Ok((0, 2, "Id|Likes|Likes / App".to_owned())));
    }
}
