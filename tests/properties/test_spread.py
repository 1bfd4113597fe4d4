"""Rule 9 for any lengths and any lateness: exact where it can be, proportional, and nobody below half their plan."""

from datetime import timedelta
from math import ceil

from hypothesis import assume, given
from hypothesis import strategies as st

from balint_live.domain import timer
from balint_live.domain.protocol import Protocol
from balint_live.domain.timer import Countdown
from tests.properties.ledger import KEPT_WHOLE
from tests.properties.plans import Words, plans
from tests.unit.domain.shipped import plan

SECOND = timedelta(seconds=1)
NOTHING = timedelta()
Clocks = tuple[Countdown, ...]

lateness = st.integers(-600_000, 7_200_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds))


@st.composite
def ahead(draw: st.DrawFn) -> tuple[Protocol, Clocks]:
    """A plan whose first step is the current one; time was added to or taken from any, and some were begun before."""
    protocol = plan(*draw(plans()))
    count = len(protocol.steps)
    percents = draw(st.lists(st.integers(20, 200), min_size=count, max_size=count))
    spent = draw(st.lists(st.sampled_from([NOTHING, NOTHING, SECOND]), min_size=count, max_size=count))
    lengths = [
        step.planned * percent // 100 // SECOND * SECOND
        for step, percent in zip(protocol.steps, percents, strict=True)
    ]
    return protocol, tuple(map(Countdown, lengths, spent))


def _spare(protocol: Protocol, clocks: Clocks) -> list[timedelta]:
    """What each step may give: none the current one, one begun before, one to be kept whole."""
    return [
        max(clock.length - step.planned / 2, NOTHING)
        if index and not clock.spent and step.phase.id not in KEPT_WHOLE
        else NOTHING
        for index, (step, clock) in enumerate(zip(protocol.steps, clocks, strict=True))
    ]


def _given(before: Clocks, after: Clocks) -> list[timedelta]:
    assert [clock.spent for clock in after] == [clock.spent for clock in before]
    return [was.length - now.length for was, now in zip(before, after, strict=True)]


@given(ahead=ahead(), late=lateness)
def test_the_lateness_is_given_in_whole_seconds_or_else_all_there_is(
    ahead: tuple[Protocol, Clocks], late: timedelta
) -> None:
    protocol, before = ahead
    given = _given(before, timer.shortened(protocol, before, late, 1))
    asked, could_give = max(ceil(late / SECOND), 0) * SECOND, sum(_spare(protocol, before), NOTHING)
    assert sum(given, NOTHING) == min(asked, could_give)


@given(ahead=ahead(), late=lateness)
def test_nobody_gives_more_than_they_may(ahead: tuple[Protocol, Clocks], late: timedelta) -> None:
    protocol, before = ahead
    given = _given(before, timer.shortened(protocol, before, late, 1))
    assert all(less % SECOND == NOTHING for less in given)
    assert all(NOTHING <= less <= most for less, most in zip(given, _spare(protocol, before), strict=True))


@given(words=plans(), percent=st.integers(1, 50))
def test_each_gives_in_proportion_and_the_longest_gives_the_remainder(words: Words, percent: int) -> None:
    """As long as that leaves everybody above the floor."""
    protocol = plan(*words)
    before = tuple(Countdown(step.planned) for step in protocol.steps)
    lengths = [2 * spare // SECOND for spare in _spare(protocol, before)]
    assume(any(lengths))
    wanted = sum(lengths) * percent // 100
    fair = [wanted * length // sum(lengths) for length in lengths]
    fair[lengths.index(max(lengths))] += wanted - sum(fair)
    assume(all(2 * share <= length for share, length in zip(fair, lengths, strict=True)))
    after = timer.shortened(protocol, before, wanted * SECOND, 1)
    assert _given(before, after) == [share * SECOND for share in fair]
