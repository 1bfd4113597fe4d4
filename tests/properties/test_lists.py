"""Any list against any group: one outcome a row, nothing but ListMistake raised, and a second import changes nothing."""

import csv
from dataclasses import replace
from io import StringIO
from unicodedata import normalize

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.groups.group import Details, Registrant
from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.rows import Outcome
from balint_live.application.imports.table import (
    HEADINGS,
    EncodingUnclear,
    Field,
    ListMistake,
    Mapping,
    MistakeCode,
    Row,
    Table,
    guess,
    normal_heading,
)
from balint_live.application.imports.values import read_back, safe
from tests.integration.imports.cast import GROUP, MIRIAM, TOM, address, registrant
from tests.integration.imports.people_of import PEOPLE, WRITTEN, answer, listed, written

RUNS = ("=", "+", "-", "@")
SEEN = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)

cells = st.one_of(
    st.just(""),
    st.sampled_from(
        ["Jane Doe", "DOE, Jane", "Doe, Jane, MD", "Lena Weber", "=HYPERLINK(1)", "Miriam Adler", "Tom"]
    ),
    st.sampled_from(
        ["jane@example.org", "JANE@example.org", "miriam@example.org", "tom@example.org", "lena@x"]
    ),
    st.sampled_from(
        ["observer", "Practice leader", "participant", "Leiter", "Cancelled", "pending", "Europe/Paris"]
    ),
    st.sampled_from(["GP", "gp", "Psychiatrist", "L-1", "L 1", "'=1+1", "x" * 120]),
    st.text(max_size=12),
)
known_headings = st.sampled_from([heading for headings in HEADINGS.values() for heading in headings])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    headings = draw(
        st.lists(
            known_headings | st.text(min_size=1, max_size=8), min_size=1, max_size=9, unique_by=normal_heading
        )
    )
    row = st.tuples(*[cells for _ in headings])
    rows = draw(st.lists(row, max_size=12))
    return Table(tuple(headings), tuple(Row(number, row) for number, row in enumerate(rows, 2)))


@st.composite
def ordinary_tables(draw: st.DrawFn) -> Table:
    """With a name and an address, so that people come in."""
    headings = (
        "Email",
        "Name",
        *draw(st.sets(st.sampled_from(["Role", "Profession", "Licence no", "Status"]))),
    )
    email = st.sampled_from(
        ["jane@example.org", "Lena@example.org", "miriam@example.org", "tom@example.org", "", "no"]
    )
    name = st.sampled_from(["Jane Doe", "Doe, Jane", "Lena Weber", "Miriam Adler", ""])
    fact = st.sampled_from(["", "observer", "participant", "GP", "gp", "Cancelled"])
    row = st.tuples(email, name, *[fact for _ in headings[2:]])
    rows = draw(st.lists(row, min_size=1, max_size=8))
    return Table(headings, tuple(Row(number, row) for number, row in enumerate(rows, 2)))


def seen(table: Table, group: tuple[Registrant, ...] = GROUP) -> Preview:
    return preview(table, guess(table), group, address, leave_out=True)


def afterwards(plan: Preview) -> tuple[Registrant, ...]:
    """The group when the plan has been carried out."""
    new, changed = plan.enrolments()
    amended = dict(changed)
    kept = tuple(replace(person, details=amended.get(person.id, person.details)) for person in GROUP)
    return (*kept, *(registrant(f"new-{number}", details) for number, details in enumerate(new)))


@given(tables())
def test_every_row_has_exactly_one_outcome(table: Table) -> None:
    plan = seen(table)
    assert [row.number for row in plan.rows] == [row.number for row in table.rows]
    assert sum(plan.counts.values()) == len(table.rows)
    assert [
        row.number for row in plan.rows if (row.sentence == "") != (row.outcome in (*SEEN, Outcome.BLANK))
    ] == []


@given(tables(), st.dictionaries(st.sampled_from(list(Field)), st.integers(-2, 10)))
def test_any_choice_of_columns_is_taken_or_is_a_mistake(table: Table, columns: dict[Field, int]) -> None:
    if all(0 <= index < len(table.header) for index in columns.values()):
        plan = preview(table, Mapping(columns), GROUP, address)
        assert len(plan.rows) == len(table.rows)
        return
    with pytest.raises(ListMistake) as refused:
        preview(table, Mapping(columns), GROUP, address)
    assert refused.value.code is MistakeCode.NO_SUCH_COLUMN


