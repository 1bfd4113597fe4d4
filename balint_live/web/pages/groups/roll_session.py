"""What leaders say of a session as a whole: that it was broken off and earns nobody credit, and when it really ended."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.roll_clock import RollClock
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roll import back_to_the_roll, roll_of
from balint_live.web.pages.groups.roll_view import roll_page

Answered = str | Response | tuple[str, int]
CANNOT_BE_SAID = 422
LATE = timedelta(hours=12)
"""So long after the end that was taken, a time of day can only mean another day."""


def blueprint(office: OfficeServices) -> Blueprint:
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
