"""The list of groups: a coordinator's whole office, a leader's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from balint_live.application.groups.ports import GroupSummary
from balint_live.domain import names
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.words import full

SEARCHED_FROM = 12
"""With so many groups in view nobody needs to search."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list, and its next session in words; `next_session` is empty where none is planned."""

    group: GroupSummary
    next_session: str


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("groups", __name__)

    @pages.get("/groups")
    @declares(Action.STAFF, Budget.PAGES)
    def index() -> str:
        staff = office.staff()
        groups = office.office.overview(office.who())
        sought = names.clean(request.args.get("q", ""))
        return render_template(
            "groups/index.html",
            staff=staff,
            entries=[_entry(each) for each in groups if _matches(each, sought)],
            sought=sought,
            searchable=staff.coordinator and len(groups) > SEARCHED_FROM,
        )

    return pages


def _entry(group: GroupSummary) -> GroupLine:
    return GroupLine(group, "" if group.next_start is None else full(group.next_start, group.timezone))


def _matches(group: GroupSummary, sought: str) -> bool:
    """Every word stands somewhere in the group's name, its society's or its leaders'."""
    said: Sequence[str] = (group.name, group.society, *group.leaders)
    return all(any(names.folded(word) in names.folded(each) for each in said) for word in sought.split())
