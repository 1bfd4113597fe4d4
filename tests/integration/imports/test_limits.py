"""A list has limits, and each is said with the place where it is passed."""

import pytest

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.table import ListMistake, MistakeCode

HEADING = "Name,Email\n"
Place = tuple[MistakeCode, int | None, str | None]


def mistake(data: bytes, filename: str = "list.csv") -> Place:
    with pytest.raises(ListMistake) as refused:
        ListFiles().read(data, filename)
    return refused.value.code, refused.value.row, refused.value.column


def people(count: int) -> str:
    return "".join(f"Person {number},person{number}@example.org\n" for number in range(count))


def test_five_thousand_rows_with_the_heading() -> None:
    assert len(ListFiles().read((HEADING + people(4_999)).encode(), "list.csv").rows) == 4_999
    assert mistake((HEADING + people(5_000)).encode()) == (MistakeCode.TOO_MANY_ROWS, 5_001, None)


def test_blank_rows_do_not_count_but_have_an_end() -> None:
    apart = ListFiles().read((HEADING + "\n" * 99_998 + people(1)).encode(), "list.csv")
    assert apart.rows[-1].number == 100_000
    assert mistake((HEADING + "\n" * 99_999 + people(1)).encode()) == (
        MistakeCode.TOO_MANY_ROWS,
        100_001,
        None,
    )
    assert len(ListFiles().read((HEADING + people(1) + "\n" * 200_000).encode(), "list.csv").rows) == 1


def test_two_megabytes() -> None:
    assert mistake(b" " * 2_000_001) == (MistakeCode.TOO_LARGE, None, None)
    assert mistake(b" " * 2_000_000) == (MistakeCode.EMPTY, None, None)


def test_a_hundred_columns() -> None:
    def row(columns: int) -> bytes:
        return (HEADING + "Jane,jane@example.org" + ",x" * (columns - 2) + "\n").encode()

    assert len(ListFiles().read(row(100), "list.csv").header) == 100
    assert mistake(row(101)) == (MistakeCode.TOO_MANY_COLUMNS, 2, "CW")


def test_five_hundred_characters_in_a_cell() -> None:
    def row(characters: int) -> bytes:
        return f"{HEADING}Jane,jane@example.org,{'é' * characters}\n".encode()

    assert ListFiles().read(row(500), "list.csv").rows[0].cells[2] == "é" * 500
    assert mistake(row(501)) == (MistakeCode.CELL_TOO_LONG, 2, "C")


def test_a_quotation_mark_that_swallows_the_whole_file() -> None:
    swallowed = f'{HEADING}Jane,"{people(5_000)}'.encode()
    assert mistake(swallowed) == (MistakeCode.DAMAGED, 2, None)


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"%PDF-1.7 ...", "list.csv", MistakeCode.OTHER_FORMAT),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "list.xls", MistakeCode.OTHER_FORMAT),
        (b'<?xml version="1.0"?><Workbook/>', "list.xls", MistakeCode.OTHER_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list.xlsx", MistakeCode.OTHER_FORMAT),
        (b"Name\0Email\0", "list.csv", MistakeCode.OTHER_FORMAT),
        (b"\xff\xfe", "list.csv", MistakeCode.EMPTY),
        (b"PK\x03\x04", "list.xlsx", MistakeCode.DAMAGED),
    ],
)
def test_what_is_no_list(data: bytes, filename: str, code: MistakeCode) -> None:
    assert mistake(data, filename)[0] is code
