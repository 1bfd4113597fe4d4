"""Credited time is one line of whole seconds from 0, and presence is cut to it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from balint_live.domain.timeline import Span, Timeline, timeline
from tests.unit.domain.cast import at


def minutes(from_minute: float, to_minute: float) -> Span:
    return at(from_minute), at(to_minute)


def in_minutes(total: float, *bounds: float) -> Timeline:
    pairs = [(bounds[index], bounds[index + 1]) for index in range(0, len(bounds), 2)]
    return Timeline(int(total * 60), tuple((int(join * 60), int(leave * 60)) for join, leave in pairs))


def test_one_window_from_its_opening() -> None:
    assert timeline([minutes(5, 65)], [minutes(10, 40)]) == in_minutes(60, 5, 35)


def test_windows_are_laid_end_to_end_and_the_break_between_them_is_gone() -> None:
    windows = [minutes(0, 40), minutes(50, 70)]
    assert timeline(windows, [minutes(30, 55)]) == in_minutes(60, 30, 45)


def test_presence_up_to_the_break_and_from_its_end_is_one_stretch() -> None:
    windows = [minutes(0, 40), minutes(50, 70)]
    assert timeline(windows, [minutes(0, 40), minutes(50, 70)]) == in_minutes(60, 0, 60)


def test_presence_in_a_break_counts_for_nothing() -> None:
    assert timeline([minutes(0, 40), minutes(50, 70)], [minutes(40, 50)]) == in_minutes(60)


def test_windows_that_overlap_are_counted_once() -> None:
    assert timeline([minutes(20, 60), minutes(0, 30)], [minutes(0, 60)]) == in_minutes(60, 0, 60)


def test_without_windows_there_is_no_time() -> None:
    assert timeline([], [minutes(0, 60)]) == in_minutes(0)


def test_a_window_that_ends_before_it_begins_holds_nothing() -> None:
    assert timeline([minutes(60, 0)], [minutes(0, 60)]) == in_minutes(0)


def test_moments_are_cut_to_their_second() -> None:
    window = at(0, 0.9), at(60, 0.1)
    assert timeline([window], [(at(10, 0.7), at(20, 0.2))]) == in_minutes(60, 10, 20)


def test_presence_of_less_than_a_second_is_none() -> None:
    assert timeline([minutes(0, 60)], [(at(10, 0.1), at(10, 0.9))]) == in_minutes(60)


def test_what_a_zone_does_to_the_clocks_changes_no_length() -> None:
    """The clocks of London go forward on 29 March 2026 at 01:00."""
    london = ZoneInfo("Europe/London")
    midnight = at().replace(day=29, hour=0)
    window = (
        (midnight + timedelta(minutes=30)).astimezone(london),
        (midnight + timedelta(minutes=90)).astimezone(london),
    )
    assert timeline([window], [window]) == in_minutes(60, 0, 60)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ([], [60]),
        ([(0, 60)], [0, 0]),
        ([(4, 60)], [4, 0]),
        ([(0, 48)], [0, 12]),
        ([(0, 20), (30, 40), (50, 60)], [0, 10, 10, 0]),
        ([(-10, 70)], [0, 0]),
    ],
)
def test_absences_are_the_gaps_before_between_and_after(
    present: list[tuple[int, int]], expected: list[int]
) -> None:
    assert Timeline(100, tuple(present)).absences(0, 60) == expected


def test_absences_are_judged_block_by_block() -> None:
    attended = Timeline(120, ((0, 50), (70, 120)))
    assert (attended.absences(0, 60), attended.absences(60, 120)) == ([0, 10], [10, 0])


def test_attended_seconds_are_summed() -> None:
    assert Timeline(120, ((0, 50), (70, 120))).attended == 100
