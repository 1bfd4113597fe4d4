"""How far the roll of a session is: the page of the roll and every link to it ask here, so that they agree."""

from enum import StrEnum

from balint_live.application.attendance.book import SessionRecord


class Stage(StrEnum):
    """How far the roll of a session is."""

    NOTHING = "nothing"
    RUNNING = "running"
    OPEN = "open"
    CONFIRMED = "confirmed"


def stage_of(one: SessionRecord) -> Stage:
    if one.meeting.opened_at is None or one.meeting.cancelled:
        return Stage.NOTHING
    if one.meeting.closed_at is None:
        return Stage.RUNNING
    return Stage.OPEN if one.roll is None else Stage.CONFIRMED
