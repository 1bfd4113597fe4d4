"""Attendance in words and times of day, in the group's zone."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext, ngettext

from balint_live.application.attendance.side_by_side import SideBySide
from balint_live.domain.attendance import LeaderMark, Mark, Span, clip
from balint_live.domain.roll import Spans
from balint_live.web.pages.groups.words import clock


def spans_words(spans: Iterable[Span], timezone: str) -> str:
    """ "18:58–19:40, 19:50–20:30"; empty for none"""
    return ", ".join(f"{clock(join, timezone)}–{clock(leave, timezone)}" for join, leave in spans)


def presence_words(spans: Spans, window: Span, gaps: bool) -> str:
    """`gaps` are absences of more than three minutes inside the session."""
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


def page_words(evidence: SideBySide, timezone: str) -> str:
    seen = spans_words(evidence.page, timezone)
    return gettext("Page %(spans)s", spans=seen) if seen else gettext("Page: not seen")


def leaders_words(evidence: SideBySide, timezone: str) -> str:
    if not evidence.marks:
        return gettext("Leaders: nothing said")
    said = ", ".join(_mark_words(each, timezone) for each in evidence.marks)
    return gettext("Leaders: %(said)s", said=said)


def agreement_words(evidence: SideBySide) -> str:
    """Empty where there is nothing to compare."""
    if evidence.agree is None:
        return ""
    return gettext("agree") if evidence.agree else gettext("differ, please look")


def _mark_words(mark: LeaderMark, timezone: str) -> str:
    at = clock(mark.at, timezone)
    if mark.mark is Mark.PRESENT:
        return gettext("here at %(clock)s", clock=at)
    return gettext("not here at %(clock)s", clock=at)
