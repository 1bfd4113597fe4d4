"""The page of the roll as it stands: nothing to confirm, running, open, or confirmed."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import gettext

from balint_live.application.attendance.book import Book, Confirmation, SessionRecord
from balint_live.application.attendance.roll_call import window_of
from balint_live.application.groups.course import Standing, standing
from balint_live.application.groups.schedule import Slot
from balint_live.domain.attendance import Span
from balint_live.domain.confirmed_roll import ConfirmedRoll
from balint_live.web.forms.roll_answers import RollAnswers, span_text
from balint_live.web.forms.roll_clock import RollClock
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roll_lines import NO_ANSWERS, roll_lines
from balint_live.web.pages.groups.roll_record import correction_lines, record_lines
from balint_live.web.pages.groups.roll_stage import Stage, stage_of
from balint_live.web.pages.groups.roll_words import clock_set_words
from balint_live.web.pages.groups.session_words import slot_words
from balint_live.web.pages.groups.words import clock, day


def roll_page(
    office: OfficeServices,
    book: Book,
    one: SessionRecord,
    sentence: str = "",
    typed: RollAnswers = NO_ANSWERS,
    ended_at: str | None = None,
) -> str:
    """`typed` and `ended_at` are what comes back with a form; answers stay where their gap still is."""
    stage, timezone = stage_of(one), book.desk.group.settings.timezone
    views = {Stage.RUNNING: _running, Stage.OPEN: _open, Stage.CONFIRMED: _confirmed}
    further = views[stage](office, book, one, typed) if stage in views else _nothing(office, one)
    return render_template(
        f"groups/roll_{stage}.html",
        desk=book.desk,
        meeting=one.meeting,
        address=f"/groups/{book.desk.group.id}/sessions/{one.meeting.id}/roll",
        when=slot_words(Slot(one.meeting.start, one.meeting.plan), timezone),
        sentence=sentence,
        not_held=one.meeting.not_held_at is not None,
        clock_set=clock_set_words(one.meeting.clock_set_by),
        ended_at=ended_at,
        **further,
    )


def leads(book: Book) -> bool:
    """Whether the reader is one of the group's leaders: a coordinator is not in the circle, and cannot know who is."""
    return any(each.id == book.desk.who.id for each in book.desk.leaders)


def by_whom(book: Book, given: Confirmation | ConfirmedRoll | None) -> dict[str, str]:
    """Who gave it and when, for a sentence; empty where nobody did. The account may be gone."""
    if given is None:
        return {}
    timezone = book.desk.group.settings.timezone
    return {
        "name": book.names.get(given.by, ""),
        "day": day(given.at.astimezone(ZoneInfo(timezone))),
        "clock": clock(given.at, timezone),
    }


def times_of(book: Book, room: Span) -> RollClock:
    return RollClock(book.desk.group.settings.timezone, room)


def _nothing(office: OfficeServices, one: SessionRecord) -> dict[str, Any]:
    return {"why": _why_nothing(standing(one.meeting, office.clock.now()))}


def _why_nothing(stands: Standing) -> str:
    if stands is Standing.TO_COME:
        return gettext("This session is to come. Its roll is here once it has been opened.")
    if stands is Standing.CANCELLED:
        return gettext("This session was cancelled, so there is no attendance to confirm.")
    return gettext("Nobody opened this session, so there is no attendance to confirm.")


def _running(office: OfficeServices, book: Book, one: SessionRecord, typed: RollAnswers) -> dict[str, Any]:
    lines = roll_lines(book, one, office.clock.now(), typed)
    return {
        "lines": sorted(lines, key=lambda line: not line.asked_now),
        "here": sum(line.counts_now for line in lines),
        "opening": by_whom(book, one.opening),
        "leads": leads(book),
    }


def _open(office: OfficeServices, book: Book, one: SessionRecord, typed: RollAnswers) -> dict[str, Any]:
    now = office.clock.now()
    lines, window = roll_lines(book, one, now, typed), window_of(one, now)
    return {
        "lines": lines,
        "here": sum(line.counts for line in lines),
        "window": span_text(window),
        "opened": clock(window[0], book.desk.group.settings.timezone),
        "closed": clock(window[1], book.desk.group.settings.timezone),
        "ended": times_of(book, window).text(window[1]),
        "by_itself": one.meeting.closed_at == one.meeting.end,
    }


def _confirmed(office: OfficeServices, book: Book, one: SessionRecord, typed: RollAnswers) -> dict[str, Any]:
    """What was typed for a roll that somebody else has confirmed meanwhile has no place any more."""
    return {
        "lines": record_lines(book, one),
        "corrections": correction_lines(book, one),
        "confirmed": by_whom(book, one.roll),
    }
