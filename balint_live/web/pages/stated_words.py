"""A statement in words for a page: the same figures as on paper, said the same way."""

from datetime import datetime
from zoneinfo import ZoneInfo

from balint_live.application.attendance.statement import StatedSession, Statement
from balint_live.application.typed_codes import in_blocks
from balint_live.domain.figures import in_credits
from balint_live.web.pages.context import Context
from balint_live.web.pages.groups.words import city, clock, day


def stated_words(statement: Statement) -> Context:
    zone, sessions = statement.timezone, statement.sessions
    return {
        "statement": statement,
        "code": in_blocks(statement.code),
        "city": city(zone),
        "sessions": [_session(one, zone) for one in sessions],
        "scheduled": sum(_scheduled(one) for one in sessions) // 60,
        "attended": sum(one.present_s for one in sessions) // 60,
        "credits": [(each, in_credits(each.quarters)) for each in statement.credits],
        "issued_on": day_there(statement.issued_at, zone),
        "replaced_on": "" if statement.replaced_at is None else day_there(statement.replaced_at, zone),
        "kept_until": day_there(statement.kept_until, zone),
    }


def day_there(moment: datetime, timezone: str) -> str:
    """ "Tuesday 10 March 2026" """
    return day(moment.astimezone(ZoneInfo(timezone)))


def _session(one: StatedSession, zone: str) -> Context:
    return {
        "number": one.number,
        "day": day_there(one.scheduled_start, zone),
        "held": f"{clock(one.actual_start, zone)}–{clock(one.actual_end, zone)}",
        "scheduled": _scheduled(one) // 60,
        "attended": one.present_s // 60,
    }


def _scheduled(one: StatedSession) -> int:
    """In seconds."""
    return int((one.scheduled_end - one.scheduled_start).total_seconds())
