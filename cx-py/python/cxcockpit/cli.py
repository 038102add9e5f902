"""The command line: `cx demo`, `cx run`, `cx check`, `cx attribute`, `cx score`, `cx audit`, `cx sniff`, `cx init`."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from . import __version__, _native
from ._attribution import attribute
from ._audit import audit
from ._catalogue import Criteria, Findings
from ._check import ROWS
from ._check import check as problems_of
from ._config import Config, call
from ._demo import company
from ._feedback import Feedback, Targets
from ._files import file_columns
from ._html import table_text
from ._kpi import score
from ._output import write
from ._paths import Paths, paths
from ._run import Run
from ._sniff import folder_config, sniff
from ._table import Table
from .errors import CxError, InputError, OptionError

T = TypeVar("T")
FAILED = 2
SHOWN_FINDINGS = 5
SAID = ("separator", "value_without_conversion", "direct")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Ends with the message and where to find help."""
        self.exit(FAILED, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command.

    Args:
        arguments: Without the program's name; None: those of the process.

    Returns:
        0, or 2 after an error, which is one line on the standard error output, or where `check` finds a problem.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    if "command" not in asked:
        parser.print_help()
        return 0
    try:
        code = asked.command(asked)
    except KeyboardInterrupt:
        print("cx: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `cx ... | head`
        sys.stderr.close()
        return 0
    except (CxError, OSError) as error:
        print(f"cx: {' '.join(str(error).split())}", file=sys.stderr)
        return FAILED
    return code or 0


def _parser() -> Parser:
    parser = Parser(
        prog="cx",
        description="From a company's own exports to a customer-experience cockpit. Nothing leaves this machine.",
        epilog="Every command has its own help, for example: cx run --help",
    )
    parser.add_argument("--version", action="version", version=f"cx {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND")

    command = _command(commands, "demo", "a simulated company, from its exports to a cockpit", _demo)
    command.add_argument(
        "--out",
        type=Path,
        default=Path("cx-demo"),
        metavar="DIR",
        help="folder for cockpit.html, the tables and the company's exports (default: cx-demo)",
    )

    command = _command(commands, "run", "from a configuration file to a cockpit", _run)
    command.add_argument("config", type=Path, help="TOML file: which tables, which columns, which options")
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for cockpit.html and the tables"
    )
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder of the tables (default: as the file says, or beside it)",
    )

    command.add_argument("--open", action="store_true", help="show the cockpit in the browser when it is done")

    command = _command(commands, "check", "every problem of a configuration file, before it is run", _check)
    command.add_argument("config", type=Path, help="TOML file, as for cx run")
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="folder of the tables (default: as the file says, or beside it)"
    )

    command = _command(commands, "attribute", "credit for outcomes, from aggregated paths", _attribute)
    command.add_argument("paths", type=Path, help="file (.csv, .json, .xlsx, .parquet ...) with one row a path")
    command.add_argument("--path", metavar="COLUMN", help="the path (default: the column path)")
    own = "(default: the column {0}, else {1})"
    command.add_argument(
        "--conversions", metavar="COLUMN", help=f"its conversions {own.format('conversions', '1 a row')}"
    )
    command.add_argument("--value", metavar="COLUMN", help=f"value of its conversions {own.format('value', 'none')}")
    command.add_argument(
        "--nulls", metavar="COLUMN", help=f"journeys on it that did not convert {own.format('nulls', 'none')}"
    )
    command.add_argument("--sep", default=">", help="between two touchpoints (default: >)")
    command.add_argument(
        "--model",
        action="append",
        metavar="NAME",
        help=f"{', '.join(_native.models())}; may be repeated (default: markov). Paths have no times, which time_decay "
        "and hazard need: use them on journeys",
    )
    command.add_argument("--confidence", type=float, default=0.95, help="of the intervals (default: 0.95)")
    _out(command)

    command = _command(commands, "score", "KPIs from feedback, against targets", _score)
    command.add_argument("feedback", type=Path, help="file (.csv, .json, .xlsx, .parquet ...) with one row an answer")
    _roles(command, "--role", "feedback", "score=answer, or with a constant: metric==csat")
    command.add_argument("--metric", action="append", help="score only this metric; may be repeated")
    command.add_argument("--by", action="append", metavar="COLUMN", help="break down by; may be repeated")
    command.add_argument("--window", help="day, week, month, quarter or year (default: the whole period)")
    command.add_argument("--confidence", type=float, default=0.95, help="of the intervals (default: 0.95)")
    command.add_argument("--targets", type=Path, metavar="FILE", help="targets: columns kpi, target, touchpoint, ...")
    _out(command)

    command = _command(commands, "audit", "findings against a catalogue of criteria", _audit)
    command.add_argument("criteria", type=Path, help="file (.csv, .json, .xlsx, .parquet ...) with one row a criterion")
    command.add_argument("findings", type=Path, help="file (.csv, .json, .xlsx, .parquet ...) with one row a finding")
    _roles(command, "--criteria-role", "criteria", "parent=part_of")
    _roles(command, "--findings-role", "findings", "touchpoint=branch")
    command.add_argument("--at", metavar="DAY", help="day of the report (default: the latest finding)")
    command.add_argument("--policy", default="normalised", help="normalised, flat, min, geometric or absolute")
    _out(command)

    command = _command(commands, "sniff", "what a file is: dialect, recipes that fit, roles as guesses", _sniff)
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help="file (.csv, .json, .xlsx, .parquet ...)")

    command = _command(commands, "init", "a configuration file for a folder of exports", _init)
    command.add_argument("folder", type=Path, metavar="DIR", help="folder of the exports; DIR/config.toml is written")
    return parser


