"""Rows with one address: one person listed twice, or two people who share it."""

from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.table import guess
from tests.integration.imports.cast import GROUP, address, table
from tests.integration.imports.told import line

HEADING = "Name | Email | Role | Profession | Status"


def seen(*lines: str) -> Preview:
    listed = table(HEADING, *lines)
    return preview(listed, guess(listed), GROUP, address)


def lines_of(*lines: str) -> list[str]:
    return [line(row) for row in seen(*lines).rows]


def test_one_person_is_taken_once_with_all_that_is_said() -> None:
    listed = seen("Jane Doe | jane@example.org | | GP", "DOE, Jane | Jane@Example.org | observer |")
    assert [line(row) for row in listed.rows] == [
        "new Jane Doe <jane@example.org>; role: observer; profession: GP",
        "duplicate same_person with 2",
    ]
    assert len(listed.enrolments()[0]) == 1


def test_two_people_cannot_have_one_address_and_each_row_names_the_other() -> None:
    listed = seen(
        "Anna Berg | berg@example.org", "Jane Doe | jane@example.org", "Otto Berg | berg@example.org"
    )
    assert [line(row) for row in listed.rows] == [
        "cannot two_people [Email] with 4",
        "new Jane Doe <jane@example.org>",
        "cannot two_people [Email] with 2",
    ]
    assert listed.rows[0].sentence == (
        "Row 4 has the same address with another name. Each person needs their own address."
    )


def test_of_many_rows_the_first_few_are_named() -> None:
    people = [f"Person {sign} | office@example.org" for sign in "abcdef"]
    assert lines_of(*people) == [
        "cannot two_people [Email] with 3, 4, 5",
        "cannot two_people [Email] with 2, 4, 5",
        "cannot two_people [Email] with 2, 3, 5",
        "cannot two_people [Email] with 2, 3, 4",
        "cannot two_people [Email] with 2, 3, 4",
        "cannot two_people [Email] with 2, 3, 4",
    ]


def test_two_answers_about_one_person_are_not_chosen_between() -> None:
    assert lines_of("Jane Doe | j@example.org | observer", "Jane Doe | j@example.org | participant") == [
        "cannot two_answers [Role] with 3",
        "cannot two_answers [Role] with 2",
    ]


def test_a_cancelled_order_and_a_good_one_are_one_good_one() -> None:
    cancelled = "J. D. | jane@example.org | | | Cancelled"
    assert lines_of(cancelled, "Jane Doe | jane@example.org | | | Paid") == [
        "skipped order_cancelled [Status]",
        "new Jane Doe <jane@example.org>",
    ]


def test_two_names_for_somebody_enrolled_change_nothing() -> None:
    assert lines_of("Miriam Adler | miriam@example.org", "M. Katz | miriam@example.org") == [
        "cannot two_people [Email] with 3",
        "cannot two_people [Email] with 2",
    ]
