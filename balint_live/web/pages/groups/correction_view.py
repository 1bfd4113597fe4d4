"""The page on which one person's confirmed record is put right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort, render_template
from flask_babel import gettext

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.groups.group import Registrant
from balint_live.application.groups.schedule import Slot
from balint_live.domain.corrections import record
from balint_live.domain.roll import Spans
from balint_live.web.forms.roll_clock import RollClock
from balint_live.web.forms.roll_correction import (
    TypedCorrection,
    TypedStretch,
    as_recorded,
    carried,
    reason_words,
)
from balint_live.web.forms.typed import Problem
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roll import roll_of
from balint_live.web.pages.groups.roll_words import spans_words
from balint_live.web.pages.groups.session_words import slot_words
from balint_live.web.pages.groups.words import city


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody in one session. `recorded` is what the confirmed record says of them; None where there is none."""

    book: Book
    one: SessionRecord
    person: Registrant
    recorded: Spans | None

    @property
    def group_id(self) -> str:
        return self.book.desk.group.id

    @property
    def timezone(self) -> str:
        return self.book.desk.group.settings.timezone

    @property
    def roll_address(self) -> str:
        return f"/groups/{self.group_id}/sessions/{self.one.meeting.id}/roll"

    @property
    def times(self) -> RollClock:
        """Round the session, and what the confirmed roll holds of them outside of it."""
        meeting, roll = self.one.meeting, self.one.roll
        window = (meeting.start, meeting.end) if roll is None else roll.window
        held = () if roll is None else roll.present.get(self.person.id, ())
        begins = min([window[0], *(join for join, _ in held)])
        return RollClock(self.timezone, (begins, max([window[1], *(leave for _, leave in held)])))


def subject(office: OfficeServices, group_id: str, meeting_id: str, registrant_id: str) -> Subject:
    """404 for a session or somebody that the group does not have."""
    book, one = roll_of(office, group_id, meeting_id)
    person = book.desk.registrant(registrant_id)
    if person is None:
        abort(404)
    said = {} if one.roll is None else record(one.roll, one.corrections)
    return Subject(book, one, person, said.get(registrant_id))


def first_form(about: Subject) -> TypedCorrection:
    return as_recorded(about.recorded or (), about.times)


def correction_page(
    about: Subject,
    form: TypedCorrection,
    sentence: str = "",
    problems: Sequence[Problem] = (),
    overtaken: bool = False,
) -> str:
    """`overtaken` by another correction, the form is made for what the record says by now."""
    before = about.recorded if overtaken else form.before
    stretches = (*form.stretches, TypedStretch())
    return render_template(
        "groups/correction.html",
        desk=about.book.desk,
        meeting=about.one.meeting,
        person=about.person,
        roll_address=about.roll_address,
        when=slot_words(Slot(about.one.meeting.start, about.one.meeting.plan), about.timezone),
        city=city(about.timezone),
        recorded=about.recorded,
        recorded_words=spans_words(about.recorded or (), about.timezone),
        why_not=_why_not(about),
        form=replace(form, stretches=stretches),
        before=carried(before or ()),
        reasons=reason_words(),
        sentence=sentence,
        problems=problems,
        wrong={each.id: each.sentence for each in problems},
    )


def _why_not(about: Subject) -> str:
    """Why there is nothing to correct; empty where there is."""
    if about.one.roll is None:
        return gettext("Attendance is not confirmed yet; there is nothing to correct.")
    if about.recorded is None:
        return gettext("%(name)s is not on the roll of this session.", name=about.person.details.name)
    return ""
