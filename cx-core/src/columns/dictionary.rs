//! Text as codes: interning, and a dictionary whose order does not depend on the order of rows.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::no_code::NO_CODE;
use crate::sure::{Absent, ByCode, Sure};
use crate::{Error, Result};

/// The distinct names of a column in canonical order: whole numbers by value, then text by bytes.
///
/// The order does not depend on the order of rows, nor on whether numbers came as integers or as
/// text, so codes, and whatever is numbered by them, are the same for every encoding of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    numbers: Vec<i64>,
    bytes: String,
    ends: Vec<usize>,
}

impl Dictionary {
    /// How many names there are.
    pub fn len(&self) -> usize {
        self.numbers.len() + self.ends.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a code; blank for [`NO_CODE`] and codes beyond the end.
    pub fn name(&self, code: u32) -> Cow<'_, str> {
        let code = code as usize;
        match self.numbers.get(code) {
            Some(number) => Cow::Owned(number.to_string()),
            None => Cow::Borrowed(self.text_at(code - self.numbers.len())),
        }
    }

    /// All names in order of their codes.
    pub fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len() as u32).map(|code| self.name(code))
    }

    /// All names, owned.
    pub fn to_vec(&self) -> Vec<String> {
        self.names().map(Cow::into_owned).collect()
    }

    /// The names that are whole numbers; their codes come first.
    pub(crate) fn numbers(&self) -> &[i64] {
        &self.numbers
    }

    /// The other names.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.text_at(at))
    }

    /// The code of a name.
    pub fn code(&self, name: &str) -> Option<u32> {
        if let Some(number) = canonical_number(name) {
            return self.numbers.binary_search(&number).ok().map(|at| at as u32);
        }
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.text_at(middle).cmp(name) {
                std::cmp::Ordering::Equal => return Some((self.numbers.len() + middle) as u32),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The code of a name that the user gave.
    ///
    /// # Errors
    /// [`Error::UnknownName`] with the names that exist.
    pub fn require(&self, what: &'static str, name: &str) -> Result<u32> {
        self.code(name).ok_or_else(|| Error::UnknownName {
            what,
            name: name.to_owned(),
            available: self.names().take(50).map(Cow::into_owned).collect(),
        })
    }

    /// A dictionary of the given names; their codes come back in the order given.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^32 - 2 names.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<(Self, Vec<u32>)> {
        let mut interner = Interner::default();
        let codes: Vec<u32> = names.into_iter().map(|n| interner.text(n)).collect::<Result<_>>()?;
        let coded = interner.finish(codes);
        Ok((coded.dictionary, coded.codes))
    }

    fn keep(&self, used: &[bool]) -> Self {
        let kept = |at: usize| used.get(at).copied().sure_or(false);
        let numbers = self.numbers.iter().enumerate().filter(|(at, _)| kept(*at));
        let mut dictionary =
            Self { numbers: numbers.map(|(_, number)| *number).collect(), ..Self::default() };
        let first = self.numbers.len();
        for at in (0..self.ends.len()).filter(|at| kept(first + at)) {
            dictionary.push_text(self.text_at(at));
        }
        dictionary
    }

    fn text_at(&self, at: usize) -> &str {
        let start = if at == 0 { Some(0) } else { self.ends.get(at - 1).copied() };
        let range = start.zip(self.ends.get(at).copied());
        range.and_then(|(start, end)| self.bytes.get(start..end)).sure_or_default()
    }

    fn push_text(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }
}

/// A column of codes with its dictionary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coded {
    /// One code for each row, or [`NO_CODE`].
    pub codes: Vec<u32>,
    /// The names of the codes.
    pub dictionary: Dictionary,
}

impl Coded {
    /// The code of a row of the column.
    pub fn code(&self, row: usize) -> u32 {
        self.codes.get(row).copied().sure_or(NO_CODE)
    }

    /// The code of all rows, where there is one name only and no blank.
    pub(crate) fn only(&self) -> Option<u32> {
        (self.dictionary.len() == 1 && !self.codes.contains(&NO_CODE)).then_some(0)
    }

