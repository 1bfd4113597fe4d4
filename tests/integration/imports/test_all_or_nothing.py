"""An import is confirmed as a whole: with every row, or without those the person has seen and leaves out."""

from dataclasses import replace

import pytest

from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.rows import Outcome
from balint_live.application.imports.table import Field, ListMistake, Mapping, MistakeCode, guess
from tests.integration.imports.cast import GROUP, address, table

LISTED = table(
    "Name | Email | Phone", "Jane Doe | jane@example.org | 1", "Sam Reed | sam at example.org | 2", "| |"
)


def not_ready(seen: Preview) -> bool:
    with pytest.raises(ListMistake) as refused:
        seen.enrolments()
    return refused.value.code is MistakeCode.NOT_READY and not seen.ready


def test_a_row_that_cannot_be_taken_holds_the_others_back() -> None:
    seen = preview(LISTED, guess(LISTED), GROUP, address)
    assert not_ready(seen)
    assert {outcome.value: count for outcome, count in seen.counts.items()} == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "duplicate": 0,
        "withdrawn": 0,
        "skipped": 0,
        "blank": 1,
        "cannot": 1,
    }


def test_the_person_may_leave_it_out() -> None:
    seen = preview(LISTED, guess(LISTED), GROUP, address)
    chosen = preview(LISTED, guess(LISTED), GROUP, address, leave_out=True)
    assert replace(seen, leave_out=True) == chosen
    assert [details.name for details in chosen.enrolments()[0]] == ["Jane Doe"]


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({}, (Field.EMAIL, Field.NAME)),
        ({Field.NAME: 0}, (Field.EMAIL,)),
        ({Field.EMAIL: 1}, (Field.NAME,)),
    ],
)
def test_no_choice_makes_up_for_a_missing_column(
    columns: dict[Field, int], missing: tuple[Field, ...]
) -> None:
    seen = preview(LISTED, Mapping(columns), GROUP, address, leave_out=True)
    assert seen.missing == missing
    assert not_ready(seen)
    assert seen.counts[Outcome.NEW] == 0


def test_a_form_that_names_a_column_of_another_file_is_refused() -> None:
    with pytest.raises(ListMistake) as refused:
        preview(LISTED, Mapping({Field.EMAIL: 7}), GROUP, address)
    assert refused.value.code is MistakeCode.NO_SUCH_COLUMN


def test_each_reason_has_its_words() -> None:
    seen = preview(LISTED, guess(LISTED), GROUP, address)
    assert [row.sentence for row in seen.rows] == ["", "“sam at example.org” is not an e-mail address.", ""]
