"""Latest return: the booked end, less every step from the one in which the presenter has returned."""

import pytest

from tests.unit.domain.cast import ANA, arrived, at, closed, gathering, opened, span
from tests.unit.domain.shipped import vectors

LATEST_RETURN: dict[str, list[int]] = vectors("latest_return")


@pytest.mark.parametrize("protocol", LATEST_RETURN)
def test_the_worked_figures(protocol: str) -> None:
    meeting = opened(protocol)
    seen = [meeting.latest_return()]
    for _ in meeting.protocol.steps[1:]:
        meeting = meeting.next(ANA, at(1))
        seen.append(meeting.latest_return())
    assert sorted({moment for moment in seen if moment}) == [at(minute) for minute in LATEST_RETURN[protocol]]


def test_with_two_cases_it_is_the_coming_return_that_counts() -> None:
    returns = [arrived(position, "two90").latest_return() for position in range(1, 16)]
    assert returns == 6 * [at(39)] + 7 * [at(81)] + 2 * [None]


def test_the_brief_response_is_a_return() -> None:
    returns = [arrived(position, "interim75").latest_return() for position in range(1, 12)]
    assert returns == 6 * [at(41)] + 3 * [at(64)] + 2 * [None]


def test_it_stands_still_through_a_pause_and_an_overrun() -> None:
    discussion = arrived(6, late=span(4))
    paused = discussion.pause(ANA, at(30))
    assert (discussion.latest_return(), paused.latest_return()) == (at(49), at(49))


def test_it_follows_the_lengths_as_adjusted() -> None:
    shortened_closing = opened().goto(8, ANA, at(1)).adjust(-span(1), ANA, at(1)).goto(6, ANA, at(1))
    assert shortened_closing.latest_return() == at(50)


def test_it_follows_the_booked_end_and_not_the_opening() -> None:
    assert gathering().open(ANA, at(7)).latest_return() == at(49)


def test_before_the_opening_and_after_the_close_there_is_none() -> None:
    assert (gathering().latest_return(), closed().latest_return()) == (None, None)
