"""The roll of a session: who is here while it runs, and who was here once it is over, as leaders say; and what they say
of the session as a whole: that it was broken off and earns nobody credit, and when it really ended.

Two presses share the address. While the session runs, answers are leaders' marks, given as commands so that the live
pages hear of them, and the press says that somebody has looked round. Afterwards the answers close gaps, and the press
makes the record. The form says which of the two it was made for: nobody confirms the end with what they knew at the
opening.
"""

from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext

from balint_live.application.attendance.record import AttendanceRecord, RollCall, SessionRecord
from balint_live.application.identity import Identity
from balint_live.domain.errors import DomainError
from balint_live.web.attendance.roll_forms import RollAnswers, RollClock, roll_answers
from balint_live.web.attendance.roll_view import leads, roll_page
from balint_live.web.shared.access import Action, RateLimit, declares
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
            else gettext("The session was broken off and earns nobody credit.")
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
