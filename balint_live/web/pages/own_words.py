"""Somebody's own attendance in words, in their group's zone."""

from datetime import datetime

from flask_babel import gettext, ngettext

from balint_live.application.attendance.own_attendance import (
    OwnAttendance,
    OwnCredit,
    OwnSession,
    OwnStanding,
)
from balint_live.application.attendance.statement import Statement
from balint_live.application.typed_codes import in_blocks
from balint_live.domain.figures import in_credits
from balint_live.domain.reasons import ReasonCode
from balint_live.web.pages.context import Context
from balint_live.web.pages.groups.attendance_words import minutes_words, reason_words
from balint_live.web.pages.groups.words import city, clock
from balint_live.web.pages.stated_words import day_there


def own_words(own: OwnAttendance) -> Context:
    return {
        "own": own,
        "group": {"name": own.group, "contact": own.contact},
        "city": city(own.timezone),
        "credits": [_credit(each) for each in own.credits],
        "sessions": [_session(own, one) for one in own.sessions],
        "statements": [_statement(each) for each in reversed(own.statements)],
        "kept_until": day_there(own.kept_until, own.timezone),
    }


def _credit(one: OwnCredit) -> Context:
    return {
        "type": one.credit_type,
        "earned": in_credits(one.quarters),
        "series": "" if one.series is None else reason_words(one.series),
        "outlook": _outlook(one),
    }


def _outlook(one: OwnCredit) -> str:
    """What it takes from here; empty where every session counts by itself."""
    if one.series is None:
        return ""
    if one.series.code is ReasonCode.SERIES_MET:
        return gettext("That is enough.")
    if one.can_miss is None:
        return gettext("It can no longer be reached in this series.")
    if not one.can_miss:
        return gettext("Every session that is left is needed.")
    return ngettext(
        "Of the sessions that are left, %(num)s may be missed.",
        "Of the sessions that are left, %(num)s may be missed.",
        one.can_miss,
    )


def _session(own: OwnAttendance, one: OwnSession) -> Context:
    """Of a session without presence there is nothing more to say; one that was broken off has no credited time."""
    decided = one.standing is OwnStanding.CONFIRMED and bool(one.spans)
    return {
        "id": one.meeting_id,
        "number": one.number,
        "day": day_there(one.start, own.timezone),
        "here": [_span(join, leave, own.timezone) for join, leave in one.spans],
        "minutes": "" if one.standing is OwnStanding.NOT_HELD else _credited_time(one),
        "standing": _standing(one.standing),
        "outcomes": _outcomes(own, one) if decided else [],
        "corrected": one.corrected,
        "to_state": one.to_state,
    }


def _credited_time(one: OwnSession) -> str:
    """ "52 of 60 minutes" """
    attended, total = one.attended // 60, minutes_words(one.total)
    return gettext("%(attended)s of %(total)s", attended=attended, total=total)


def _span(join: datetime, leave: datetime, timezone: str) -> str:
    return f"{clock(join, timezone)}–{clock(leave, timezone)}"


def _standing(standing: OwnStanding) -> str:
    """Empty where the record stands."""
    return {
        OwnStanding.CONFIRMED: "",
        OwnStanding.ROLL_OPEN: gettext(
            "Attendance is not yet confirmed: your leaders still have to go through it, and their word decides."
        ),
        OwnStanding.NOT_HELD: gettext("This session was broken off and earns nobody credit."),
    }[standing]


def _outcomes(own: OwnAttendance, one: OwnSession) -> list[Context]:
    """Of the credits that each session decides by itself; what the series decides is said once, above."""
    return [
        {"type": credit.credit_type, "credits": outcome.credits, "why": reason_words(outcome.reason)}
        for credit, outcome in zip(own.credits, one.outcomes, strict=True)
        if credit.series is None
    ]


def _statement(one: Statement) -> Context:
    session = None if one.meeting_id is None else one.sessions[0].number
    return {
        "id": one.id,
        "code": in_blocks(one.code),
        "issued_on": day_there(one.issued_at, one.timezone),
        "replaced_on": "" if one.replaced_at is None else day_there(one.replaced_at, one.timezone),
        "session": session,
    }
