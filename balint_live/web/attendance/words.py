"""Attendance in words: where somebody stands with a series, why a credit is what it is, what a statement says, and who
was here when.

Why a credit is what it is the domain says (`Reason.words`), in the same words as in exports. Times are the group's own.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from flask_babel import gettext, ngettext

from balint_live.application.attendance.matrix import Column, Row, SeriesStanding
from balint_live.application.attendance.record import Attended, PersonRecord, StatedSession, Statement
from balint_live.application.groups.group import SessionStatus
from balint_live.application.zoom.evidence import Doubt, SeenInZoom
from balint_live.domain.credit import (
    CreditLine,
    Policy,
    ReasonCode,
    in_credits,
)
from balint_live.domain.credit_results import fraction
from balint_live.domain.names import in_blocks
from balint_live.domain.roll import SideBySide, Spans
from balint_live.domain.timeline import LeaderMark, Mark, Span, clip
from balint_live.web.shared.context import Context, city, clock, day_there, full


def settled_words(settled: SessionStatus) -> str:
    """How far the attendance of a session is confirmed."""
    return {
        SessionStatus.TO_COME: gettext("to come"),
        SessionStatus.RUNNING: gettext("running"),
        SessionStatus.ROLL_OPEN: gettext("not yet confirmed"),
        SessionStatus.CONFIRMED: gettext("confirmed"),
        SessionStatus.NOT_HELD: gettext("not held"),
        SessionStatus.CANCELLED: gettext("cancelled"),
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


def reasons_of(
    lines: tuple[CreditLine, ...], columns: tuple[Column, ...], record: PersonRecord, timezone: str
) -> list[Context]:
    """Why somebody's figures are what they are, for each session that was held or broken off; the others need no
    explaining.
    """
    return [
        _session(lines, column, was, timezone)
        for column, was in zip(columns, record.sessions, strict=True)
        if was.on_roll and column.meeting.opened_at is not None and column.status is not SessionStatus.RUNNING
    ]


def _session(lines: tuple[CreditLine, ...], column: Column, was: Attended, timezone: str) -> Context:
    """`minutes` and `lines` of a confirmed session; `sentence` instead where nothing is counted, or not yet."""
    said: Context = {"number": column.meeting.number, "when": full(column.meeting.start, timezone)}
    if column.status is SessionStatus.CONFIRMED:
        reasons = [_line(line, was, place) for place, line in enumerate(lines)]
        return {**said, "minutes": minutes_words(was.time.attended), "lines": reasons}
    if column.status is SessionStatus.ROLL_OPEN:
        return {**said, "sentence": gettext("Attendance is not yet confirmed.")}
    return {**said, "sentence": gettext("The session was not held.")}


def _line(line: CreditLine, was: Attended, place: int) -> Context:
    """What one credit line makes of a session ("1.00", or whether it counts: a minimum of the series is met by all), and
    why.
    """
    if line.policy is not Policy.SERIES_MIN:
        earned = was.outcomes[place]
        outcome, reason = str(earned.credits), earned.reason
    else:
        reason = fraction(line, was.time)
        counts = reason.code is ReasonCode.FRACTION_MET
        outcome = gettext("counts") if counts else gettext("does not count")
    return {"credit_type": line.credit_type, "outcome": outcome, "why": reason.words}


def stated_words(statement: Statement) -> Context:
    """A statement for a page: the same figures as on paper, said the same way."""
    zone, sessions = statement.timezone, statement.sessions
    return {
        "statement": statement,
        "code": in_blocks(statement.code),
        "city": city(zone),
        "sessions": [_stated_session(one, zone) for one in sessions],
        "scheduled": sum(_scheduled(one) for one in sessions) // 60,
        "attended": sum(one.present_s for one in sessions) // 60,
        "credits": [(each, in_credits(each.quarters)) for each in statement.credits],
        "issued_on": day_there(statement.issued_at, zone),
        "replaced_on": "" if statement.replaced_at is None else day_there(statement.replaced_at, zone),
        "kept_until": day_there(statement.kept_until, zone),
    }


def _stated_session(one: StatedSession, zone: str) -> Context:
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


def spans_words(spans: Iterable[Span], timezone: str) -> str:
    """ "18:58–19:40, 19:50–20:30"; empty for none"""
    return ", ".join(f"{clock(join, timezone)}–{clock(leave, timezone)}" for join, leave in spans)


def presence_words(spans: Spans, window: Span, gaps: bool) -> str:
    """How far somebody was here. `gaps`: whether they were away for more than three minutes inside the session."""
    if clip(spans, window):
        return gettext("Here part of the time") if gaps else gettext("Here throughout")
    return gettext("Seen before the opening only") if spans else gettext("Not seen")


def clock_set_words(by: timedelta) -> str:
    """What leaders should know of the server's clock; empty where nobody set it."""
    if not by:
        return ""
    minutes = round(abs(by) / timedelta(minutes=1))
    if minutes == 0:
        return gettext(
            "The server's clock was set by some seconds during this session. Please check the times."
        )
    if by > timedelta():
        return ngettext(
            "The server's clock was set forward by %(num)s minute during this session. Please check the times.",
            "The server's clock was set forward by %(num)s minutes during this session. Please check the times.",
            minutes,
        )
    return ngettext(
        "The server's clock was set back by %(num)s minute during this session. Please check the times.",
        "The server's clock was set back by %(num)s minutes during this session. Please check the times.",
        minutes,
    )


