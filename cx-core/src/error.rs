//! What can go wrong, and what to do about it.

/// The result of every fallible call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong. Each variant's documentation names the remedy.
///
/// Messages never contain raw identifiers of persons; they name columns, options and counts.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A role names a column that the table does not have. Remedy: choose one of `available`, or
    /// write a constant as `"=text"`.
    #[error("{table}: no column \"{column}\"; available: {}", list(available))]
    MissingColumn {
        /// The table that was read, for example `events`.
        table: &'static str,
        /// The column that the role names.
        column: String,
        /// The columns that the table has.
        available: Vec<String>,
    },
    /// Two columns carry the name that a role asks for. Remedy: rename one of them.
    #[error("{table}: column \"{column}\" occurs {times} times; rename all but one")]
    AmbiguousColumn {
        /// The table that was read.
        table: &'static str,
        /// The column that the role names.
        column: String,
        /// How many columns carry that name.
        times: usize,
    },
    /// A column has a type that its role cannot use. Remedy: cast it to `expected` before the call.
    #[error("{table}: column \"{column}\" must be {expected}, found {found}")]
    ColumnType {
        /// The table that was read.
        table: &'static str,
        /// The column that the role names.
        column: String,
        /// What the role accepts.
        expected: &'static str,
        /// The Arrow type that was found.
        found: String,
    },
    /// The cells of a column can be read in several ways, or in none throughout. Remedy: `remedy`.
    #[error("{table}: column \"{column}\" is undecided: {found}; {remedy}")]
    Undecided {
        /// The table that was read.
        table: &'static str,
        /// The column.
        column: String,
        /// The readings and how many cells fit each.
        found: String,
        /// The option that decides.
        remedy: &'static str,
    },
    /// Rows were read and none of them was accepted. Remedy: see the reasons; the roles may name other columns than
    /// those that are meant.
    #[error("{table}: all {rows} rows were rejected: {}", reasons.join(", "))]
    NoneAccepted {
        /// The table that was read.
        table: &'static str,
        /// How many rows it has.
        rows: u64,
        /// Column, reason and number of rows, the most frequent first: `t: not a time (2)`.
        reasons: Vec<String>,
    },
    /// A required role was not given. Remedy: name the column (or constant) for it.
    #[error("{table}: the role \"{role}\" is required; {remedy}")]
    MissingRole {
        /// The table that was read.
        table: &'static str,
        /// The role, as in the options.
        role: &'static str,
        /// How to give it.
        remedy: &'static str,
    },
    /// The engine contradicts itself. Remedy: none; report it with the definition of the run.
    #[error("defect of the engine: {what}; please report it")]
    Defect {
        /// What cannot be.
        what: &'static str,
    },
    /// A table has no rows at all. Remedy: check the filter or the file that it came from.
    #[error("{table}: the table has no rows; check the file or filter it came from")]
    Empty {
        /// The table that was read.
        table: &'static str,
    },
    /// An option is out of its range. Remedy: give a value that `allowed` describes.
    #[error("option \"{field}\": {value} is not allowed; allowed: {allowed}")]
    Option {
        /// The option's name.
        field: &'static str,
        /// The value that was given.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// Options could not be read from their text form (unknown name, wrong type). Remedy: see the
    /// message; it lists the names that exist.
    #[error("options: {message}")]
    Options {
        /// What the reader said.
        message: String,
    },
    /// A time zone is not known. Remedy: use an IANA name ("Europe/Zurich"), "UTC", or a fixed
    /// offset ("+01:00"); names need the feature `zones`.
    #[error(
        "time zone \"{zone}\" is not known; use an IANA name such as \"Europe/Zurich\", \"UTC\" or an offset such as \"+01:00\""
    )]
    UnknownZone {
        /// The zone that was given.
        zone: String,
    },
    /// A name in the options does not occur in the data. Remedy: choose one of `available`.
    #[error("{what} \"{name}\" does not occur in the data; available: {}", list(available))]
    UnknownName {
        /// What kind of name it is, for example `event`.
        what: &'static str,
        /// The name that was given.
        name: String,
        /// The names that occur.
        available: Vec<String>,
    },
    /// A sum left the range of its type. Remedy: check the unit of the amounts.
    #[error("{what} is too large to be summed; check its unit")]
    Overflow {
        /// What was summed.
        what: &'static str,
    },
    /// More rows, names or nodes than the engine can number. Remedy: split the input.
    #[error("{what}: {found} is more than the limit of {limit}; split the input")]
    TooMany {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// Two parts of the input do not belong together: one was not made from the other, or by other rules. Remedy:
    /// `remedy`.
    #[error("{what} do not belong to {with}; {remedy}")]
    Mismatch {
        /// The part that was given.
        what: &'static str,
        /// What it has to belong to.
        with: &'static str,
        /// How to make both of them fit.
        remedy: &'static str,
    },
    /// What was asked needs something that the input does not have. Remedy: `remedy`.
    #[error("{what} needs {needs}, which {of} do not have; {remedy}")]
    Lacking {
        /// What was asked, for example a model or an option.
        what: String,
        /// What it needs.
        needs: &'static str,
        /// The input that does not have it.
        of: &'static str,
        /// What to give, or to ask instead.
        remedy: &'static str,
    },
    /// This build goes without what was asked. Remedy: `remedy`.
    #[error("this build goes without {what}; {remedy}")]
    NotBuilt {
        /// What it goes without.
        what: &'static str,
        /// How to get it.
        remedy: &'static str,
    },
    /// A column of a table has another number of rows than the others. Remedy: give all columns of a table, and their
    /// validity, the same length.
    #[error(
        "the column \"{column}\" has another length; give all columns of a table, and their validity, the same"
    )]
    ColumnLength {
        /// The column.
        column: String,
    },
    /// The data cannot answer what was asked. Remedy: `remedy`.
    #[error("{what}; {remedy}")]
    Unanswerable {
        /// Why there is no answer.
        what: String,
        /// What would give one.
        remedy: &'static str,
    },
    /// A file is not what it should be, or can be read in more than one way. Remedy: `remedy`.
    #[error("{}{what}; {remedy}", place(file, *line))]
    File {
        /// The file's name; blank where it has none.
        file: String,
        /// The line, from 1, where it lies in one.
        line: Option<u64>,
        /// What it is, without any of its content.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// The tree of an audit catalogue is not a tree. Remedy: mend the named criterion.
    #[error("criteria: criterion \"{criterion}\" {fault}")]
    Catalogue {
        /// The criterion at fault.
        criterion: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// The caller asked to stop. Nothing was changed.
    #[error("interrupted")]
    Interrupted,
}

impl Error {
    /// A short, stable name of the variant, for faces that map errors to their own classes.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MissingColumn { .. } => "missing_column",
            Self::AmbiguousColumn { .. } => "ambiguous_column",
            Self::ColumnType { .. } => "column_type",
            Self::Undecided { .. } => "undecided",
            Self::NoneAccepted { .. } => "none_accepted",
            Self::MissingRole { .. } => "missing_role",
            Self::Empty { .. } => "empty",
            Self::Option { .. } => "option",
            Self::Options { .. } => "options",
            Self::UnknownZone { .. } => "unknown_zone",
            Self::UnknownName { .. } => "unknown_name",
            Self::Overflow { .. } => "overflow",
            Self::TooMany { .. } => "too_many",
            Self::Mismatch { .. } => "mismatch",
            Self::Lacking { .. } => "lacking",
            Self::NotBuilt { .. } => "not_built",
            Self::ColumnLength { .. } => "column_length",
            Self::Unanswerable { .. } => "unanswerable",
            Self::File { .. } => "file",
            Self::Catalogue { .. } => "catalogue",
            Self::Defect { .. } => "internal",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A file and a line as a message begins with them.
fn place(file: &str, line: Option<u64>) -> String {
    match (file, line) {
        ("", None) => String::new(),
        ("", Some(line)) => format!("line {line}: "),
        (file, None) => format!("{file}: "),
        (file, Some(line)) => format!("{file}, line {line}: "),
    }
}

/// At most twelve names, so that a table with a million columns still gives a readable message.
fn list(names: &[String]) -> String {
    const SHOWN: usize = 12;
    if names.is_empty() {
        return "none".to_owned();
    }
    let mut text = names.iter().take(SHOWN).map(|n| shorten(n)).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text = format!("{text} and {} more", names.len() - SHOWN);
    }
    text
}

fn shorten(name: &str) -> String {
    const LONGEST: usize = 60;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_columns_give_a_short_message() {
        let available = (0..1_000_000).map(|i| format!("c{i}")).collect();
        let error = Error::MissingColumn { table: "events", column: "ts".into(), available };
        let text = error.to_string();
        assert!(text.len() < 200, "{text}");
        assert!(text.ends_with("and 999988 more"), "{text}");
    }
}
