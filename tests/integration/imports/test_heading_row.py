"""Where the list begins, and that no person is taken for a heading."""

import pytest

from balint_live.application.imports.table import ListMistake, MistakeCode, Row, Table, table_of

NAMES = ("Name", "E-mail")
JANE = ("Jane Doe", "jane@example.org")
LENA = ("Lena Weber", "lena@example.org")


def sheet(*lines: tuple[str, ...]) -> Table:
    return table_of([Row(number, line) for number, line in enumerate(lines, 1)])


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def test_titles_above_are_passed_over() -> None:
    table = sheet(("Participants",), (), ("Questions to", "office@example.org"), NAMES, JANE)
    assert (table.header, numbers(table)) == (NAMES, [5])


def test_a_list_without_headings_keeps_every_row() -> None:
    table = sheet(JANE, LENA)
    assert (table.header, numbers(table)) == (("A", "B"), [1, 2])


def test_somebodys_role_is_no_heading() -> None:
    table = sheet((*JANE, "participant"), ("Sam Reed", "", "participant"), (*LENA, "participant"))
    assert (table.header, numbers(table)) == (("A", "B", "C"), [1, 2, 3])


def test_a_column_without_a_heading_has_its_letter() -> None:
    table = sheet(("Name", "", "E-mail"), ("Jane", "x", "jane@example.org", "y"), ("Lena", "", "", "\t"))
    assert table.header == ("Name", "B", "E-mail", "D")
    assert [len(row.cells) for row in table.rows] == [4, 4]


def test_blank_rows_between_stay_and_those_after_the_last_person_go() -> None:
    table = sheet(NAMES, (), JANE, ("", " "), LENA, ("", ""), ("\u00a0",))
    assert numbers(table) == [2, 3, 4, 5]


@pytest.mark.parametrize("lines", [(), (NAMES,), (("", ""),), (NAMES, ("", ""))])
def test_nobody_on_the_list(lines: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ListMistake) as refused:
        sheet(*lines)
    assert refused.value.code is MistakeCode.EMPTY
