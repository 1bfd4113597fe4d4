"""How long a session must run for its credit, and whether ending it now would cost anybody that credit.

Only whole hours know such a moment: an hour cut short by a second is none, and in 60 minutes there is no slack at all.
Time attended and fractions are measured on whatever was held. The hours are those the plan holds, not those the booked
times hold, and they count from the actual start, so a late opening moves the moment.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from balint_live.domain.credit import FULL_HOUR, CreditLine, Policy
from balint_live.domain.timeline import whole_second


def credit_needs(
    opened_at: datetime, credited: timedelta, uncredited: timedelta, lines: Iterable[CreditLine]
) -> datetime | None:
    """The first moment at which the session may end with every full hour of its plan; to be shown in minutes rounded up.

    `credited` and `uncredited` are the time in steps that earn credit and in steps that do not. None when no line asks for
    full hours, or the plan holds none.
    """
    hours = credited // FULL_HOUR
    if not hours or all(line.policy is not Policy.FULL_HOUR for line in lines):
        return None
    return whole_second(opened_at) + hours * FULL_HOUR + uncredited


def ending_costs(
    now: datetime,
    opened_at: datetime,
    credited: timedelta,
    uncredited: timedelta,
    lines: Iterable[CreditLine],
) -> bool:
    """Whether the console asks before ending at `now`."""
    needed = credit_needs(opened_at, credited, uncredited, lines)
    return needed is not None and now < needed
