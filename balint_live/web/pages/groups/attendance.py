"""The attendance matrix of a group: who was in which session, what it earned, and who needs every session left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from flask_babel import gettext

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.matrix import Matrix, matrix
from balint_live.application.heavy_work import directly
from balint_live.domain.credit import CreditLine
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.attendance_view import caption, concerns, headings, person_lines

MANY_PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What the cells may show."""

    words: str
    address: str
    chosen: bool


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("attendance", __name__, url_prefix="/groups/<group_id>/attendance")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str) -> str:
        book = office.book(group_id)
        now, group = office.clock.now(), book.desk.group
        shown = _worked_out(office, book, now)
        line = _line_asked_for(shown.lines)
        return render_template(
            "groups/attendance.html",
            desk=book.desk,
            group=group.settings,
            unconfirmed=shown.unconfirmed,
            concerns=concerns(shown),
            choices=_choices(group_id, shown.lines, line),
            caption=caption(shown.lines, line),
            headings=headings(
                shown.columns, None if line is None else shown.lines[line], group.settings.timezone
            ),
            people=person_lines(shown, line, group.settings.timezone),
        )

    return pages


def _worked_out(office: OfficeServices, book: Book, now: datetime) -> Matrix:
    """Here for a group of the usual size: some milliseconds' work, for which a child process would take longer."""
    return (office.elsewhere if len(book.desk.registrants) > MANY_PEOPLE else directly)(matrix, book, now)


def _line_asked_for(lines: Sequence[CreditLine]) -> int | None:
    """Minutes, where no credit line of the group is meant."""
    asked = request.args.get("line", type=int)
    return asked if asked in range(len(lines)) else None


def _choices(group_id: str, lines: Sequence[CreditLine], line: int | None) -> list[Choice]:
    address = f"/groups/{group_id}/attendance"
    minutes = Choice(gettext("Minutes"), address, line is None)
    credits = [
        Choice(each.credit_type, f"{address}?line={place}", line == place) for place, each in enumerate(lines)
    ]
    return [minutes, *credits]
