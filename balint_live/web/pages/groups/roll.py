"""The roll of a session: who is here while it runs, and who was here once it is over, as leaders say.

Two presses share the address. While the session runs, answers are leaders' marks, given through the choke point so that the
live pages hear of them, and the press says that somebody has looked round. Afterwards the answers close gaps, and the press
makes the record. The form says which of the two it was made for: nobody confirms the end with what they knew at the opening.
"""

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.book import Book, RollCall, SessionRecord
from balint_live.application.people import Identity
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.roll_answers import RollAnswers, roll_answers
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roll_view import leads, roll_page

Answered = str | Response | tuple[str, int]
CANNOT_BE_CONFIRMED = 422


def blueprint(office: OfficeServices) -> Blueprint:
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