    /// The name in a row; blank where there is none.
    pub fn name(&self, row: usize) -> Cow<'_, str> {
        match self.code(row) {
            NO_CODE => Cow::Borrowed(""),
            code => self.dictionary.name(code),
        }
    }

    /// The same name in every one of `rows` rows; none where it is blank.
    ///
    /// # Errors
    /// As [`Dictionary::from_names`], whose limit one name does not reach.
    pub fn constant(name: &str, rows: usize) -> Result<Self> {
        let (dictionary, codes) = Dictionary::from_names([name])?;
        let code = codes.first().copied().sure_or(NO_CODE);
        Ok(Self { codes: vec![code; rows], dictionary })
    }

    /// Keeps the given rows, in that order.
    pub(crate) fn take(&self, rows: &[u32]) -> Self {
        let codes = rows.iter().map(|row| self.code(*row as usize)).collect();
        Self { codes, dictionary: self.dictionary.clone() }
    }

    /// Drops names that no row carries; the order of the others stays.
    pub(crate) fn compact(&mut self) {
        let mut used = vec![false; self.dictionary.len()];
        for code in &self.codes {
            if let Some(flag) = used.by_code_mut(*code) {
                *flag = true;
            }
        }
        if used.iter().all(|flag| *flag) {
            return;
        }
        let mut next = 0;
        let rank = |flag: &bool| {
            let code = if *flag { next } else { NO_CODE };
            next += u32::from(*flag);
            code
        };
        let map: Vec<u32> = used.iter().map(rank).collect();
        self.dictionary = self.dictionary.keep(&used);
        for code in &mut self.codes {
            *code = map.by_code(*code).copied().or_absent(NO_CODE);
        }
    }

    /// One column from several, below one another; each part must have as many codes as rows.
    pub(crate) fn concat(parts: &[Cow<'_, Self>]) -> Result<Self> {
        let mut interner = Interner::default();
        let mut codes = Vec::with_capacity(parts.iter().map(|p| p.codes.len()).sum());
        for part in parts {
            let map = part
                .dictionary
                .names()
                .map(|name| interner.text(&name))
                .collect::<Result<Vec<u32>>>()?;
            codes.extend(part.codes.iter().map(|c| map.by_code(*c).copied().or_absent(NO_CODE)));
        }
        Ok(interner.finish(codes))
    }
}

/// Gives each distinct name a provisional code; [`finish`](Self::finish) puts them in order.
#[derive(Debug, Default)]
pub struct Interner {
    hasher: foldhash::fast::RandomState,
    numbers: HashTable<(i64, u32)>,
    texts: HashTable<u32>,
    bytes: String,
    spans: Vec<(usize, usize)>,
    /// For each provisional code, its place among the numbers or the texts.
    kinds: Vec<Kind>,
    direct: Direct,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Number(i64),
    Text(u32),
}

/// Codes of small whole numbers by position, which is several times faster than hashing them.
#[derive(Debug, Default)]
struct Direct {
    codes: Vec<u32>,
}

/// Numbers below this are looked up by position: 64 MiB at the most.
const DIRECT_LIMIT: i64 = 1 << 24;

impl Interner {
    /// The provisional code of a text; blank text has none.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^32 - 2 names.
    pub fn text(&mut self, text: &str) -> Result<u32> {
        if text.is_empty() {
            return Ok(NO_CODE);
        }
        if let Some(number) = canonical_number(text) {
            return self.number(number);
        }
        let hash = self.hasher.hash_one(text);
        let (bytes, spans, kinds) = (&self.bytes, &self.spans, &self.kinds);
        let same = |code: &u32| text_of(bytes, spans, kinds, *code) == text;
        if let Some(code) = self.texts.find(hash, same) {
            return Ok(*code);
        }
        let place = self.spans.len() as u32;
        let start = self.bytes.len();
        self.bytes.push_str(text);
        self.spans.push((start, self.bytes.len()));
        let code = self.new_code(Kind::Text(place))?;
        let (bytes, spans, kinds, hasher) = (&self.bytes, &self.spans, &self.kinds, &self.hasher);
        self.texts
            .insert_unique(hash, code, |code| hasher.hash_one(text_of(bytes, spans, kinds, *code)));
        Ok(code)
    }

    /// The provisional code of a whole number; the same as that of its decimal text.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^32 - 2 names.
    pub fn number(&mut self, number: i64) -> Result<u32> {
        if (0..DIRECT_LIMIT).contains(&number) {
            return self.small_number(number);
        }
        let hash = self.hasher.hash_one(number);
        if let Some((_, code)) = self.numbers.find(hash, |(known, _)| *known == number) {
            return Ok(*code);
        }
        let code = self.new_code(Kind::Number(number))?;
        let hasher = &self.hasher;
        self.numbers.insert_unique(hash, (number, code), |(known, _)| hasher.hash_one(known));
        Ok(code)
    }

