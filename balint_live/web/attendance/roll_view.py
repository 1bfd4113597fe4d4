"""The page of the roll as it stands: nothing to confirm, running, open, or confirmed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import gettext, ngettext

from balint_live.application.attendance.record import (
    AttendanceRecord,
    Confirmation,
    SessionRecord,
    SideBySide,
    side_by_side,
)
from balint_live.application.attendance.service import roll_rows, window_of
from balint_live.application.groups.group import SessionStatus
from balint_live.application.groups.schedule import Slot
from balint_live.domain.roll import Absence, ConfirmedRoll, Correction, Place, Row, Spans, record
from balint_live.domain.timeline import LONGEST_SILENCE, Mark, Span, clip, timeline
from balint_live.web.attendance.roll_forms import (
    RollAnswers,
    RollClock,
    gap_name,
    mark_name,
    reason_words,
    span_text,
)
from balint_live.web.attendance.words import (
    agreement_words,
    clock_set_words,
    leaders_words,
    page_words,
    presence_words,
    spans_words,
)
from balint_live.web.shared.context import clock, day, slot_words
from balint_live.web.shared.services import GroupServices

# The lines of an open roll: a person each, with what is known of them and what is asked about them.


NO_ANSWERS = RollAnswers(None, (), {}, frozenset(), {})


@dataclass(frozen=True, slots=True)
class Question:
    """A gap, its times of day, and how it is answered so far. `open` until a leader has said something about it."""

    name: str
    place: Place
    start: str
    end: str
    here: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """`seen` is presence inside the session, `here_now` presence up to its end or to now.

    `clear` and `questions` are about the whole session; `asked_now` and `mark`, which is what is typed, about one that runs.
    """

    person: str
    name: str
    agreed_at: str
    presence: str
    spans: str
    evidence: tuple[str, str, str]
    questions: tuple[Question, ...]
    clear: bool
    seen: bool
    here_now: bool
    asked_now: bool
    not_here: bool
    mark_name: str
    mark: str

    @property
    def counts(self) -> bool:
        """Here at any time, as it is answered."""
        return not self.not_here and (self.seen or any(each.here for each in self.questions))

    @property
    def counts_now(self) -> bool:
        """Here at this moment, as it is answered."""
        return self.mark == Mark.PRESENT if self.mark else self.here_now


def roll_lines(
    attendance: AttendanceRecord, one: SessionRecord, now: datetime, typed: RollAnswers = NO_ANSWERS
) -> list[Line]:
    """In the roll's order. Raises DomainError for a session that was never opened."""
    timezone, window = attendance.group.settings.timezone, window_of(one, now)
    rows = roll_rows(one, attendance.group.registrants, now)
    return [
        replace(_line(one, row, window, timezone, typed), name=attendance.group.named(row.person, row.name))
        for row in rows
    ]


def _line(one: SessionRecord, row: Row, window: Span, timezone: str, typed: RollAnswers) -> Line:
    evidence = side_by_side(one.evidence.get(row.person, ((), ())), window)
    agreed = one.agreements.get(row.person)
    sent_away = _sent_away(row, evidence)
    here_now = not sent_away and any(window[1] - leave <= LONGEST_SILENCE for _, leave in row.spans)
    return Line(
        person=row.person,
        name=row.name,
        agreed_at="" if agreed is None else clock(agreed.at, timezone),
        presence=presence_words(row.spans, window, bool(row.absences)),
        spans=spans_words(row.spans, timezone),
        evidence=(
            page_words(evidence, timezone),
            leaders_words(evidence, timezone),
            agreement_words(evidence),
        ),
        questions=tuple(_question(row.person, each, timezone, typed) for each in row.absences),
        clear=row.clear,
        seen=bool(clip(row.spans, window)),
        here_now=here_now,
        asked_now=not here_now and not sent_away,
        not_here=row.person in typed.not_here,
        mark_name=mark_name(row.person),
        mark=typed.marks.get(row.person, ""),
    )


