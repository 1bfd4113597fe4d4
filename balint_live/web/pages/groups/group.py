"""The page of a group: what comes next, the schedule, the people and how far their links have got."""

from flask import Blueprint, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.group_view import group_view
from balint_live.web.pages.groups.sending import sent_or_said

Answered = str | tuple[str, int] | Response
CANNOT_BE_DONE = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("group", __name__, url_prefix="/groups/<group_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str) -> Answered:
        return _page(office, office.desk(group_id))

    @pages.post("/running-now")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def running_now(group_id: str) -> Answered:
        return _told(office, office.desk(group_id), request.form.get("meeting", ""))

    return pages


def _told(office: OfficeServices, desk: Desk, meeting_id: str) -> Answered:
    try:
        batch = office.office.running_now(office.who(), desk.group.id, meeting_id)
    except DomainError as refusal:
        return _page(office, desk, refusal.sentence), CANNOT_BE_DONE
    nobody = gettext("Everybody invited is here, or was told within the last ten minutes.")
    return sent_or_said(office, desk.group.id, batch, nobody, f"/groups/{desk.group.id}")


def _page(office: OfficeServices, desk: Desk, sentence: str = "") -> str:
    return render_template(
        "groups/group.html",
        desk=desk,
        group=desk.group.settings,
        sentence=sentence,
        **group_view(office, desk),
    )
