"""What the console says about credit while the session goes: until when it must run for its full hours.

The snapshot of the live pages stays as it is; what does not change in a session is put into the page, and the moment is
worked out there from the snapshot, by the same rules as here (static/js/console/credit_needs.js). Time in steps that earn no
credit comes on top, a pause in them included: a clock that rests does not stop the session. What was paused before the page
was made is told with the facts, because a snapshot does not say where a pause fell.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from balint_live.domain.credit import FULL_HOUR, CreditLine, Policy, credited
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.needed_end import credit_needs
from balint_live.web.wire import encoded

Facts = dict[str, object]
MINUTE_MS = 60_000


def credit_facts(meeting: Meeting, lines: Sequence[CreditLine], now: datetime) -> Facts:
    """`types` are the credits that ask for full hours, `fullHourMs` the full hours of the plan, 0 when it holds none."""
    types = [line.credit_type for line in lines if line.policy is Policy.FULL_HOUR]
    hours = credited(meeting.protocol) // FULL_HOUR
    return {
        "types": types,
        "fullHourMs": encoded(hours * FULL_HOUR),
        "uncreditedPositions": list(_uncredited_positions(meeting)),
        "pausedMs": encoded(_paused(meeting, now)),
    }


def needed_until(meeting: Meeting, lines: Sequence[CreditLine], now: datetime) -> int | None:
    """The moment in ms, in minutes rounded up; None where nothing is needed, or not any more."""
    opened_at = meeting.progress.opened_at
    if opened_at is None or meeting.status is not Status.RUNNING:
        return None
    needed = credit_needs(opened_at, credited(meeting.protocol), _uncredited_time(meeting, now), lines)
    if needed is None or needed <= now:
        return None
    return -(-int(encoded(needed)) // MINUTE_MS) * MINUTE_MS


def _uncredited_time(meeting: Meeting, now: datetime) -> timedelta:
    """Steps left behind took what they took; the present one and those to come take their length at least."""
    position = meeting.progress.position or 0
    time = _paused(meeting, now)
    for at in _uncredited_positions(meeting):
        countdown = meeting.progress.countdowns[at - 1]
        spent = countdown.spent_at(now)
        time += spent if at < position else max(spent, countdown.length)
    return time


def _paused(meeting: Meeting, now: datetime) -> timedelta:
    """How long the clock has rested so far in steps that earn no credit."""
    progress = meeting.progress
    if progress.opened_at is None or meeting.status is not Status.RUNNING:
        return timedelta()
    earning = sum((closes - opens for opens, closes in progress.credited), timedelta())
    if progress.credit_since is not None:
        earning += now - progress.credit_since
    spent = sum(
        (progress.countdowns[at - 1].spent_at(now) for at in _uncredited_positions(meeting)), timedelta()
    )
    return max(timedelta(), now - progress.opened_at - earning - spent)


def _uncredited_positions(meeting: Meeting) -> Iterable[int]:
    return (at for at, step in enumerate(meeting.protocol.steps, 1) if not step.phase.credit)
