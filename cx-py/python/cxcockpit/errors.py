"""Errors: each is a `CxError` and also the built-in exception that fits.

Messages name columns, options and counts, and say what to do; they never contain identifiers of
persons. The attribute `kind` is a short, stable name for programs.
"""

from __future__ import annotations

from typing import Any

from ._words import in_words

__all__ = [
    "AmbiguousColumnError",
    "AmountOverflowError",
    "CatalogueError",
    "ColumnLengthError",
    "ColumnTypeError",
    "CxError",
    "EmptyTableError",
    "FileError",
    "HourShiftWarning",
    "InputError",
    "InternalError",
    "LackingError",
    "MismatchError",
    "MissingColumnError",
    "MissingLibraryError",
    "MissingRoleError",
    "MissingRowError",
    "NearNameWarning",
    "NoEffectWarning",
    "NoneAcceptedError",
    "NotBuiltError",
    "OptionError",
    "RejectedRowsWarning",
    "StoppedError",
    "TooManyError",
    "UnanswerableError",
    "UndecidedError",
    "UnknownNameError",
    "UnknownOptionError",
    "UnknownZoneError",
]


class RejectedRowsWarning(UserWarning):
    """More than 2 % of the rows of a table were rejected."""


class HourShiftWarning(UserWarning):
    """Visits come an hour before or after the spots: their times may be read in the wrong zone."""


class NearNameWarning(UserWarning):
    """A name occurs nowhere, but one does that differs from it by little. Check the case and the spelling."""


class NoEffectWarning(UserWarning):
    """Something that was given changes nothing, or a result is 0 by how it was asked for. The message says why."""


class CxError(Exception):
    """Everything that this package raises on purpose.

    Attributes:
        kind: A short, stable name, for example `missing_column`.
        details: Fields that a program may want to look at, for example `column` and `available`.

    Example:
        >>> import cxcockpit as cx
        >>> try:
        ...     cx.Feedback({"answer": [9, 10]}, score="score")
        ... except cx.CxError as error:
        ...     print(error.kind, "-", error)
        missing_column - feedback: no column "score"; available: answer
    """

    kind: str = "error"
    details: dict[str, Any]

    def __init__(self, message: str = "", *, kind: str | None = None, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.kind = kind or type(self).kind
        self.details = dict(details or {})

    def __str__(self) -> str:
        # KeyError would show the message in quotes.
        return str(self.args[0]) if self.args else ""


class MissingColumnError(CxError, KeyError):
    """A role names a column that the table does not have. Choose one of `details["available"]`."""

    kind = "missing_column"


class MissingRowError(CxError, IndexError):
    """A table has no row of that number. Rows count from 0."""

    kind = "missing_row"


class AmbiguousColumnError(CxError, ValueError):
    """Two columns carry the name that a role asks for. Rename all but one."""

    kind = "ambiguous_column"


class ColumnTypeError(CxError, TypeError):
    """A column has a type that its role cannot use. Cast it first; the message says to what."""

    kind = "column_type"


class UndecidedError(CxError, ValueError):
    """The cells of a column can be read in several ways. The message names them, and the option that decides."""

    kind = "undecided"


class NoneAcceptedError(CxError, ValueError):
    """Rows were read, and every one of them was rejected. The message and `details["reasons"]` say why."""

    kind = "none_accepted"


class MissingRoleError(CxError, ValueError):
    """A required role was not given. Name its column, or write a constant as `"=text"`."""

    kind = "missing_role"


class EmptyTableError(CxError, ValueError):
    """A table has no rows at all. Check the filter or the file that it came from."""

    kind = "empty"


class OptionError(CxError, ValueError):
    """An option is not known or out of its range. The message says what is allowed."""

    kind = "option"


class UnknownOptionError(OptionError, TypeError):
    """A call has no such option. The message names the nearest one, `details["available"]` all."""

    kind = "unknown_option"


class UnknownZoneError(CxError, ValueError):
    """A time zone is not known. Use an IANA name, `UTC`, or an offset such as `+01:00`."""

    kind = "unknown_zone"


class UnknownNameError(CxError, KeyError):
    """A name in the options does not occur in the data. Choose one of `details["available"]`."""

    kind = "unknown_name"


class AmountOverflowError(CxError, OverflowError):
    """A sum left the range of its type. Check the unit of the amounts."""

    kind = "overflow"


class TooManyError(CxError, ValueError):
    """More rows or names than the engine can number. Split the input."""

    kind = "too_many"


class UnanswerableError(CxError, ValueError):
    """The data cannot answer what was asked. The message says what would."""

    kind = "unanswerable"


class MismatchError(UnanswerableError):
    """Two parts of the input do not belong together: one was not made from the other, or by other rules."""

    kind = "mismatch"


class LackingError(UnanswerableError):
    """What was asked needs something that the input does not have. The message says what to give instead."""

    kind = "lacking"


class NotBuiltError(UnanswerableError):
    """This build goes without what was asked. The message says how to get it."""

    kind = "not_built"


class ColumnLengthError(CxError, ValueError):
    """A column of a table has another number of rows than the others."""

    kind = "column_length"


class CatalogueError(CxError, ValueError):
    """An audit catalogue is not a tree. Mend the criterion that the message names."""

    kind = "catalogue"


class StoppedError(CxError, RuntimeError):
    """The call was stopped before its end. Nothing was changed."""

    kind = "interrupted"


class InternalError(CxError, RuntimeError):
    """A defect of the engine. Please report the message with the input's schema."""

    kind = "internal"


class InputError(CxError, TypeError):
    """An argument is not the kind of thing that the call takes. The message says what it takes."""

    kind = "input"


class FileError(InputError):
    """A file is not what it should be, or can be read in more than one way. The message says what to do."""

    kind = "file"


class MissingLibraryError(CxError, ImportError):
    """A step needs a library that is not installed. The message says which, and how to get it."""

    kind = "missing_library"


_CLASSES: tuple[type[CxError], ...] = (
    MissingColumnError,
    MissingRowError,
    AmbiguousColumnError,
    ColumnTypeError,
    MissingRoleError,
    EmptyTableError,
    OptionError,
    UnknownOptionError,
    UnknownZoneError,
    UnknownNameError,
    AmountOverflowError,
    TooManyError,
    UnanswerableError,
    MismatchError,
    LackingError,
    NotBuiltError,
    ColumnLengthError,
    CatalogueError,
    StoppedError,
    InternalError,
    InputError,
    FileError,
    UndecidedError,
    NoneAcceptedError,
    MissingLibraryError,
)
_BY_KIND = {error.kind: error for error in _CLASSES} | {"options": OptionError}


def make(kind: str, message: str, details: dict[str, Any] | None = None) -> CxError:
    """Makes the error of a kind; called by the engine.

    Args:
        kind: As in `CxError.kind`; an unknown one gives a plain `CxError`.
        message: What went wrong and what to do about it.
        details: Fields for programs.

    Returns:
        The error, not yet raised.
    """
    return _BY_KIND.get(kind, CxError)(in_words(message, details or {}), kind=kind, details=details)
