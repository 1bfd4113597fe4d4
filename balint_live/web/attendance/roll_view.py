"""The page of the roll as it stands: nothing to confirm, running, open, or confirmed.

An open roll has a line for each person, with what is known of them and what is asked about them. A confirmed one is
read: everybody on it, and every correction with what it changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flask import render_template
from flask_babel import gettext, ngettext

from balint_live.application.attendance.record import AttendanceRecord, Confirmation, SessionRecord
from balint_live.application.attendance.service import roll_rows, window_of
from balint_live.application.groups.group import SessionStatus
from balint_live.application.groups.schedule import Slot
from balint_live.domain.roll import (
    Absence,
    ConfirmedRoll,
    Correction,
    Place,
    Row,
    SideBySide,
    Spans,
    record,
    side_by_side,
)
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
    clock_set_words,
    evidence_words,
    presence_words,
    spans_words,
    strangers_words,
)
from balint_live.web.shared.context import Context, clock, day_there, slot_words
from balint_live.web.shared.services import GroupServices

NO_ANSWERS = RollAnswers(None, (), {}, frozenset(), {})


class RollStage(StrEnum):
    """How far the roll of a session is."""

    NOTHING = "nothing"
    RUNNING = "running"
    OPEN = "open"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Question:
    """A gap, its times of day, and how it is answered so far. It is `open` until a leader has said something about it."""

    name: str
    place: Place
    start: str
    end: str
    here: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on an open roll. `seen`: they were here inside the session; `here_now`: up to its end, or to now.

    `clear` and `questions` are about the whole session; `asked_now` and `mark`, which is what is typed, about one that runs.
    """

    person: str
    name: str
    agreed_at: str
    presence: str
    spans: str
    evidence: list[str]
    questions: tuple[Question, ...]
    clear: bool
    seen: bool
    here_now: bool
    asked_now: bool
    not_here: bool
    cannot_come: bool
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


def stage_of(one: SessionRecord) -> RollStage:
    """How far the roll of this session is: the page of the roll and every link to it ask here, so that they agree."""
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
    """The page of the roll. `typed` and `ended_at` are what comes back with a form; answers stay where their gap still
    is.
    """
    stage, timezone = stage_of(one), attendance.group.settings.timezone
    views = {
        RollStage.NOTHING: _nothing,
        RollStage.RUNNING: _running,
        RollStage.OPEN: _open,
        RollStage.CONFIRMED: _confirmed,
    }
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
        **views[stage](attendance, one, services.clock.now(), typed),
    )


def leads(attendance: AttendanceRecord) -> bool:
    """Whether the reader is one of the group's leaders: a coordinator is not in the session, and cannot know who is."""
    return any(each.id == attendance.group.who.id for each in attendance.group.leaders)


def _nothing(attendance: AttendanceRecord, one: SessionRecord, now: datetime, _typed: RollAnswers) -> Context:
    return {
        "why": {
            SessionStatus.TO_COME: gettext(
                "This session is to come. Its roll is here once it has been opened."
            ),
            SessionStatus.CANCELLED: gettext(
                "This session was cancelled, so there is no attendance to confirm."
            ),
        }.get(
            one.meeting.status(now),
            gettext("Nobody opened this session, so there is no attendance to confirm."),
        )
    }


def _running(attendance: AttendanceRecord, one: SessionRecord, now: datetime, typed: RollAnswers) -> Context:
    lines = roll_lines(attendance, one, now, typed)
    return {
        "lines": sorted(lines, key=lambda line: not line.asked_now),
        "here": sum(line.counts_now for line in lines),
        "strangers": strangers_words(one.in_zoom(now).strangers, attendance.group.settings.timezone),
        "opening": _by_whom(attendance, one.opening),
        "leads": leads(attendance),
    }


def _open(attendance: AttendanceRecord, one: SessionRecord, now: datetime, typed: RollAnswers) -> Context:
    lines, window = roll_lines(attendance, one, now, typed), window_of(one, now)
    timezone = attendance.group.settings.timezone
    return {
        "lines": lines,
        "here": sum(line.counts for line in lines),
        "strangers": strangers_words(one.in_zoom(now).strangers, timezone),
        "window": span_text(window),
        "opened": clock(window[0], timezone),
        "closed": clock(window[1], timezone),
        "ended": RollClock(timezone, window).text(window[1]),
        "by_itself": one.meeting.closed_at == one.meeting.end,
    }


def _confirmed(
    attendance: AttendanceRecord, one: SessionRecord, _now: datetime, _typed: RollAnswers
) -> Context:
    """What was typed for a roll that somebody else has confirmed meanwhile is dropped."""
    return {
        "lines": _record_lines(attendance, one),
        "counted_from": _counted_from(attendance, one),
        "corrections": _correction_lines(attendance, one),
        "confirmed": _by_whom(attendance, one.roll),
    }


def _by_whom(attendance: AttendanceRecord, given: Confirmation | ConfirmedRoll | None) -> dict[str, str]:
    """Who confirmed it and when, for a sentence; empty where nobody did. The name is empty where the account is gone."""
    if given is None:
        return {}
    timezone = attendance.group.settings.timezone
    return {
        "name": attendance.names.get(given.by, ""),
        "day": day_there(given.at, timezone),
        "clock": clock(given.at, timezone),
    }


