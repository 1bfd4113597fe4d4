"""Correcting somebody's confirmed record: the times as they should be, and why, from a fixed list.

Nothing is overwritten: each press adds a correction that says what the record held before. Made for a record that somebody
else has corrected meanwhile it is refused, and what was typed stays beside what the record says now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.groups.group import Registrant
from balint_live.application.groups.schedule import Slot
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roll import CorrectionReason, Spans, record
from balint_live.web.attendance.roll import roll_of
from balint_live.web.attendance.roll_forms import (
    RollClock,
    TypedCorrection,
    TypedStretch,
    as_recorded,
    carried,
    reason_words,
    typed_correction,
)
from balint_live.web.attendance.words import spans_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import city, slot_words
from balint_live.web.shared.forms import Problem
from balint_live.web.shared.services import REFUSED, Answered, GroupServices


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody in one session. `recorded` is what the confirmed record says of them; None where there is none."""

    attendance: AttendanceRecord
    one: SessionRecord
    person: Registrant
    recorded: Spans | None

    @property
    def group_id(self) -> str:
        return self.attendance.group.id

    @property
    def timezone(self) -> str:
        return self.attendance.group.settings.timezone

    @property
    def roll_address(self) -> str:
        return f"/groups/{self.group_id}/sessions/{self.one.meeting.id}/roll"

    @property
    def times(self) -> RollClock:
        """Times of day round the session, and round what the confirmed roll holds of them outside of it."""
        meeting, roll = self.one.meeting, self.one.roll
        window = (meeting.start, meeting.end) if roll is None else roll.window
        held = () if roll is None else roll.present.get(self.person.id, ())
        begins = min([window[0], *(join for join, _ in held)])
        return RollClock(self.timezone, (begins, max([window[1], *(leave for _, leave in held)])))


def correction_pages(services: GroupServices) -> Blueprint:
    """The correction of one person's record in one session."""
    pages = Blueprint(
        "correction", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>/roll/<registrant_id>"
    )

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, meeting_id: str, registrant_id: str) -> Answered:
        about = _subject(services, group_id, meeting_id, registrant_id)
        return _page(about, as_recorded(about.recorded or (), about.times))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def correct(group_id: str, meeting_id: str, registrant_id: str) -> Answered:
        about = _subject(services, group_id, meeting_id, registrant_id)
        return _corrected(services, about, typed_correction(request.form))

    return pages


def _corrected(services: GroupServices, about: Subject, typed: TypedCorrection) -> Answered:
    if about.recorded is None:
        return _page(about, typed), REFUSED
    problems = typed.problems(about.times)
    if problems and typed.before == about.recorded:
        return _page(about, typed, problems=problems), REFUSED
    try:
        _write(services, about, typed)
    except DomainError as refusal:
        overtaken = refusal.code == Code.STALE_REVISION
        about = _subject(services, about.group_id, about.one.meeting.id, about.person.id)
        page = _page(about, typed, refusal.sentence, problems, overtaken=overtaken)
        return page, REFUSED
    flash(gettext("The record of %(name)s is corrected.", name=about.person.details.name))
    return redirect(about.roll_address, 303)


def _write(services: GroupServices, about: Subject, typed: TypedCorrection) -> None:
    if typed.before is None or typed.before != about.recorded:
        raise DomainError(Code.STALE_REVISION, "The record has changed since. Please look again.")
    services.attendance_service.correct(
        services.who(),
        about.group_id,
        about.one.meeting.id,
        about.person.id,
        before=typed.before,
        after=typed.spans(about.times),
        reason=CorrectionReason(typed.reason),
    )


def _subject(services: GroupServices, group_id: str, meeting_id: str, registrant_id: str) -> Subject:
    """Somebody in a session of the group; 404 where it has no such session or person."""
    attendance, one = roll_of(services, group_id, meeting_id)
    person = attendance.group.registrant(registrant_id)
    if person is None:
        abort(404)
    said = {} if one.roll is None else record(one.roll, one.corrections)
    return Subject(attendance, one, person, said.get(registrant_id))


def _page(
    about: Subject,
    form: TypedCorrection,
    sentence: str = "",
    problems: Sequence[Problem] = (),
    overtaken: bool = False,
) -> str:
    """The form with what was typed; `overtaken` by another correction, it is made for what the record says by now."""
    before = about.recorded if overtaken else form.before
    stretches = (*form.stretches, TypedStretch())
    return render_template(
        "pages/attendance/correction.html",
        group=about.attendance.group,
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