def _sent_away(row: Row, evidence: SideBySide) -> bool:
    """A leader said last that they are not here, and they have not come back since."""
    newest = evidence.marks[-1] if evidence.marks else None
    if newest is None or newest.mark is Mark.PRESENT:
        return False
    return all(leave <= newest.at for _, leave in row.spans)


def _question(person: str, gap: Absence, timezone: str, typed: RollAnswers) -> Question:
    return Question(
        name=gap_name(person, gap.span),
        place=gap.place,
        start=clock(gap.span[0], timezone),
        end=clock(gap.span[1], timezone),
        here=typed.was_here(person, gap.span),
        open=not gap.said,
    )


# A confirmed record as it is read: everybody on the roll, and every correction with what it changed.


@dataclass(frozen=True, slots=True)
class RecordLine:
    person: str
    name: str
    presence: str
    spans: str
    minutes: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """`by` is empty for a leader whose account is gone."""

    name: str
    by: str
    at: str
    reason: str
    before: str
    after: str


def record_lines(attendance: AttendanceRecord, one: SessionRecord) -> list[RecordLine]:
    """By name, whoever is on the confirmed roll."""
    if one.roll is None:
        return []
    said = record(one.roll, one.corrections)
    return [
        _record_line(
            attendance,
            one,
            person.id,
            attendance.group.named(person.id, person.details.name),
            said[person.id],
        )
        for person in attendance.group.registrants
        if person.id in said
    ]


def correction_lines(attendance: AttendanceRecord, one: SessionRecord) -> list[CorrectionLine]:
    """In the order in which they were made."""
    names = {one.id: attendance.group.named(one.id, one.details.name) for one in attendance.group.registrants}
    ordered = sorted(one.corrections, key=lambda each: (each.at, each.person, each.number))
    return [_correction_line(attendance, one, each, names.get(each.person, "")) for each in ordered]


def _record_line(
    attendance: AttendanceRecord, one: SessionRecord, person: str, name: str, spans: Spans
) -> RecordLine:
    credited = timeline(one.windows, spans)
    words = ngettext(
        "%(attended)s of %(num)s minute",
        "%(attended)s of %(num)s minutes",
        credited.total // 60,
        attended=credited.attended // 60,
    )
    here = one.roll is not None and bool(clip(spans, one.roll.window))
    presence = gettext("Here") if here else gettext("Not here")
    timezone = attendance.group.settings.timezone
    return RecordLine(person, name, presence, spans_words(spans, timezone), words if here else "")


def _correction_line(
    attendance: AttendanceRecord, one: SessionRecord, correction: Correction, name: str
) -> CorrectionLine:
    timezone = attendance.group.settings.timezone
    times = RollClock(timezone, (one.meeting.start, one.meeting.end))
    at = correction.at.astimezone(times.zone)
    return CorrectionLine(
        name=name,
        by=attendance.names.get(correction.by, ""),
        at=gettext("%(day)s, %(clock)s", day=day(at), clock=clock(correction.at, timezone)),
        reason=reason_words()[correction.reason],
        before=_to_the_second(correction.before, times),
        after=_to_the_second(correction.after, times),
    )


def _to_the_second(spans: Spans, times: RollClock) -> str:
    if not spans:
        return gettext("not here")
    return ", ".join(f"{times.text(join)}–{times.text(leave)}" for join, leave in spans)


# How far the roll of a session is: the page of the roll and every link to it ask here, so that they agree.


class RollStage(StrEnum):
    """How far the roll of a session is."""

    NOTHING = "nothing"
    RUNNING = "running"
    OPEN = "open"
    CONFIRMED = "confirmed"


def stage_of(one: SessionRecord) -> RollStage:
    if one.meeting.opened_at is None or one.meeting.cancelled:
        return RollStage.NOTHING
    if one.meeting.closed_at is None:
        return RollStage.RUNNING
    return RollStage.OPEN if one.roll is None else RollStage.CONFIRMED


