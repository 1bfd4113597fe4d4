"""The people of a group as a file, for whoever works in spreadsheets: it can be taken in again and then changes nothing.

The headings are those the import knows, in English in every language. Every text is made safe to open: a name can be
anything somebody once typed into a form.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from flask import Blueprint, Response

from balint_live.application.lists.safe_cells import safe
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roster import Entry, roster

HEADINGS = (
    "Name",
    "E-mail",
    "Role",
    "Profession",
    "Licence number",
    "Licence region",
    "Time zone",
    "Link",
    "Sessions attended",
)
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("roster_file", __name__, url_prefix="/groups/<group_id>")

    @pages.get("/people.csv")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def download(group_id: str) -> Response:
        desk = office.desk(group_id)
        return Response(
            BYTE_ORDER_MARK + _as_csv(roster(office, desk)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="people.csv"'},
        )

    return pages


def _as_csv(people: Iterable[Entry]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in _cells(entry)] for entry in people)
    return text.getvalue()


def _cells(entry: Entry) -> tuple[str, ...]:
    known = entry.person.details
    return (
        known.name,
        known.email,
        _role(entry),
        known.profession or "",
        known.licence_no or "",
        known.licence_region or "",
        known.timezone or "",
        entry.link.words,
        f"{entry.attended} of {entry.held}",
    )


def _role(entry: Entry) -> str:
    """In the words the import knows."""
    known = entry.person.details
    return (
        "practice leader" if known.practice_leader else known.role.value.replace("registrant", "participant")
    )
