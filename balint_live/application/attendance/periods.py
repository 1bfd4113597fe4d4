"""How long what is known of people is kept (domain.md, section 16): counted from the end of their series.

The series ends with its last session that was not cancelled, so booking another one makes everything wait for it. Where all
were cancelled it ends with the last date that had been booked, and where there never was one, when its group was made: so
every series ends, and what nothing came of is forgotten too. What earned credit is kept for the years the sponsor sets,
everything else for ninety days.
"""

from datetime import datetime, timedelta

from balint_live.application.groups.group import Desk, Settings
from balint_live.domain.credit import Policy

FORGOTTEN_AFTER = timedelta(days=90)
"""So long after the end of the series, where no credit was earned."""
SHORTEST, LONGEST = 3, 10
SHORTEST_FOR_TIME_ATTENDED = 6
"""Years: ACCME and AMA ask for six."""


def series_end(desk: Desk) -> datetime:
    """The latest end, booked or actual. Cancelled sessions count where there are no others."""
    counted = [one for one in desk.meetings if not one.cancelled] or desk.meetings
    ends = [max(one.end, one.closed_at or one.end) for one in counted]
    return max(ends, default=desk.group.created_at)


def kept_until(settings: Settings, end: datetime, credited: bool) -> datetime:
    """When the record of somebody is deleted who earned credit in the series that ended then, or did not."""
    return years_after(end, settings.retention_years) if credited else end + FORGOTTEN_AFTER


def shortest_retention(settings: Settings) -> int:
    """In years, for the credit lines the group has."""
    asks_for_six = any(line.policy is Policy.QUARTER_HOUR for line in settings.credit_lines)
    return SHORTEST_FOR_TIME_ATTENDED if asks_for_six else SHORTEST


def years_after(moment: datetime, years: int) -> datetime:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
