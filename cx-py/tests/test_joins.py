"""Recipes that join a second table, or make columns of lists of names and values."""

from __future__ import annotations

import pytest

import cxcockpit as cx

RECIPE = """
table = "events"
optional = ["ids.email", "campaign"]
[options]
time = "when"
touchpoint = "=letter"
campaign = "name"
ids = { card = "card", email = "email" }
[join.people]
about = "the list of customers"
on = "card"
key = "number"
take = { mail = "email" }
[join.mailings]
on = "mailing"
key = "id"
take = { title = "name" }
[names]
number = ["No"]
"""
LETTERS = {
    "when": ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"],
    "card": ["7", "8", "9", None],
    "mailing": ["a", "a", "b", "b"],
    "email": [None, "own@example.org", None, "last@example.org"],
}
CUSTOMERS = {"No": ["7", "8", "6"], "mail": ["anna@example.org", "bert@example.org", "carl@example.org"]}


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def emails(events):
    ids = cx.stitch(events).ids.to_pylist()
    return sorted(row["id"] for row in ids if row["type"] == "email")


def test_a_row_without_a_partner_stays_and_is_counted(recipe):
    events = cx.read(recipe, LETTERS, join={"people": CUSTOMERS})
    assert (events.report.read, events.report.accepted) == (4, 4)
    # A blank key asks for no partner, and a cell that is filled in is not written over.
    assert events.report.warnings == ["people: 1 of 3 rows with card have no partner by No"]
    assert emails(events) == ["anna@example.org", "last@example.org", "own@example.org"]


def test_several_tables_are_joined_and_a_join_that_is_not_given_is_left_out(recipe):
    mailings = {"id": ["a", "b"], "title": ["Spring", "Summer"]}
    events = cx.read(recipe, LETTERS, join={"people": CUSTOMERS, "mailings": mailings})
    assert events.table.column("campaign") == ["Spring", "Spring", "Summer", "Summer"]
    events = cx.read(recipe, {**LETTERS, "email": [None] * 4})
    assert emails(events) == []
    assert events.table.column("campaign") == [None] * 3


def test_keys_of_any_library_meet(recipe):
    numbers = {**LETTERS, "card": [7, 8, 9, None]}
    for library, make in {"pandas": "DataFrame", "polars": "DataFrame", "pyarrow": "table"}.items():
        make_table = getattr(pytest.importorskip(library), make)
        # A gap makes floats of the numbers of pandas.
        events = cx.read(recipe, make_table(numbers), join={"people": make_table(CUSTOMERS)})
        assert emails(events) == ["anna@example.org", "last@example.org", "own@example.org"]


def test_several_partners_with_different_cells_are_an_error_unless_the_recipe_says_which(recipe):
    doubled = {name: [*cells, cells[0]] for name, cells in CUSTOMERS.items()}
    assert cx.read(recipe, LETTERS, join={"people": doubled}).report.accepted == 4
    doubled["mail"][-1] = "other@example.org"
    with pytest.raises(cx.errors.InputError, match=r"people: 1 value of No stands in several rows") as caught:
        cx.read(recipe, LETTERS, join={"people": doubled})
    assert "example.org" not in str(caught.value)
    recipe.write_text(RECIPE.replace('key = "number"', 'key = "number"\nseveral = "first"'), encoding="utf-8")
    events = cx.read(recipe, LETTERS, join={"people": doubled})
    assert events.report.warnings[-1] == "people: 1 of 3 rows have several partners; the first one counts"
    assert "anna@example.org" in emails(events)


def test_rows_at_fault_of_a_joined_file_are_rejected_where_they_stand(recipe, tmp_path):
    (tmp_path / "letters.csv").write_text("when;card;mailing\n2026-03-01;7;a\n2026-03-02\n2026-03-03;8;b\n", "utf-8")
    (tmp_path / "customers.csv").write_text("No,mail\n7,anna@example.org\n8\n", encoding="utf-8")
    events = cx.read(recipe, tmp_path / "letters.csv", join={"people": tmp_path / "customers.csv"})
    report = events.report
    assert (report.read, report.accepted, report.rejected) == (3, 2, 1)
    assert report.rejects.column("row") == [1]
    assert report.warnings == [
        "letters.csv: 1 row at fault counts as blank (line 3: 1 cell, the header has 3)",
        "people: 1 row at fault counts as blank (line 3: 1 cell, the header has 2)",
        "people: 1 of 2 rows with card have no partner by No",
    ]
    assert [dialect["separator"] for dialect in report.dialects] == [";", ","]


