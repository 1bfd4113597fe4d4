"""The roll of a session: who is here while it runs, and who was here once it is over, as leaders say; and what they say
of the session as a whole: that it was broken off and earns nobody credit, and when it really ended.

Two presses share the address. While the session runs, answers are leaders' marks, given as commands so that the live
pages hear of them, and the press says that somebody has looked round. Afterwards the answers close gaps, and the press
makes the record. The form says which of the two it was made for: nobody confirms the end with what they knew at the
opening.

A correction of somebody's confirmed record is the times as they should be, and why, from a fixed list. Nothing is
overwritten: each press adds one that says what the record held before. Made for a record that somebody else has corrected
meanwhile it is refused, and what was typed stays beside what the record says now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from balint_live.application.attendance.record import AttendanceRecord, RollCall, SessionRecord
from balint_live.application.groups.group import Registrant
from balint_live.application.groups.schedule import Slot
from balint_live.application.identity import Identity
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roll import CorrectionReason, Spans, record
from balint_live.web.attendance.roll_forms import (
    RollAnswers,
    RollClock,
    TypedCorrection,
    TypedStretch,
    as_recorded,
    carried,
    reason_words,
    roll_answers,
    typed_correction,
)
from balint_live.web.attendance.roll_view import leads, roll_page
from balint_live.web.attendance.words import spans_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import city, slot_words
from balint_live.web.shared.forms import Problem
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

LATE = timedelta(hours=12)
"""So long after the end that was taken, a time of day can only mean another day."""


def roll_pages(services: GroupServices) -> Blueprint:
    """The roll of a session, the presses that confirm it, and those that say that it was broken off or held, and when it
    ended.
    """
    pages = Blueprint("roll", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>/roll")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, meeting_id: str) -> Answered:
        return roll_page(services, *roll_of(services, group_id, meeting_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def confirm(group_id: str, meeting_id: str) -> Answered:
        attendance, one = roll_of(services, group_id, meeting_id)
        answers = roll_answers(request.form)
        at_the_opening = request.form.get("roll_call") == RollCall.OPENING
        return (_opening if at_the_opening else _final)(services, attendance, one, answers)

    @pages.post("/held")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def say_held(group_id: str, meeting_id: str) -> Answered:
        attendance, one = roll_of(services, group_id, meeting_id)
        held = request.form.get("press") == "held"
        try:
            services.attendance_service.say_held(services.who(), group_id, meeting_id, held)
        except DomainError as refusal:
            return roll_page(services, attendance, one, refusal.sentence), REFUSED
        flash(
            gettext("The session counts again.")
            if held
            else gettext("The session was cut short and earns nobody credit.")
        )
        return _back_to_the_roll(attendance, one)

    @pages.post("/end")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def correct_end(group_id: str, meeting_id: str) -> Answered:
        attendance, one = roll_of(services, group_id, meeting_id)
        return _ended(services, attendance, one, request.form.get("ended_at", "").strip())

    return pages


def roll_of(
    services: GroupServices, group_id: str, meeting_id: str
) -> tuple[AttendanceRecord, SessionRecord]:
    """The attendance record of the group and the record of its session; 404 where there is none."""
    attendance = services.attendance(group_id)
    one = attendance.session(meeting_id)
    if one is None:
        abort(404)
    return attendance, one


def _back_to_the_roll(attendance: AttendanceRecord, one: SessionRecord) -> Answered:
    return redirect(f"/groups/{attendance.group.id}/sessions/{one.meeting.id}/roll", 303)


def _opening(
    services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, answers: RollAnswers
) -> Answered:
    who = services.who()
    if not leads(attendance):
        said = gettext("While a session runs, its leaders say who is here.")
        return _again(services, attendance, one, answers, said)
    refusal = _marked(services, who, one, answers)
    if not refusal:
        try:
            services.attendance_service.confirm_opening(who, attendance.group.id, one.meeting.id)
        except DomainError as refused:
            refusal = refused.sentence
    if refusal:
        return _again(services, attendance, one, answers, refusal)
    flash(gettext("The roll is confirmed.") if one.opening is None else gettext("Saved."))
    return _back_to_the_roll(attendance, one)


def _marked(services: GroupServices, who: Identity, one: SessionRecord, answers: RollAnswers) -> str:
    """Give every answer as a leader's mark; why one could not be given, or ""."""
    for person, mark in sorted(answers.marks.items()):
        answer = services.mark(who, one.meeting.id, person, mark)
        if not answer.ok:
            return answer.sentence or gettext("Not saved. Please press again.")
    return ""


def _final(
    services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, answers: RollAnswers
) -> Answered:
    group_id = attendance.group.id
    try:
        services.attendance_service.confirm(
            services.who(), group_id, one.meeting.id, answers.here, answers.not_here, answers.read
        )
    except DomainError as refusal:
        return _again(services, attendance, one, answers, refusal.sentence)
    flash(gettext("Attendance is confirmed."))
    return _back_to_the_roll(attendance, one)


def _again(
    services: GroupServices,
    attendance: AttendanceRecord,
    one: SessionRecord,
    answers: RollAnswers,
    sentence: str,
) -> Answered:
    """The roll as it is by now, with the answers whose question is still there."""
    attendance, one = roll_of(services, attendance.group.id, one.meeting.id)
    return roll_page(services, attendance, one, sentence, answers), REFUSED


def _ended(services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, typed: str) -> Answered:
    try:
        ended_at = _end_meant(services, attendance, one, typed)
        services.attendance_service.correct_end(services.who(), attendance.group.id, one.meeting.id, ended_at)
    except (ValueError, DomainError) as no:
        sentence = no.sentence if isinstance(no, DomainError) else str(no)
        return roll_page(services, attendance, one, sentence, ended_at=typed), REFUSED
    flash(gettext("The end is corrected; the questions are asked anew."))
    return _back_to_the_roll(attendance, one)


def _end_meant(
    services: GroupServices, attendance: AttendanceRecord, one: SessionRecord, typed: str
) -> datetime:
    """The moment that was typed. Raises ValueError with a sentence."""
    meeting = one.meeting
    begins, taken = meeting.opened_at or meeting.start, meeting.closed_at or meeting.end
    room = begins, max(taken, min(services.clock.now(), taken + LATE))
    return RollClock(attendance.group.settings.timezone, room).moment(typed)


# ---- Corrections ----------------------------------------------------------------------------------------------------


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
        return _correction_page(about, as_recorded(about.recorded or (), about.times))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def correct(group_id: str, meeting_id: str, registrant_id: str) -> Answered:
        about = _subject(services, group_id, meeting_id, registrant_id)
        return _corrected(services, about, typed_correction(request.form))

    return pages


def _corrected(services: GroupServices, about: Subject, typed: TypedCorrection) -> Answered:
    if about.recorded is None:
        return _correction_page(about, typed), REFUSED
    problems = typed.problems(about.times)
    if problems and typed.before == about.recorded:
        return _correction_page(about, typed, problems=problems), REFUSED
    try:
        _write(services, about, typed)
    except DomainError as refusal:
        overtaken = refusal.code == Code.STALE_REVISION
        about = _subject(services, about.group_id, about.one.meeting.id, about.person.id)
        page = _correction_page(about, typed, refusal.sentence, problems, overtaken=overtaken)
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


def _correction_page(
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
