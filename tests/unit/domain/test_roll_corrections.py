"""Corrections are appended, each with what was before and after, and replay to one record in any order of arrival."""

from dataclasses import replace
from datetime import datetime

import pytest

from balint_live.domain.errors import Code
from balint_live.domain.roll import ConfirmedRoll, Correction, CorrectionReason, corrected, record
from balint_live.domain.timeline import Span
from tests.unit.domain.cast import ANA, BEN, at, refusal

LATER = at(70)
PHONE = CorrectionReason.JOINED_BY_PHONE


def minutes(*bounds: float) -> tuple[Span, ...]:
    return tuple((at(bounds[index]), at(bounds[index + 1])) for index in range(0, len(bounds), 2))


ROLL = ConfirmedRoll(
    window=(at(0), at(60)), by=ANA, at=at(61), present={"carla": minutes(-5, 20), "dan": minutes(0, 60)}
)


def correct(
    *earlier: Correction,
    person: str = "carla",
    before: tuple[Span, ...] = minutes(-5, 20),
    after: tuple[Span, ...] = minutes(-5, 60),
    by: str = BEN,
    now: datetime = LATER,
) -> Correction:
    return corrected(ROLL, earlier, person=person, before=before, after=after, reason=PHONE, by=by, now=now)


FIRST = correct()
SECOND = correct(FIRST, before=minutes(-5, 60), after=(), now=at(80))


def test_a_correction_says_everything() -> None:
    assert Correction("carla", 1, at(70), BEN, PHONE, minutes(-5, 20), minutes(-5, 60)) == FIRST


def test_the_record_follows_it_and_the_roll_stays() -> None:
    assert record(ROLL, [FIRST]) == {"carla": minutes(-5, 60), "dan": minutes(0, 60)}
    assert ROLL.present["carla"] == minutes(-5, 20)


def test_without_corrections_the_roll_is_the_record() -> None:
    assert record(ROLL, []) == ROLL.present


def test_the_second_builds_on_the_first_in_whatever_order_they_are_read() -> None:
    assert SECOND.number == 2
    assert record(ROLL, [SECOND, FIRST]) == {"carla": (), "dan": minutes(0, 60)}


def test_one_that_is_read_twice_counts_once() -> None:
    assert record(ROLL, [FIRST, SECOND, FIRST])["carla"] == ()


def test_people_are_corrected_independently() -> None:
    of_dan = correct(FIRST, person="dan", before=minutes(0, 60), after=minutes(0, 30), now=at(65))
    assert of_dan.number == 1
    assert record(ROLL, [FIRST, of_dan]) == {"carla": minutes(-5, 60), "dan": minutes(0, 30)}


def test_a_clock_set_back_puts_no_correction_before_the_one_it_follows() -> None:
    late = correct(FIRST, before=minutes(-5, 60), after=minutes(0, 30), now=at(50))
    assert (late.at, late.number) == (at(70), 2)
    assert record(ROLL, [late, FIRST])["carla"] == minutes(0, 30)


def test_nor_before_the_roll_was_confirmed() -> None:
    assert correct(now=at(50)).at == at(61)


def test_overlapping_stretches_become_one() -> None:
    assert correct(after=minutes(30, 50, 0, 20, 10, 40)).after == minutes(0, 50)


def test_moments_are_cut_to_their_second() -> None:
    assert correct(after=((at(0, 0.7), at(30, 0.2)),), now=at(70, 0.9)).after == minutes(0, 30)
    assert correct(now=at(70, 0.9)).at == at(70)


def test_what_was_seen_before_the_opening_can_be_put_back() -> None:
    put_back = correct(FIRST, SECOND, before=(), after=minutes(-5, 20), now=at(90))
    assert record(ROLL, [FIRST, SECOND, put_back])["carla"] == minutes(-5, 20)


ANOTHER_RECORD = pytest.mark.parametrize(
    "before",
    [
        pytest.param(minutes(-5, 19), id="shorter"),
        pytest.param((), id="nothing"),
        pytest.param(minutes(-5, 60), id="longer"),
        pytest.param(minutes(-5, 20, -4, -3), id="a stretch more, inside the other"),
        pytest.param(minutes(-5, 10, 10, 20), id="in two stretches"),
    ],
)


@ANOTHER_RECORD
def test_a_correction_of_another_record_is_stale(before: tuple[Span, ...]) -> None:
    assert refusal(lambda: correct(before=before)) is Code.STALE_REVISION


@ANOTHER_RECORD
@pytest.mark.parametrize("after", [minutes(30, 20), minutes(70, 80), minutes(-5, 20)])
def test_and_is_said_to_be_before_it_is_said_to_be_impossible(
    before: tuple[Span, ...], after: tuple[Span, ...]
) -> None:
    assert refusal(lambda: correct(before=before, after=after)) is Code.STALE_REVISION


def test_of_two_leaders_at_once_the_second_is_told() -> None:
    assert refusal(lambda: correct(FIRST, by=ANA)) is Code.STALE_REVISION


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(minutes(30, 20), id="ends before it begins"),
        pytest.param(minutes(30, 30), id="no length"),
        pytest.param(minutes(0, 20, 40, 30), id="one of several ends before it begins"),
        pytest.param(minutes(0, 60 + 1 / 60), id="past the end"),
        pytest.param(minutes(70, 80), id="after the end"),
        pytest.param(minutes(-6, 20), id="earlier than anybody saw them"),
        pytest.param(minutes(-5, 20), id="nothing changed"),
        pytest.param(minutes(-5, 10, 10, 20), id="nothing changed, said differently"),
    ],
)
def test_an_impossible_correction_is_refused(after: tuple[Span, ...]) -> None:
    assert refusal(lambda: correct(after=after)) is Code.INVALID


def test_somebody_not_on_the_roll_cannot_be_corrected() -> None:
    assert refusal(lambda: correct(person="tom", before=())) is Code.INVALID


def test_a_record_with_a_correction_missing_is_not_guessed_at() -> None:
    assert refusal(lambda: record(ROLL, [SECOND])) is Code.STALE_REVISION


def test_a_correction_of_somebody_not_on_the_roll_is_not_read_over() -> None:
    assert refusal(lambda: record(ROLL, [replace(FIRST, person="tom")])) is Code.INVALID


def test_the_reasons_are_those_of_the_list() -> None:
    assert [*CorrectionReason] == [
        "connection_problem",
        "joined_by_phone",
        "shared_device",
        "wrong_name",
        "leader_error",
        "left_early",
    ]