def _command(commands: Any, name: str, what: str, run_it: Callable[[argparse.Namespace], int | None]) -> Parser:  # noqa: ANN401
    command: Parser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    command.set_defaults(command=run_it)
    return command


def _out(command: Parser) -> None:
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="write .csv, .json, .parquet or .xlsx instead of text"
    )


def _roles(command: Parser, flag: str, table: str, example: str) -> None:
    command.add_argument(
        flag,
        action="append",
        default=[],
        metavar="ROLE=COLUMN",
        help=f"which column of the {table} plays a role, for example {example}; "
        "a column that is named like a role plays it anyway",
    )


def _demo(asked: argparse.Namespace) -> None:
    config = company(asked.out / "company")
    print("A simulated bank: no person, campaign or figure in it is real.\n")
    _cockpit(Config(config), asked.out)
    print(f"The company's exports and options: {config.parent.resolve()}")


def _run(asked: argparse.Namespace) -> None:
    page = _cockpit(Config(asked.config, asked.data), asked.out)
    if asked.open and not webbrowser.open(page.resolve().as_uri()):
        print(f"cx: no browser to open; the page is {page.resolve()}", file=sys.stderr)


def _check(asked: argparse.Namespace) -> int:
    problems = problems_of(asked.config, asked.data)
    for number, problem in enumerate(problems, start=1):
        print(f"{number}. {problem}")
    if not problems:
        print(f"{asked.config}: no problem found in its options and in the first {ROWS:,} rows of its tables")
    return FAILED if problems else 0


def _cockpit(config: Config, out: Path) -> Path:
    result = Run(config)
    page = result.save(out)
    print(_read(result))
    print("", *result.notes, sep="\n")
    data = result.cockpit._data()  # noqa: SLF001 - the language of the page
    print("\nThe most important findings:")
    for number, finding in enumerate(data["findings"][:SHOWN_FINDINGS], start=1):
        print(f"  {number}. {finding[data['language']]}")
    print(f"\nThe cockpit: {page.resolve()}")
    return page


def _read(result: Run) -> str:
    counts = ("read", "accepted", "rejected", "duplicate", "filtered")
    rows = [
        (name, *(row[column] for column in ("source", *counts)))
        for name, report in result.accounts.items()
        for row in report.to_pylist()
    ]
    types = ("text", "text", *("u64" for _ in counts))
    return "What was read:\n" + table_text(("table", "source", *counts), types, rows)


def _attribute(asked: argparse.Namespace) -> None:
    # A column that is named like a role plays it.
    known = set(file_columns(asked.paths))
    given = {role: getattr(asked, role) for role in ("conversions", "value", "nulls")}
    given |= dict.fromkeys(("conversions_below", "value_below", "cancelled"))
    roles: dict[str, Any] = {role: column or (role if role in known else None) for role, column in given.items()}
    read = paths(asked.paths, path=asked.path or "path", sep=asked.sep, **roles)
    _account(read)
    credit = attribute(read, model=asked.model, confidence=asked.confidence)
    for check in credit.checks.to_pylist():
        if check["check"] in SAID and check["status"] == "warn":
            print(f"cx: {check['check']} {check['figure']:,.6g}: {check['sentence']}", file=sys.stderr)
    _show(credit.table, asked.out)


def _score(asked: argparse.Namespace) -> None:
    feedback = _table(Feedback, asked.feedback, asked.role)
    targets = _table(Targets, asked.targets, []) if asked.targets else None
    scores = score(
        feedback,
        metric=asked.metric,
        by=asked.by or "touchpoint",
        window=asked.window,
        confidence=asked.confidence,
        targets=targets,
    )
    _account(feedback)
    _show(scores.table, asked.out)


def _audit(asked: argparse.Namespace) -> None:
    criteria = _table(Criteria, asked.criteria, asked.criteria_role)
    findings = _table(Findings, asked.findings, asked.findings_role)
    audited = audit(criteria, findings, at=asked.at, policy=asked.policy)
    _account(findings)
    _show(audited.table, asked.out)


def _sniff(asked: argparse.Namespace) -> None:
    for number, file in enumerate(asked.files):
        report = sniff(file)
        print(f"{chr(10) if number else ''}{file}\n{report}")


def _init(asked: argparse.Namespace) -> None:
    target = asked.folder / "config.toml"
    if target.exists():
        raise InputError(f"{target} is there already; nothing was written")
    text = folder_config(asked.folder)
    with target.open("x", encoding="utf-8") as file:
        file.write(text)
    print(f"{target}: check each line that is marked as a guess, then: cx run {target} --out DIR")


def _table(reader: Callable[..., T], path: Path, given: list[str]) -> T:
    """Reads a file whose columns are named like their roles, or as the command says."""
    roles: dict[str, Any] = {}
    for pair in given:
        role, found, column = pair.partition("=")
        if not found:
            raise OptionError(f"{pair}: write ROLE=COLUMN")
        roles[role] = column
    own = {"scale", "ids", "segments", "timezone", "time_unit", "earliest", "latest", "progress", "reading"}
    known = set(reader.__init__.__annotations__) - own
    roles = {name: name for name in file_columns(path) if name in known} | roles
    return call(reader, path.name, roles, path)


def _account(table: Feedback | Findings | Paths) -> None:
    report = table.report
    if report.rejected:
        reasons = sorted({f"{row['column']}: {row['reason']}" for row in report.rejects.to_pylist()})
        print(
            f"cx: {report.rejected:,} of {report.read:,} rows rejected ({'; '.join(reasons)})",
            file=sys.stderr,
        )


def _show(table: Table, out: Path | None) -> None:
    if out is None:
        print(table.to_text(rows=None, width=None))
    else:
        write(table, out)
        print(f"{out}: {len(table):,} rows")


if __name__ == "__main__":
    sys.exit(main())
