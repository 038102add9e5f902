"""`cx check`: every problem of a configuration file at once, by its options and the first rows of its tables."""

from __future__ import annotations

import gzip
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ._broadcast import Spots
from ._catalogue import Criteria, Findings
from ._channel_rules import channel_columns
from ._config import Config, Section, call
from ._events import Events
from ._feedback import Campaigns, Feedback, Targets
from ._files import TEXT, file_columns
from ._intake import NOT_COLUMNS
from ._joined import Joined
from ._nearest import meant
from ._read import columns_of
from ._reading import CELLS, NAMES
from ._schema import Schema
from .errors import CxError

ROWS = 1_000
READERS: dict[str, type[Any]] = {
    "events": Events,
    "feedback": Feedback,
    "campaigns": Campaigns,
    "targets": Targets,
    "criteria": Criteria,
    "findings": Findings,
    "spots": Spots,
}
# Without which sections a section does nothing.
NEEDS = {
    **dict.fromkeys(("stitch", "journeys", "attribute", "funnel", "step_matrix", "personas", "phases"), ("events",)),
    "experience": ("events", "feedback"),
    "score": ("feedback",),
    "gaps": ("feedback",),
    "broadcast": ("events", "spots"),
    "returns": ("attribute",),
    "audit": ("criteria", "findings"),
    "criteria": ("findings",),
    "findings": ("criteria",),
    "needs": ("personas", "phases"),
    "effort": ("phases",),
}


def check(path: Path, data: Path | None = None) -> list[str]:
    """Every problem of a configuration file that can be told without a fit.

    Args:
        path: The configuration file.
        data: Folder of the tables; by default as the file says, or else beside it.

    Returns:
        The problems, each with the section at fault; none where the file can be run as far as the first rows tell.

    Raises:
        InputError: There is no such file.
        OptionError: The file is not TOML.
    """
    config = Config(path, data, strict=False)
    schema = Schema()
    problems = list(config.faults)
    for name, label, options in config.sections():
        # What a recipe joins is checked when it is joined.
        plain = {key: value for key, value in options.items() if key != "join" or "recipe" not in options}
        wrong = [f"{label}: {fault}" for fault in schema.faults(name, plain)]
        if name in READERS and not wrong:
            wrong = list(_table(config, READERS[name], label, options))
        problems += wrong
        lacking = [f"[{need}]" for need in NEEDS.get(name, ()) if need not in config]
        if lacking:
            problems.append(f"{label} does nothing without {' and '.join(lacking)}")
    return problems


def _table(config: Config, reader: type[Any], label: str, section: Section) -> Iterator[str]:
    """What is wrong with a table: its file, its columns, its first rows."""
    try:
        path, roles = config.located(reader, label, section)
        if isinstance(path, Joined):
            # All columns were found when the tables were joined.
            yield from _rows(reader, label, roles, path)
            return
        if not path.is_file():
            yield f"{label}: no such file: {path}"
            return
        reading = {name: value for name, value in roles.items() if name in NAMES and name not in CELLS}
        headers = file_columns(path, reading)
    except CxError as error:
        yield str(error)
        return
    plain = {*NOT_COLUMNS, *NAMES}
    wanted = columns_of(value for name, value in roles.items() if name not in plain)
    wanted |= {str(column) for column in (*channel_columns(roles.get("channel")), *roles.get("where", {}))}
    missing = sorted(wanted - set(headers))
    for column in missing:
        yield f'{label}: no column "{column}"; {meant(column, headers)}available: {", ".join(headers)}'
    if not missing:
        yield from _rows(reader, label, roles, path)


def _rows(reader: type[Any], label: str, roles: Section, path: Path | Joined) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sample = path if isinstance(path, Joined) else _first_rows(path, Path(folder))
        try:
            table = call(reader, label, roles, sample)
        except CxError:
            # The first rows may leave open what the whole decides.
            try:
                table = call(reader, label, roles, path)
            except CxError as error:
                yield str(error)
                return
    report = table.report
    if report.many_rejected:
        why = ", ".join(f"{row['column']}: {row['reason']} ({row['rows']:,})" for row in report.reasons.to_pylist())
        yield f"{label}: {report.rejected:,} of the first {report.read:,} rows are rejected: {why}"


def _first_rows(path: Path, folder: Path) -> Path:
    """A file with the first rows of a text file; any other file as it is."""
    packed = path.suffix.lower() == ".gz"
    name = path.stem if packed else path.name
    if Path(name).suffix.lower() not in TEXT - {".json"}:
        return path
    with gzip.open(path) if packed else path.open("rb") as file:
        lines = [line for _, line in zip(range(ROWS + 1), file, strict=False)]
    if lines and lines[0][:2] in {b"\xff\xfe", b"\xfe\xff"}:  # two bytes a sign: a line does not end with its byte
        return path
    sample = folder / name
    sample.write_bytes(b"".join(lines))
    return sample
