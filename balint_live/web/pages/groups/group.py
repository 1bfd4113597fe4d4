"""The page of a group: what comes next, the schedule, the people and how far their links have got."""

from flask import Blueprint, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.book import Book
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.group_view import group_view
from balint_live.web.pages.groups.sending import sent_or_said

Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("group", __name__, url_prefix="/groups/<group_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str) -> Answered:
        return _page(office, office.book(group_id))

    @pages.post("/running-now")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def running_now(group_id: str) -> Answered:
        return _told(office, office.book(group_id), request.form.get("meeting", ""))

    return pages


def _told(office: OfficeServices, book: Book, meeting_id: str) -> Answered:
    group_id = book.desk.group.id
    try:
        batch = office.office.running_now(office.who(), group_id, meeting_id)
    except DomainError as refusal:
        return _page(office, book, refusal.sentence), CANNOT_BE_DONE
    nobody = gettext("Everybody invited is here, or was told within the last ten minutes.")
    return sent_or_said(office, group_id, batch, nobody, f"/groups/{group_id}")


def _page(office: OfficeServices, book: Book, sentence: str = "") -> str:
    return render_template(
        "groups/group.html",
        desk=book.desk,
        group=book.desk.group.settings,
        sentence=sentence,
        **group_view(office, book),
    )
