"""A group deleted with everybody in it. Asked on a page that counts what goes and what stays.

The answer to the press is the only place where the codes of the statements that stay are shown: nobody can look them up
afterwards, and somebody without an address is not told by mail.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from balint_live.application.attendance.erasure import RUNS, Deleted
from balint_live.application.groups.group import Settings
from balint_live.application.typed_codes import in_blocks
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.words import day

Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("group_delete", __name__, url_prefix="/groups/<group_id>/delete")

    @pages.get("")
    @declares(Action.COORDINATOR, Budget.PAGES)
    def ask(group_id: str) -> Answered:
        office.coordinator()
        return _page(office, group_id)

    @pages.post("")
    @declares(Action.COORDINATOR, Budget.PRESSES)
    def delete(group_id: str) -> Answered:
        office.coordinator()
        office.desk(group_id)
        try:
            return _done(office.erasures.delete_group(office.who(), group_id))
        except DomainError as refusal:
            return _page(office, group_id, refusal.sentence), CANNOT_BE_DONE

    return pages


def _page(office: OfficeServices, group_id: str, sentence: str = "") -> str:
    desk = office.desk(group_id)
    ahead = office.erasures.group_prospect(office.who(), group_id)
    return render_template(
        "groups/delete.html",
        desk=desk,
        group=ahead.group,
        ahead=ahead,
        stays_until="" if ahead.stays_until is None else _day(ahead.stays_until, ahead.group),
        sentence=sentence or (RUNS if ahead.runs else ""),
    )


def _done(deleted: Deleted) -> str:
    stay = [
        (one.name, in_blocks(one.stays.code), _day(one.stays.kept_until, deleted.group))
        for one in deleted.people
        if one.stays is not None
    ]
    return render_template("groups/deleted.html", group=deleted.group, deleted=deleted, stay=stay)


def _day(moment: datetime, group: Settings) -> str:
    return day(moment.astimezone(ZoneInfo(group.timezone)))