# ---- An open roll ---------------------------------------------------------------------------------------------------


def roll_lines(
    attendance: AttendanceRecord, one: SessionRecord, now: datetime, typed: RollAnswers = NO_ANSWERS
) -> list[Line]:
    """In the roll's order. Raises DomainError for a session that was never opened."""
    timezone, window = attendance.group.settings.timezone, window_of(one, now)
    known, zoom = one.evidence_at(now), one.in_zoom(now)
    lines = []
    for row in roll_rows(one, attendance.group.registrants, now):
        in_zoom = zoom.of(row.person, known)
        spans, doubts = (None, ()) if in_zoom is None else (in_zoom.spans, in_zoom.doubts)
        evidence = side_by_side(known.get(row.person, ((), ())), window, spans)
        said = evidence_words(evidence, timezone, row.person in one.cannot_come, doubts)
        name = attendance.group.named(row.person, row.name)
        lines.append(
            _line(one, replace(row, name=name), window, timezone, typed, said, _sent_away(row, evidence))
        )
    return lines


def _line(
    one: SessionRecord,
    row: Row,
    window: Span,
    timezone: str,
    typed: RollAnswers,
    evidence: list[str],
    sent_away: bool,
) -> Line:
    agreed = one.agreements.get(row.person)
    here_now = not sent_away and any(window[1] - leave <= LONGEST_SILENCE for _, leave in row.spans)
    return Line(
        person=row.person,
        name=row.name,
        agreed_at="" if agreed is None else clock(agreed.at, timezone),
        presence=presence_words(row.spans, window, bool(row.absences)),
        spans=spans_words(row.spans, timezone),
        evidence=evidence,
        questions=tuple(_question(row.person, each, timezone, typed) for each in row.absences),
        clear=row.clear,
        seen=bool(clip(row.spans, window)),
        here_now=here_now,
        asked_now=not here_now and not sent_away,
        not_here=row.person in typed.not_here,
        cannot_come=row.person in one.cannot_come,
        mark_name=mark_name(row.person),
        mark=typed.marks.get(row.person, ""),
    )


def _sent_away(row: Row, evidence: SideBySide) -> bool:
    """Whether a leader said last that they are not here, and they have not come back since."""
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


# ---- A confirmed roll -----------------------------------------------------------------------------------------------


def _record_lines(attendance: AttendanceRecord, one: SessionRecord) -> list[Context]:
    """Everybody on the confirmed roll, by name."""
    if one.roll is None:
        return []
    said, group = record(one.roll, one.corrections), attendance.group
    return [
        _record_line(
            one, person.id, group.named(person.id, person.details.name), spans, group.settings.timezone
        )
        for person in group.registrants
        if (spans := said.get(person.id)) is not None
    ]


def _record_line(one: SessionRecord, person: str, name: str, spans: Spans, timezone: str) -> Context:
    credited = timeline(one.windows, spans)
    here = one.roll is not None and bool(clip(spans, one.roll.window))
    minutes = ngettext(
        "%(attended)s of %(num)s minute",
        "%(attended)s of %(num)s minutes",
        credited.total // 60,
        attended=credited.attended // 60,
    )
    return {
        "person": person,
        "name": name,
        "presence": gettext("Here") if here else gettext("Not here"),
        "spans": spans_words(spans, timezone),
        "minutes": minutes if here else "",
    }


def _counted_from(attendance: AttendanceRecord, one: SessionRecord) -> str:
    """Since when minutes count, where somebody was here before; else empty."""
    opened, timezone = one.meeting.opened_at, attendance.group.settings.timezone
    if one.roll is None or opened is None:
        return ""
    arrived = [spans[0][0] for spans in record(one.roll, one.corrections).values() if spans]
    counted = clock(opened, timezone)
    early = any(each < opened and clock(each, timezone) != counted for each in arrived)
    return counted if early else ""


def _correction_lines(attendance: AttendanceRecord, one: SessionRecord) -> list[Context]:
    """Every correction, in the order in which they were made."""
    group = attendance.group
    names = {each.id: group.named(each.id, each.details.name) for each in group.registrants}
    ordered = sorted(one.corrections, key=lambda each: (each.at, each.person, each.number))
    return [_correction_line(attendance, one, each, names.get(each.person, "")) for each in ordered]


def _correction_line(
    attendance: AttendanceRecord, one: SessionRecord, correction: Correction, name: str
) -> Context:
    """`by` is empty for a leader whose account is gone."""
    timezone = attendance.group.settings.timezone
    times = RollClock(timezone, (one.meeting.start, one.meeting.end))
    return {
        "name": name,
        "by": attendance.names.get(correction.by, ""),
        "at": gettext(
            "%(day)s, %(clock)s",
            day=day_there(correction.at, timezone),
            clock=clock(correction.at, timezone),
        ),
        "reason": reason_words()[correction.reason],
        "before": _to_the_second(correction.before, times),
        "after": _to_the_second(correction.after, times),
    }


def _to_the_second(spans: Spans, times: RollClock) -> str:
    if not spans:
        return gettext("not here")
    return ", ".join(f"{times.text(join)}–{times.text(leave)}" for join, leave in spans)