def evidence_words(
    evidence: SideBySide,
    timezone: str,
    cannot_come: bool = False,
    doubts: Collection[Doubt] = (),
) -> list[str]:
    """What they said beforehand, when they were seen on the page and in Zoom, what leaders said, and whether these agree,
    where there is anything to compare."""
    seen = spans_words(evidence.page, timezone)
    said = ", ".join(_mark_words(each, timezone) for each in evidence.marks)
    words = [
        gettext("Page %(spans)s", spans=seen) if seen else gettext("Page: not seen"),
        *_zoom_words(evidence.zoom, timezone, doubts),
        gettext("Leaders: %(said)s", said=said) if said else gettext("Leaders: no mark"),
    ]
    if evidence.agree is not None:
        words.append(gettext("agree") if evidence.agree else gettext("differ, please look"))
    return [gettext("Said beforehand: can't come"), *words] if cannot_come else words


def _zoom_words(spans: Spans | None, timezone: str, doubts: Collection[Doubt]) -> list[str]:
    if spans is None:
        return []
    seen = spans_words(spans, timezone)
    words = [gettext("Zoom %(spans)s", spans=seen) if seen else gettext("Zoom: not seen")]
    if doubts:
        words.append(gettext("not certain, so it counts for nothing by itself: %(why)s", why=_why(doubts)))
    return words


def _why(doubts: Collection[Doubt]) -> str:
    sentences = {
        Doubt.JOIN_MISSING: gettext("Zoom did not say when they came"),
        Doubt.LEAVE_MISSING: gettext("Zoom did not say when they left"),
        Doubt.END_MISSING: gettext("Zoom did not say when they left"),
        Doubt.TWO_PEOPLE: gettext("two registrations on one device"),
    }
    return ", ".join(dict.fromkeys(sentences[each] for each in sorted(doubts)))


def strangers_words(strangers: Iterable[SeenInZoom], timezone: str) -> str:
    """Who was in Zoom and is nobody's registration; empty for nobody."""
    times = ", ".join(spans_words(each.spans, timezone) for each in strangers)
    if not times:
        return ""
    return gettext(
        "Also in Zoom, without a registration: %(times)s. This may be the other leader, or somebody who used another link.",
        times=times,
    )


def _mark_words(mark: LeaderMark, timezone: str) -> str:
    at = clock(mark.at, timezone)
    if mark.mark is Mark.PRESENT:
        return gettext("here at %(clock)s", clock=at)
    return gettext("not here at %(clock)s", clock=at)
