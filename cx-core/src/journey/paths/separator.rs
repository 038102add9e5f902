//! Whether paths as text were cut where their tool cuts them.

use super::text::PathColumn;
use crate::columns::NO_CODE;
use crate::intake::{IntakeWarning, WarningKind};
use crate::options::quoted;
use crate::sentences::{Arg, Key, Sentence, say};
use crate::sure::Sure;

/// What tools put between two touchpoints.
const USUAL: [&str; 9] = ["->", "=>", ">", "\u{2192}", "|", ",", ";", "~", "^"];

/// A warning where no path has the separator, but names have another one in them; or where an arrow was
/// cut in its middle.
pub(crate) fn warning(column: &PathColumn, sep: &str) -> Option<IntakeWarning> {
    let names = column.coded.dictionary.names();
    let names: Vec<String> = names.map(std::borrow::Cow::into_owned).collect();
    let mut start = 0;
    let several = column.ends.iter().any(|end| {
        let length = end - start;
        start = *end;
        length > 1
    });
    let found = |is: &dyn Fn(&str) -> bool| -> (u64, Option<&String>) {
        let flags: Vec<bool> = names.iter().map(|name| is(name)).collect();
        let codes = column.coded.codes.iter().filter(|code| **code != NO_CODE);
        let count = codes.filter(|code| flags.get(**code as usize).sure() == Some(&true)).count();
        (count as u64, names.iter().zip(&flags).find(|(_, flag)| **flag).map(|(name, _)| name))
    };
    if several {
        let arrow = |name: &str| name.ends_with('-') || name.ends_with('=');
        let (rows, example) = if sep == ">" { found(&arrow) } else { (0, None) };
        let example = example?;
        let whole = if example.ends_with('-') { "->" } else { "=>" };
        let (example, whole) = (quoted(example), quoted(whole));
        let words = [("example", Arg::Name(&example)), ("whole", Arg::Name(&whole))];
        return Some(warn(rows, say(Key::HalfArrow, &words)));
    }
    let usual = USUAL.iter().filter(|usual| **usual != sep);
    let (other, (rows, example)) = usual
        .map(|usual| (*usual, found(&|name| name.contains(usual))))
        .find(|(_, (rows, _))| *rows > 0)?;
    let (sep, example, other) = (quoted(sep), quoted(example?), quoted(other));
    let words =
        [("sep", Arg::Name(&sep)), ("example", Arg::Name(&example)), ("other", Arg::Name(&other))];
    Some(warn(rows, say(Key::NoSeparator, &words)))
}

fn warn(rows: u64, words: Sentence) -> IntakeWarning {
    let Sentence { en: sentence, de } = words;
    IntakeWarning { warning: WarningKind::Separator, rows, sentence, de }
}