def test_what_was_said_of_the_parts_stays_with_the_whole(recipe):
    part = cx.read(recipe, LETTERS, join={"people": CUSTOMERS})
    assert cx.concat([part, part]).report.warnings.count(part.report.warnings[0]) == 2


def test_what_cannot_be_joined_is_named(recipe):
    with pytest.raises(cx.errors.UnknownNameError, match='no table "persons" to join; there are: people, mailings'):
        cx.read(recipe, LETTERS, join={"persons": CUSTOMERS})
    with pytest.raises(cx.errors.MissingColumnError, match='people has no column "number"; it has: mail'):
        cx.read(recipe, LETTERS, join={"people": {"mail": ["x"]}})
    with pytest.raises(cx.errors.MissingColumnError, match='the table has no column "card"'):
        cx.read(recipe, {"when": ["2026-03-01"]}, join={"people": CUSTOMERS})
    recipe.write_text(RECIPE.replace('"ids.email", ', ""), encoding="utf-8")
    without = {name: cells for name, cells in LETTERS.items() if name != "email"}
    with pytest.raises(
        cx.errors.MissingColumnError, match=r'it is in the list of customers: say join=\{"people": "FILE"\}'
    ):
        cx.read(recipe, without)


def test_a_configuration_names_the_other_file(recipe, tmp_path):
    (tmp_path / "letters.csv").write_text("when,card,mailing\n2026-03-01,7,a\n2026-03-02,5,a\n", encoding="utf-8")
    (tmp_path / "customers.csv").write_text("No,mail\n7,anna@example.org\n", encoding="utf-8")
    config = tmp_path / "config.toml"
    section = f'[[events]]\nfile = "letters.csv"\nrecipe = "{recipe.name}"\n'
    config.write_text(section + 'join = { people = "customers.csv" }\n', encoding="utf-8")
    report = cx.load(config).accounts["events"]
    assert report.accepted == 2
    assert "people: 1 of 2 rows with card have no partner by No" in report.warnings
    for wrong, message in [
        ('"customers.csv"', r"\[\[events\]\] 1: join must be a table of files"),
        ('{ people = "none.csv" }', "no such file"),
    ]:
        config.write_text(section + f"join = {wrong}\n", encoding="utf-8")
        with pytest.raises(cx.errors.CxError, match=message):
            cx.load(config)


FORMS = """
table = "events"
[options]
time = "at"
touchpoint = "=form"
ids = { email = "answers.Mail" }
[pairs.answers]
name = "field"
value = "content.text"
"""


def test_lists_of_names_and_values_become_columns(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(FORMS, encoding="utf-8")
    filled = '[{"field": "Age", "content": {"text": 30}}, {"field": "Mail", "content": {"text": "anna@example.org"}}]'
    data = {"at": ["2026-03-01"] * 4, "answers": [filled, "[]", None, "no list"]}
    events = cx.read(path, data)
    assert (events.report.accepted, events.report.rejected) == (1, 3)
    assert events.report.warnings[-1] == "answers: 1 of 4 cells are no list of names and values"
    assert emails(events) == ["anna@example.org"]


def test_a_recipe_says_what_is_wrong_with_its_joins(tmp_path):
    path = tmp_path / "bad.toml"
    for old, new, message in [
        ("[join.people]", "[join.people]\nby = 'x'", r'\[join.people\]: no key "by"; known: about, on, key, take'),
        ('on = "card"', "", r"\[join.people\]: say which column is on"),
        ('take = { mail = "email" }', "take = 3", r"\[join.people\]: take must be a table of columns"),
        ('key = "number"', "key = 3", r"\[join.people\]: key must be text"),
        ('key = "number"', 'key = "number"\nseveral = "last"', 'several must be "error" or "first"'),
        ("[names]", "[pairs]\nanswers = 1\n[names]", r"\[pairs.answers\] must be a table"),
    ]:
        path.write_text(RECIPE.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(cx.errors.OptionError, match=message):
            cx.read(path, LETTERS)


def test_one_person_in_three_tables_of_a_crm():
    folder = "tests/recipes/salesforce"
    joined = {name: f"{folder}/{name}.csv" for name in ("contacts", "leads")}
    members = f"{folder}/campaign_members.csv"
    assert len(cx.stitch(cx.read("salesforce/campaign_members", members))) == 2
    # The first member is the lead that became the contact of the other two.
    assert len(cx.stitch(cx.read("salesforce/campaign_members", members, join=joined))) == 1
