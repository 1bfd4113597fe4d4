"""A confirmed record as it is read: everybody on the roll, and every correction with what it changed."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.domain.attendance import clip
from balint_live.domain.corrections import Correction, record
from balint_live.domain.roll import Spans
from balint_live.domain.timeline import timeline
from balint_live.web.forms.roll_clock import RollClock
from balint_live.web.forms.roll_correction import reason_words
from balint_live.web.pages.groups.roll_words import spans_words
from balint_live.web.pages.groups.words import clock, day


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


def record_lines(book: Book, one: SessionRecord) -> list[RecordLine]:
    """By name, whoever is on the confirmed roll."""
    if one.roll is None:
        return []
    said = record(one.roll, one.corrections)
    return [
        _record_line(book, one, person.id, book.desk.named(person.id, person.details.name), said[person.id])
        for person in book.desk.registrants
        if person.id in said
    ]


def correction_lines(book: Book, one: SessionRecord) -> list[CorrectionLine]:
    """In the order in which they were made."""
    names = {one.id: book.desk.named(one.id, one.details.name) for one in book.desk.registrants}
    ordered = sorted(one.corrections, key=lambda each: (each.at, each.person, each.number))
    return [_correction_line(book, one, each, names.get(each.person, "")) for each in ordered]


def _record_line(book: Book, one: SessionRecord, person: str, name: str, spans: Spans) -> RecordLine:
    credited = timeline(one.windows, spans)
    words = ngettext(
        "%(attended)s of %(num)s minute",
        "%(attended)s of %(num)s minutes",
        credited.total // 60,
        attended=credited.attended // 60,
    )
    here = one.roll is not None and bool(clip(spans, one.roll.window))
    presence = gettext("Here") if here else gettext("Not here")
    timezone = book.desk.group.settings.timezone
    return RecordLine(person, name, presence, spans_words(spans, timezone), words if here else "")


def _correction_line(book: Book, one: SessionRecord, correction: Correction, name: str) -> CorrectionLine:
    timezone = book.desk.group.settings.timezone
    times = RollClock(timezone, (one.meeting.start, one.meeting.end))
    at = correction.at.astimezone(times.zone)
    return CorrectionLine(
        name=name,
        by=book.names.get(correction.by, ""),
        at=gettext("%(day)s, %(clock)s", day=day(at), clock=clock(correction.at, timezone)),
        reason=reason_words()[correction.reason],
        before=_to_the_second(correction.before, times),
        after=_to_the_second(correction.after, times),
    )


def _to_the_second(spans: Spans, times: RollClock) -> str:
    if not spans:
        return gettext("not here")
    return ", ".join(f"{times.text(join)}–{times.text(leave)}" for join, leave in spans)
