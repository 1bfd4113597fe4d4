"""The roll of a session: who is here while it runs, and who was here once it is over, as leaders say.

Two presses share the address. While the session runs, answers are leaders' marks, given through the choke point so that the
live pages hear of them, and the press says that somebody has looked round. Afterwards the answers close gaps, and the press
makes the record. The form says which of the two it was made for: nobody confirms the end with what they knew at the opening.
"""

from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.record import Book, RollCall, SessionRecord
from balint_live.application.identity import Identity
from balint_live.domain.errors import DomainError
from balint_live.web.attendance.roll_forms import RollAnswers, RollClock, roll_answers
from balint_live.web.attendance.roll_view import leads, roll_page
from balint_live.web.shared.access import Action, Budget, declares
from balint_live.web.shared.services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_CONFIRMED = 422


def roll_pages(office: OfficeServices) -> Blueprint:
    pages = Blueprint("roll", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>/roll")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str, meeting_id: str) -> Answered:
        return roll_page(office, *roll_of(office, group_id, meeting_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def confirm(group_id: str, meeting_id: str) -> Answered:
        book, one = roll_of(office, group_id, meeting_id)
        answers = roll_answers(request.form)
        at_the_opening = request.form.get("roll_call") == RollCall.OPENING
        return (_opening if at_the_opening else _final)(office, book, one, answers)

    return pages


def roll_of(office: OfficeServices, group_id: str, meeting_id: str) -> tuple[Book, SessionRecord]:
    """The book of the group and the record of its session; 404 where there is none."""
    book = office.book(group_id)
    one = book.session(meeting_id)
    if one is None:
        abort(404)
    return book, one


def back_to_the_roll(book: Book, one: SessionRecord) -> Response:
    return redirect(f"/groups/{book.desk.group.id}/sessions/{one.meeting.id}/roll", 303)


def _opening(office: OfficeServices, book: Book, one: SessionRecord, answers: RollAnswers) -> Answered:
    who = office.who()
    if not leads(book):
        said = gettext("While a session runs, its leaders say who is here.")
        return _again(office, book, one, answers, said)
    refusal = _marked(office, who, one, answers)
    if not refusal:
        try:
            office.register.confirm_opening(who, book.desk.group.id, one.meeting.id)
        except DomainError as refused:
            refusal = refused.sentence
    if refusal:
        return _again(office, book, one, answers, refusal)
    flash(gettext("The roll is confirmed.") if one.opening is None else gettext("Saved."))
    return back_to_the_roll(book, one)


def _marked(office: OfficeServices, who: Identity, one: SessionRecord, answers: RollAnswers) -> str:
    """Every answer as a leader's mark; why one could not be given, or nothing."""
    for person, mark in sorted(answers.marks.items()):
        answer = office.mark(who, one.meeting.id, person, mark)
        if not answer.ok:
            return answer.sentence or gettext("Not saved. Please press again.")
    return ""


def _final(office: OfficeServices, book: Book, one: SessionRecord, answers: RollAnswers) -> Answered:
    group_id = book.desk.group.id
    try:
        office.register.confirm(
            office.who(), group_id, one.meeting.id, answers.here, answers.not_here, answers.read
        )
    except DomainError as refusal:
        return _again(office, book, one, answers, refusal.sentence)
    flash(gettext("Attendance is confirmed."))
    return back_to_the_roll(book, one)


def _again(
    office: OfficeServices, book: Book, one: SessionRecord, answers: RollAnswers, sentence: str
) -> Answered:
    """The roll as it is by now, with the answers whose question is still there."""
    book, one = roll_of(office, book.desk.group.id, one.meeting.id)
    return roll_page(office, book, one, sentence, answers), CANNOT_BE_CONFIRMED


# What leaders say of a session as a whole: that it was broken off and earns nobody credit, and when it really ended.


CANNOT_BE_SAID = 422
LATE = timedelta(hours=12)
"""So long after the end that was taken, a time of day can only mean another day."""


def session_actions_pages(office: OfficeServices) -> Blueprint:
    pages = Blueprint("roll_session", __name__, url_prefix="/groups/<group_id>/sessions/<meeting_id>/roll")

    @pages.post("/held")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def say_held(group_id: str, meeting_id: str) -> Answered:
        return _said(office, *roll_of(office, group_id, meeting_id), request.form.get("press") == "held")

    @pages.post("/end")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def correct_end(group_id: str, meeting_id: str) -> Answered:
        return _ended(
            office, *roll_of(office, group_id, meeting_id), request.form.get("ended_at", "").strip()
        )

    return pages


def _said(office: OfficeServices, book: Book, one: SessionRecord, held: bool) -> Answered:
    try:
        office.register.say_held(office.who(), book.desk.group.id, one.meeting.id, held)
    except DomainError as refusal:
        return roll_page(office, book, one, refusal.sentence), CANNOT_BE_SAID
    flash(
        gettext("The session counts again.")
        if held
        else gettext("The session was broken off and earns nobody credit.")
    )
    return back_to_the_roll(book, one)


def _ended(office: OfficeServices, book: Book, one: SessionRecord, typed: str) -> Answered:
    try:
        ended_at = _end_meant(office, book, one, typed)
        office.register.correct_end(office.who(), book.desk.group.id, one.meeting.id, ended_at)
    except ValueError as wrong:
        return roll_page(office, book, one, str(wrong), ended_at=typed), CANNOT_BE_SAID
    except DomainError as refusal:
        return roll_page(office, book, one, refusal.sentence, ended_at=typed), CANNOT_BE_SAID
    flash(gettext("The end is corrected; the questions are asked anew."))
    return back_to_the_roll(book, one)


def _end_meant(office: OfficeServices, book: Book, one: SessionRecord, typed: str) -> datetime:
    meeting = one.meeting
    begins, taken = meeting.opened_at or meeting.start, meeting.closed_at or meeting.end
    room = begins, max(taken, min(office.clock.now(), taken + LATE))
    return RollClock(book.desk.group.settings.timezone, room).moment(typed)
