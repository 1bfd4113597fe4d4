"""A name is printed as it is wanted, from however the list has it."""

import pytest

from balint_live.application.imports.values import joined_name, whole_name


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("Jane Doe", "Jane Doe"),
        ("Doe, Jane", "Jane Doe"),
        ("Doe,Jane", "Jane Doe"),
        ("van der Berg, Anna", "Anna van der Berg"),
        ("Berg, Anna van der", "Anna van der Berg"),
        ("O’Neill-Smith, Siân M.", "Siân M. O’Neill-Smith"),
        ("DOE, JANE", "JANE DOE"),
        ("Jane Doe, MD", "Jane Doe, MD"),
        ("Doe, Jane, MD, PhD", "Jane Doe, MD, PhD"),
        ("Smith, Jr., John", "John Smith, Jr."),
        ("Prof. Dr. Müller, Anna", "Prof. Dr. Anna Müller"),
        ("Müller, Dr. Anna", "Dr. Anna Müller"),
        ("李, 博", "博 李"),
        ("Doe,", "Doe,"),
        ("One, Two, Three", "One, Two, Three"),
        ('=HYPERLINK("a","b")', '=HYPERLINK("a","b")'),
        ("Jane Doe <jane@example.org>", "Jane Doe"),
        ('"Doe, Jane" <jane@example.org>', "Jane Doe"),
        ("Cher", "Cher"),
    ],
)
def test_a_name_in_one_column(listed: str, name: str) -> None:
    assert whole_name(listed) == name


@pytest.mark.parametrize("listed", ["", "-", "12345", "?", "jane@example.org"])
def test_what_is_no_name(listed: str) -> None:
    assert whole_name(listed) == ""


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("Anna", "van der Berg", "Anna van der Berg"),
        ("Anna", "Doe, MD", "Anna Doe, MD"),
        ("", "Cher", "Cher"),
        ("Cher", "", "Cher"),
        ("", "", ""),
        ("-", "-", ""),
    ],
)
def test_a_name_in_two_columns(given: str, family: str, name: str) -> None:
    assert joined_name(given, family) == name
