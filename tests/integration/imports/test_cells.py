"""The same text looks the same and is the same."""

from datetime import date, datetime, time, timedelta

import pytest

from balint_live.adapters.imports.workbook import Value, shown
from balint_live.application.imports.table import letter
from balint_live.application.imports.values import clean, folded, same


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Jane \t Doe\r\n", "Jane Doe"),
        ("Jane\u00a0\u2003Doe", "Jane Doe"),
        ("Jane\nDoe", "Jane Doe"),
        ("\u202eenaJ\u202c", "enaJ"),
        ("\ufeffJa\u00adne\u200b\x00\x07", "Jane"),
        ("Rene\u0301", "René"),
        ("\ud800Jane\ue000", "Jane"),
        ("'=1+1", "=1+1"),
        ("\u200b'=1+1", "=1+1"),
    ],
)
def test_clean(cell: str, text: str) -> None:
    assert clean(cell) == text


def test_folded_is_for_comparing() -> None:
    assert folded("E-Mail-Adresse *") == "e mail adresse"
    assert folded("Straße, ÉCOLE") == "strasse ecole"


def test_same_is_not_fooled_by_texts_that_are_only_signs() -> None:
    assert same("José García", "JOSE GARCIA")
    assert not same("+", "-")
    assert same("-", "-")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (80276000123456.0, "80276000123456"),
        (float("inf"), "inf"),
        (7, "7"),
        (True, "TRUE"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5), "2026-03-05"),  # noqa: DTZ001 - a spreadsheet's moments have no zone
        (datetime(2026, 3, 5, 19, 30), "2026-03-05 19:30"),  # noqa: DTZ001
        (time(19, 30), "19:30:00"),
        (timedelta(hours=12), "12:00:00"),
        (" as it is ", " as it is "),
    ],
)
def test_what_a_person_sees(value: Value, text: str) -> None:
    assert shown(value) == text


def test_letters_of_columns() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
