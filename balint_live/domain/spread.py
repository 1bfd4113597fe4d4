"""Rule 9: fit the rest of a late session to its booked end, by shortening only, and never what must be kept whole.

Only steps not yet begun give time, in proportion to their length, in whole seconds, the remainder to the longest, none
below half its plan. Sitting back, the presenter's returns, the last word and the closing are never touched. When a step
reaches its floor, what it could not give is asked of the others, so that the booked end is met whenever it can be.
"""

from dataclasses import replace
from datetime import timedelta
from math import ceil

from balint_live.domain.countdown import Countdown
from balint_live.domain.protocol import Protocol, Step

KEPT_WHOLE = frozenset({"pushback", "return", "interim_return", "last_word", "closing"})


def shortened(
    protocol: Protocol, countdowns: tuple[Countdown, ...], late_by: timedelta, position: int
) -> tuple[Countdown, ...]:
    """The clocks after giving up `late_by` (rounded up to a whole second) after `position`, or as much as can be given."""
    givers = {
        index: _spare(step, countdown)
        for index, (step, countdown) in enumerate(zip(protocol.steps, countdowns, strict=True), start=1)
        if index > position and not countdown.begun and step.phase.id not in KEPT_WHOLE
    }
    lengths = {index: _seconds(countdowns[index - 1].length) for index in givers}
    given = _shares(lengths, givers, ceil(late_by.total_seconds()))
    return tuple(
        replace(clock, length=clock.length - timedelta(seconds=given.get(index, 0)))
        for index, clock in enumerate(countdowns, start=1)
    )


def _spare(step: Step, countdown: Countdown) -> int:
    """Whole seconds this step may lose before it stands at half its plan."""
    return max(0, _seconds(countdown.length - step.planned / 2))


def _shares(lengths: dict[int, int], spare: dict[int, int], wanted: int) -> dict[int, int]:
    """How many seconds each step gives: proportional, capped by its spare, the rest asked again of who still has some."""
    given = dict.fromkeys(lengths, 0)
    wanted = min(max(wanted, 0), sum(spare.values()))
    while wanted:
        open_to_more = [index for index in lengths if given[index] < spare[index]]
        total = sum(lengths[index] for index in open_to_more)
        shares = {index: wanted * lengths[index] // total for index in open_to_more}
        longest = max(open_to_more, key=lambda index: lengths[index])
        shares[longest] += wanted - sum(shares.values())
        for index, share in shares.items():
            taken = min(share, spare[index] - given[index])
            given[index] += taken
            wanted -= taken
    return given


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
