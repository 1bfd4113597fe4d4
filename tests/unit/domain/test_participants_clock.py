"""How time stands for participants: thirds of the step, and the moments at which a page must hear of a change."""

from datetime import datetime, timedelta

import pytest

from balint_live.domain.display import Band, ParticipantClock, band_at, next_beat, quiet_positions, wrap_up
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import START, at, span
from tests.unit.domain.shipped import SHIPPED, plan

BANDS = [
    (0, 0, Band.EARLY),
    (9, 59.999999, Band.EARLY),
    (10, 0, Band.MIDDLE),
    (19, 59.999999, Band.MIDDLE),
    (20, 0, Band.LATE),
    (30, 0, Band.LATE),
    (45, 0, Band.LATE),
]


def running(length: timedelta) -> Countdown:
    return Countdown(length, running_since=START)


def test_a_group_chooses_among_four_clocks_and_two_show_figures() -> None:
    assert {clock.value: clock.shows_figures for clock in ParticipantClock} == {
        "hidden": False,
        "soft": False,
        "minutes": True,
        "seconds": True,
    }


@pytest.mark.parametrize(("minutes", "seconds", "band"), BANDS)
def test_bands_are_thirds(minutes: int, seconds: float, band: Band) -> None:
    assert band_at(running(span(30)), at(minutes, seconds)) is band


def test_bands_are_thirds_of_the_length_as_adjusted() -> None:
    clock = running(span(30))
    longer, shorter = clock.lengthened(span(5)), clock.lengthened(-span(15))
    assert band_at(clock, at(10)) is Band.MIDDLE
    assert band_at(longer, at(10)) is Band.EARLY
    assert band_at(shorter, at(10)) is Band.LATE


def test_a_paused_step_keeps_its_band() -> None:
    assert band_at(running(span(30)).stopped(at(12)), at(40)) is Band.MIDDLE


def test_a_step_without_any_length_left_is_late() -> None:
    assert band_at(running(span()), START) is Band.LATE


@pytest.mark.parametrize(("length", "left"), [(1800, 120), (600, 120), (300, 60), (60, 12), (0, 0)])
def test_wrapping_up_begins_two_minutes_or_a_fifth_before_the_end(length: int, left: int) -> None:
    assert wrap_up(Countdown(span(seconds=length))) == span(seconds=left)


def test_pages_hear_of_the_thirds_of_the_wrap_up_and_of_zero() -> None:
    assert beats(running(span(30))) == [at(10), at(20), at(28), at(30)]


def test_a_resting_clock_has_no_beat() -> None:
    assert next_beat(running(span(30)).stopped(at(5)), at(6)) is None


def test_a_clock_that_has_run_before_beats_by_what_it_has_left() -> None:
    assert next_beat(Countdown(span(30), spent=span(15), running_since=START), START) == at(5)


@pytest.mark.parametrize("seconds", [299, 300, 301, 1099, 1100, 1101])
def test_at_the_beat_of_a_third_the_band_has_turned(seconds: int) -> None:
    clock = running(span(seconds=seconds))
    bands = [band_at(clock, moment) for moment in beats(clock)]
    assert bands == [Band.MIDDLE, Band.LATE, Band.LATE, Band.LATE]


def beats(clock: Countdown) -> list[datetime]:
    """Every moment a page is told of, asked for as the server asks: the next one, and from there the next."""
    moments: list[datetime] = []
    beat = next_beat(clock, START)
    while beat is not None and beat not in moments:
        moments.append(beat)
        beat = next_beat(clock, beat)
    return moments


@pytest.mark.parametrize(
    ("protocol", "quiet"),
    [
        ("abs60", (1, 2, 5, 8)),
        ("abs90", (3, 6)),
        ("two90", (1, 2, 4, 5, 8, 9, 11, 12, 15)),
        ("nopush90", (3, 8)),
    ],
)
def test_there_are_no_bands_in_short_steps_nor_in_the_call_for_a_case_and_the_sitting_back(
    protocol: str, quiet: tuple[int, ...]
) -> None:
    assert quiet_positions(SHIPPED.protocols[protocol], ParticipantClock.SOFT) == quiet


def test_five_minutes_are_long_enough_but_never_for_the_call_or_the_sitting_back() -> None:
    protocol = plan("checkin 4", "checkin 5", "case_call 20", "pushback 20")
    assert quiet_positions(protocol, ParticipantClock.SOFT) == (1, 3, 4)


@pytest.mark.parametrize("clock", [ParticipantClock.MINUTES, ParticipantClock.SECONDS])
def test_figures_stand_in_short_steps_too(clock: ParticipantClock) -> None:
    assert quiet_positions(SHIPPED.protocols["abs60"], clock) == (2, 5)
    assert quiet_positions(SHIPPED.protocols["two90"], clock) == (2, 5, 9, 12)
