"""Attendance in words: where somebody stands with a series, and why a credit is what it is.

The domain keeps its reasons in English for exports; here they are built from the same figures, for the reader's language.
What is told to the second, or hour by hour, is shown as the domain words it.
"""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, ngettext

from balint_live.application.attendance.matrix import Row, SeriesStanding, Settled
from balint_live.domain.credit import CreditLine
from balint_live.domain.figures import in_credits
from balint_live.domain.reasons import (
    Capped,
    FullHours,
    NoFullHour,
    NothingToCount,
    Quarters,
    Reason,
    ReasonCode,
    SeriesCount,
)


def settled_words(settled: Settled) -> str:
    return {
        Settled.TO_COME: gettext("to come"),
        Settled.RUNNING: gettext("running"),
        Settled.ROLL_OPEN: gettext("not yet confirmed"),
        Settled.CONFIRMED: gettext("confirmed"),
        Settled.NOT_HELD: gettext("not held"),
        Settled.CANCELLED: gettext("cancelled"),
    }[settled]


def attended_words(row: Row) -> str:
    """ "Here in 5 of 6 confirmed sessions." """
    if not row.confirmed:
        return gettext("No confirmed session yet.")
    return ngettext(
        "Here in %(attended)s of %(num)s confirmed session.",
        "Here in %(attended)s of %(num)s confirmed sessions.",
        row.confirmed,
        attended=row.attended,
    )


def series_words(line: CreditLine, stands: SeriesStanding) -> str:
    """ "ABFM: 5 of 8 sessions, 6 needed; every session left is needed." """
    facts = {
        "credit": line.credit_type,
        "attended": stands.count.attended,
        "planned": stands.count.planned,
        "needed": stands.count.needed,
    }
    if stands.missed:
        return gettext(
            "%(credit)s: %(attended)s of %(planned)s sessions, %(needed)s needed; out of reach.", **facts
        )
    if stands.spare is None:
        return gettext("%(credit)s: %(attended)s of %(planned)s sessions, %(needed)s needed: met.", **facts)
    if stands.at_risk:
        return gettext(
            "%(credit)s: %(attended)s of %(planned)s sessions, %(needed)s needed; needs every session left.",
            **facts,
        )
    return ngettext(
        "%(credit)s: %(attended)s of %(planned)s sessions, %(needed)s needed; %(num)s can be missed.",
        "%(credit)s: %(attended)s of %(planned)s sessions, %(needed)s needed; %(num)s can be missed.",
        stands.spare,
        **facts,
    )


def earned_words(line: CreditLine, quarters: int) -> str:
    """ "APA CE: 5.00 so far." """
    return gettext("%(credit)s: %(credits)s so far.", credit=line.credit_type, credits=in_credits(quarters))


def minutes_words(seconds: int) -> str:
    """ "52 minutes": whole ones, rounded down."""
    return ngettext("%(num)s minute", "%(num)s minutes", seconds // 60)


def reason_words(reason: Reason) -> str:
    """In English, exactly what the domain says."""
    say = _SAY.get(type(reason))
    return reason.words if say is None else say(reason)


def _nothing_to_count(reason: NothingToCount) -> str:
    return {
        ReasonCode.NOT_HELD: gettext("The session was not held."),
        ReasonCode.ROLL_OPEN: gettext("Attendance is not yet confirmed."),
        ReasonCode.ROLE_EXCLUDED: gettext("Leaders do not earn this credit."),
    }[reason.code]


def _full_hours(reason: FullHours) -> str:
    return ngettext(
        "Present for %(num)s of %(num)s full hour.",
        "Present for %(num)s of %(num)s full hours.",
        reason.hours,
    )


def _no_full_hour(reason: NoFullHour) -> str:
    return gettext(
        "The session ran %(minutes)s; this credit needs a full 60.", minutes=minutes_words(reason.ran)
    )


def _quarters(reason: Quarters) -> str:
    if reason.rounded_up:
        return ngettext(
            "%(minutes)s present: %(num)s quarter hour, rounded up.",
            "%(minutes)s present: %(num)s quarter hours, rounded up.",
            reason.quarters,
            minutes=minutes_words(reason.attended),
        )
    return ngettext(
        "%(minutes)s present: %(num)s quarter hour.",
        "%(minutes)s present: %(num)s quarter hours.",
        reason.quarters,
        minutes=minutes_words(reason.attended),
    )


def _capped(reason: Capped) -> str:
    return gettext(
        "%(minutes)s present; at most %(credits)s can be awarded.",
        minutes=minutes_words(reason.attended),
        credits=in_credits(reason.most),
    )


def _series(reason: SeriesCount) -> str:
    sessions = ngettext("%(num)s session", "%(num)s sessions", reason.planned)
    return ngettext(
        "%(attended)s of %(sessions)s; %(num)s is needed.",
        "%(attended)s of %(sessions)s; %(num)s are needed.",
        reason.needed,
        attended=reason.attended,
        sessions=sessions,
    )


_SAY: dict[type, Callable[[Any], str]] = {
    NothingToCount: _nothing_to_count,
    FullHours: _full_hours,
    NoFullHour: _no_full_hour,
    Quarters: _quarters,
    Capped: _capped,
    SeriesCount: _series,
}