@given(tables() | ordinary_tables())
def test_importing_the_same_again_changes_nothing(table: Table) -> None:
    first = seen(table)
    if first.missing:
        with pytest.raises(ListMistake):
            first.enrolments()
        return
    again = seen(table, afterwards(first))
    becomes = {Outcome.NEW: Outcome.UNCHANGED, Outcome.CHANGED: Outcome.UNCHANGED}
    assert [row.outcome for row in again.rows] == [
        becomes.get(row.outcome, row.outcome) for row in first.rows
    ]
    assert again.enrolments() == ([], [])


@given(ordinary_tables())
def test_nobody_loses_anything_and_nobody_comes_back(table: Table) -> None:
    group = afterwards(seen(table))
    assert [person for person in group if person.id == TOM.id] == [TOM]
    (miriam,) = (person.details for person in group if person.id == MIRIAM.id)
    assert [fact for fact in _known(MIRIAM.details) if fact not in _known(miriam)] == []
    emails = [person.details.email for person in group if person.details.email]
    assert len(emails) == len(set(emails))


def _known(details: Details) -> list[str]:
    facts = ("name", "email", "profession", "licence_no", "licence_region", "timezone")
    return [fact for fact in facts if getattr(details, fact)]


@given(tables() | ordinary_tables(), st.data())
def test_the_order_of_columns_makes_no_difference(table: Table, draws: st.DataObject) -> None:
    order = draws.draw(st.permutations(range(len(table.header))))
    turned = Table(
        tuple(table.header[index] for index in order),
        tuple(Row(row.number, tuple(row.cells[index] for index in order)) for row in table.rows),
    )
    assert seen(turned).rows == seen(table).rows
    assert sorted(seen(turned).ignored) == sorted(seen(table).ignored)


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), st.text()), min_size=1
    ),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example(people=[("0", "âÀ")], separator=";", encoding="utf-8")
@example(people=[("0", "à¿")], separator=";", encoding="utf-8")
@example(people=[("0", "Ĳ½")], separator=";", encoding="utf-8")
@example(people=[("0", "ĭA")], separator=";", encoding="utf-8")
def test_what_is_written_as_csv_is_read(people: list[tuple[str, str]], separator: str, encoding: str) -> None:
    second = [_printable(text) for _, text in people]
    rows = [(name, text) for (name, _), text in zip(people, second, strict=True)]
    assume(all(len(cell) <= 500 for row in rows for cell in row))
    file = StringIO()
    csv.writer(file, delimiter=separator).writerows([("Name", "Email"), *rows])
    table = _read_or_asked(file.getvalue().encode(encoding))
    assert table.header == ("Name", "Email")
    assert [row.cells for row in table.rows] == rows


def _read_or_asked(data: bytes) -> Table:
    """A few letters of UTF-8 may be another encoding's; then it is one of those asked about."""
    try:
        return ListFiles().read(data, "list.csv")
    except EncodingUnclear as unclear:
        (offered,) = (one.encoding for one in unclear.readings if one.encoding == "utf_8")
        return ListFiles().read(data, "list.csv", offered)


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_are_a_list_or_a_mistake(data: bytes) -> None:
    try:
        table = ListFiles().read(data, "list.csv")
    except (ListMistake, EncodingUnclear):
        return
    assert {len(row.cells) for row in table.rows} == {len(table.header)}


@given(
    st.sampled_from(WRITTEN),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=6),
)
def test_names_of_any_language_are_never_changed_silently(
    written_in: tuple[str, str], drawn: list[tuple[int, int]]
) -> None:
    """Somebody's given and somebody else's family name, as its spreadsheets write them."""
    language, codec = written_in
    people = PEOPLE[language]
    names = [_of_both(people[one], people[other]) for one, other in drawn]
    encoded = [(name, data) for name in names if (data := written(name, codec)) is not None]
    assume(encoded)
    told = answer(listed([data for _, data in encoded], codec), [name for name, _ in encoded])
    assert told in ("right", "asked"), told


def _of_both(one: str, other: str) -> str:
    if " " not in one:
        return one
    return f"{one.partition(' ')[0]} {other.rpartition(' ')[2]}"


@given(st.text(st.sampled_from("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n\u200b\ufeff'aé ")) | st.text())
def test_safe_cells(text: str) -> None:
    """What a spreadsheet may fold and drop is folded and dropped here another way than there."""
    folded = normalize("NFKC", safe(text)).strip()
    seen = "".join(sign for sign in folded if sign.isprintable()).lstrip()
    assert not seen.startswith(RUNS)
    assert read_back(safe(text)) == text
