"""Which column is which field: guessed from headings, chosen by the person."""

import pytest

from balint_live.application.imports.table import (
    HEADINGS,
    Field,
    ListMistake,
    Mapping,
    MistakeCode,
    field_of,
    guess,
)
from tests.integration.imports.cast import table


def taken(heading: str, *lines: str) -> dict[str, str]:
    """Field to heading."""
    listed = table(heading, *lines)
    return {field.value: listed.header[index] for field, index in guess(listed).columns.items()}


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Name | E-Mail", {"name": "Name", "email": "E-Mail"}),
        ("Name | Vorname", {"family": "Name", "given": "Vorname"}),
        ("Cognome | Nome", {"family": "Cognome", "given": "Nome"}),
        ("Full name | First name", {"name": "Full name", "given": "First name"}),
        ("Name | First Name | Last Name", {"name": "Name", "given": "First Name", "family": "Last Name"}),
        ("Email | Attendee email", {"email": "Attendee email"}),
        ("Attendee email | Email", {"email": "Attendee email"}),
        (
            "Name (as on certificate) * | Licence #",
            {"name": "Name (as on certificate) *", "licence_no": "Licence #"},
        ),
        ("Attendee # | State | Title", {}),
    ],
)
def test_what_headings_say(headings: str, fields: dict[str, str]) -> None:
    assert taken(headings) == fields


def test_a_column_of_addresses_needs_no_heading() -> None:
    assert taken("Who | Where", "Jane | jane@example.org", "Lena | ") == {"email": "Where"}


def test_an_empty_column_gives_way_to_one_with_something_in_it() -> None:
    assert taken("Attendee email | Email", " | jane@example.org") == {"email": "Email"}


def test_of_two_columns_of_addresses_neither_is_guessed() -> None:
    assert taken("Home | Work", "jane@example.org | jane@example.net") == {}


def test_no_heading_means_two_fields() -> None:
    words = [heading for headings in HEADINGS.values() for heading in headings]
    assert len(words) == len(set(words))


def test_every_heading_we_know_is_heard() -> None:
    misheard = {
        heading for field, headings in HEADINGS.items() for heading in headings if field_of(heading) != field
    }
    assert misheard == set()


def test_the_person_chooses() -> None:
    mapping = Mapping({Field.NAME: 0, Field.EMAIL: 1})
    assert mapping.choosing(Field.NAME, 2) == Mapping({Field.NAME: 2, Field.EMAIL: 1})
    assert mapping.choosing(Field.ROLE, 3) == Mapping({Field.NAME: 0, Field.EMAIL: 1, Field.ROLE: 3})
    assert mapping.choosing(Field.NAME, None) == Mapping({Field.EMAIL: 1})


@pytest.mark.parametrize("index", [-1, 2])
def test_a_column_of_another_file_is_a_mistake(index: int) -> None:
    with pytest.raises(ListMistake) as refused:
        Mapping({Field.NAME: index}).require_within(table("Name | Email"))
    assert refused.value.code is MistakeCode.NO_SUCH_COLUMN


def test_columns_not_taken_are_named_if_they_hold_something() -> None:
    listed = table("Name | Phone | Email | Fax | Dietary needs", "Jane | 123 | j@example.org | | vegan")
    assert guess(listed).ignored(listed) == ("Phone", "Dietary needs")