def roll_page(
    services: GroupServices,
    attendance: AttendanceRecord,
    one: SessionRecord,
    sentence: str = "",
    typed: RollAnswers = NO_ANSWERS,
    ended_at: str | None = None,
) -> str:
    """`typed` and `ended_at` are what comes back with a form; answers stay where their gap still is."""
    stage, timezone = stage_of(one), attendance.group.settings.timezone
    views = {RollStage.RUNNING: _running, RollStage.OPEN: _open, RollStage.CONFIRMED: _confirmed}
    further = views[stage](services, attendance, one, typed) if stage in views else _nothing(services, one)
    return render_template(
        f"pages/attendance/roll_{stage}.html",
        group=attendance.group,
        meeting=one.meeting,
        address=f"/groups/{attendance.group.id}/sessions/{one.meeting.id}/roll",
        when=slot_words(Slot(one.meeting.start, one.meeting.plan), timezone),
        sentence=sentence,
        not_held=one.meeting.not_held_at is not None,
        clock_set=clock_set_words(one.meeting.clock_set_by),
        ended_at=ended_at,
        **further,
    )


def leads(attendance: AttendanceRecord) -> bool:
    """Whether the reader is one of the group's leaders: a coordinator is not in the circle, and cannot know who is."""
    return any(each.id == attendance.group.who.id for each in attendance.group.leaders)


def by_whom(attendance: AttendanceRecord, given: Confirmation | ConfirmedRoll | None) -> dict[str, str]:
    """Who gave it and when, for a sentence; empty where nobody did. The account may be gone."""
    if given is None:
        return {}
    timezone = attendance.group.settings.timezone
    return {
        "name": attendance.names.get(given.by, ""),
        "day": day(given.at.astimezone(ZoneInfo(timezone))),
        "clock": clock(given.at, timezone),
    }


def times_of(attendance: AttendanceRecord, room: Span) -> RollClock:
    return RollClock(attendance.group.settings.timezone, room)


def _nothing(services: GroupServices, one: SessionRecord) -> dict[str, Any]:
    return {"why": _why_nothing(one.meeting.status(services.clock.now()))}


def _why_nothing(stands: SessionStatus) -> str:
    if stands is SessionStatus.TO_COME:
        return gettext("This session is to come. Its roll is here once it has been opened.")
    if stands is SessionStatus.CANCELLED:
        return gettext("This session was cancelled, so there is no attendance to confirm.")
    return gettext("Nobody opened this session, so there is no attendance to confirm.")


def _running(
    services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, typed: RollAnswers
) -> dict[str, Any]:
    lines = roll_lines(attendance, one, services.clock.now(), typed)
    return {
        "lines": sorted(lines, key=lambda line: not line.asked_now),
        "here": sum(line.counts_now for line in lines),
        "opening": by_whom(attendance, one.opening),
        "leads": leads(attendance),
    }


def _open(
    services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, typed: RollAnswers
) -> dict[str, Any]:
    now = services.clock.now()
    lines, window = roll_lines(attendance, one, now, typed), window_of(one, now)
    return {
        "lines": lines,
        "here": sum(line.counts for line in lines),
        "window": span_text(window),
        "opened": clock(window[0], attendance.group.settings.timezone),
        "closed": clock(window[1], attendance.group.settings.timezone),
        "ended": times_of(attendance, window).text(window[1]),
        "by_itself": one.meeting.closed_at == one.meeting.end,
    }


def _confirmed(
    services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, typed: RollAnswers
) -> dict[str, Any]:
    """What was typed for a roll that somebody else has confirmed meanwhile has no place any more."""
    return {
        "lines": record_lines(attendance, one),
        "corrections": correction_lines(attendance, one),
        "confirmed": by_whom(attendance, one.roll),
    }
