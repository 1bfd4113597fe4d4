"""Pages and leaders beside each other: where they differ by more than three minutes, it is pointed out."""

import pytest

from balint_live.domain.roll import SideBySide, side_by_side
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source
from tests.cast import at

WINDOW = at(0), at(60)


def page(*minutes: tuple[float, float], provisional: bool = False) -> list[PresenceInterval]:
    return [
        PresenceInterval(at(join), at(leave), Source.SELF_CHECKIN, provisional) for join, leave in minutes
    ]


def here(minutes: float) -> LeaderMark:
    return LeaderMark(Mark.PRESENT, at(minutes))


def gone(minutes: float) -> LeaderMark:
    return LeaderMark(Mark.ABSENT, at(minutes))


def test_without_a_mark_there_is_nothing_to_compare() -> None:
    seen = side_by_side((page((-2, 20), (30, 60)), []), WINDOW)
    assert seen == SideBySide(((at(-2), at(20)), (at(30), at(60))), (), None)


@pytest.mark.parametrize(
    ("minutes", "marks", "agree"),
    [
        ([(0, 60)], [here(20)], True),
        ([(0, 60)], [gone(57)], True),
        ([(0, 60)], [gone(56.9)], False),
        ([(0, 60)], [gone(20), here(22)], True),
        ([(0, 60)], [here(24), gone(20)], False),
        ([(0, 57)], [here(30)], True),
        ([(0, 56)], [here(30)], False),
        ([], [gone(5)], True),
        ([], [here(5)], False),
        ([(-20, -5)], [gone(-4)], True),
    ],
)
def test_more_than_three_minutes_are_a_difference(
    minutes: list[tuple[float, float]], marks: list[LeaderMark], agree: bool
) -> None:
    assert side_by_side((page(*minutes), marks), WINDOW).agree is agree


@pytest.mark.parametrize(
    ("minutes", "zoom", "agree"),
    [
        ((0, 60), (0, 60), True),
        ((0, 60), (3, 57), True),
        ((0, 60), (3.1, 60), False),
        ((0, 60), (0, 20), False),
        ((0, 20), (0, 60), True),
        ((-9, -2), (60, 70), True),
    ],
)
def test_a_page_that_lives_while_its_owner_is_not_in_zoom_is_pointed_out(
    minutes: tuple[float, float], zoom: tuple[float, float], agree: bool
) -> None:
    spans = ((at(zoom[0]), at(zoom[1])),)
    from_zoom = PresenceInterval(*spans[0], Source.ZOOM_IMPORT)
    seen = side_by_side(([*page(minutes), from_zoom], []), WINDOW, spans)
    assert seen == SideBySide(((at(minutes[0]), min(at(minutes[1]), at(60))),), (), agree, spans)


def test_marks_stand_in_the_order_in_which_they_were_given() -> None:
    assert side_by_side(([], [gone(9), here(4)]), WINDOW).marks == (here(4), gone(9))


def test_a_press_without_a_page_is_no_page() -> None:
    seen = side_by_side((page((0, 60), provisional=True), [here(10)]), WINDOW)
    assert (seen.page, seen.agree) == ((), False)