    /// How many names there are so far.
    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Puts the names in canonical order and turns provisional codes into final ones.
    pub fn finish(self, mut codes: Vec<u32>) -> Coded {
        let (dictionary, map) = self.order();
        for code in &mut codes {
            *code = map.by_code(*code).copied().or_absent(NO_CODE);
        }
        Coded { codes, dictionary }
    }

    /// The dictionary in canonical order and, for each provisional code, its final one.
    pub(crate) fn order(self) -> (Dictionary, Vec<u32>) {
        let mut numbers = Vec::new();
        let mut texts = Vec::new();
        for (code, kind) in self.kinds.iter().enumerate() {
            match kind {
                Kind::Number(number) => numbers.push((*number, code as u32)),
                Kind::Text(_) => texts.push(code as u32),
            }
        }
        crate::parallel::sort_unstable_by_key(&mut numbers, |(number, _)| *number);
        let name = |code: u32| text_of(&self.bytes, &self.spans, &self.kinds, code);
        crate::parallel::sort_unstable_by_key(&mut texts, |code| name(*code));
        let mut map = vec![NO_CODE; self.kinds.len()];
        let mut dictionary = Dictionary::default();
        let in_order = numbers.iter().map(|(_, code)| *code).chain(texts.iter().copied());
        for (rank, code) in in_order.enumerate() {
            if let Some(place) = map.get_mut(code as usize).sure() {
                *place = rank as u32;
            }
        }
        for code in &texts {
            dictionary.push_text(name(*code));
        }
        dictionary.numbers = numbers.into_iter().map(|(number, _)| number).collect();
        (dictionary, map)
    }

    fn small_number(&mut self, number: i64) -> Result<u32> {
        let at = number as usize;
        if let Some(code) = self.direct.codes.get(at).filter(|code| **code != NO_CODE) {
            return Ok(*code);
        }
        if at >= self.direct.codes.len() {
            let length = (at + 1).next_power_of_two();
            self.direct.codes.resize(length, NO_CODE);
        }
        let code = self.new_code(Kind::Number(number))?;
        if let Some(place) = self.direct.codes.get_mut(at).sure() {
            *place = code;
        }
        Ok(code)
    }

    fn new_code(&mut self, kind: Kind) -> Result<u32> {
        let code = self.kinds.len() as u64;
        let limit = u64::from(NO_CODE) - 1;
        if code >= limit {
            return Err(Error::TooMany { what: "distinct names", found: code + 1, limit });
        }
        self.kinds.push(kind);
        Ok(code as u32)
    }
}

fn text_of<'a>(bytes: &'a str, spans: &[(usize, usize)], kinds: &[Kind], code: u32) -> &'a str {
    let Some(Kind::Text(place)) = kinds.get(code as usize).sure() else { return "" };
    let span = spans.get(*place as usize).copied().sure_or_default();
    bytes.get(span.0..span.1).sure_or_default()
}

/// The value of a text that is exactly how a whole number is printed: `"7"`, `"-12"`, not `"007"`.
pub(crate) fn canonical_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let first = *digits.as_bytes().first()?;
    if !first.is_ascii_digit() || digits.len() > 19 {
        return None;
    }
    if first == b'0' && text.len() > 1 {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_sort_by_value_and_before_text() {
        let names = ["b", "10", "9", "a", "007", "-3", "9"];
        let (dictionary, codes) = Dictionary::from_names(names).expect("few names");
        assert_eq!(dictionary.to_vec(), ["-3", "9", "10", "007", "a", "b"]);
        let back: Vec<_> = codes.iter().map(|c| dictionary.name(*c).into_owned()).collect();
        assert_eq!(back, names);
    }

    proptest! {
        #[test]
        fn every_name_finds_its_code(names in proptest::collection::vec("[0-9]{1,3}|[a-c]{0,3}|-?[0-9]{17,20}", 0..40)) {
            let filled: Vec<&str> = names.iter().map(String::as_str).filter(|n| !n.is_empty()).collect();
            let (dictionary, codes) = Dictionary::from_names(filled.iter().copied())?;
            for (name, code) in filled.iter().zip(&codes) {
                prop_assert_eq!(dictionary.name(*code), *name);
                prop_assert_eq!(dictionary.code(name), Some(*code));
            }
            let mut reversed = filled.clone();
            reversed.reverse();
            prop_assert_eq!(Dictionary::from_names(reversed)?.0, dictionary);
        }
    }
}
