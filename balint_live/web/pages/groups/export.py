"""The attendance of a group as files to take away: what each holds, who should get it, and the files themselves."""

from flask import Blueprint, Response, render_template

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.attendance.credits import was_held
from balint_live.application.attendance.export_files import Format, Part, export_file
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices

CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("export", __name__, url_prefix="/groups/<group_id>/export")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str) -> str:
        return _page(office.book(group_id))

    @pages.get("/attendance.csv")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def attendance_csv(group_id: str) -> Response:
        return _download(office, office.book(group_id), Part.ATTENDANCE, Format.CSV)

    @pages.get("/attendance.xlsx")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def attendance_xlsx(group_id: str) -> Response:
        return _download(office, office.book(group_id), Part.ATTENDANCE, Format.XLSX)

    @pages.get("/absences.csv")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def absences_csv(group_id: str) -> Response:
        return _download(office, office.book(group_id), Part.ABSENCES, Format.CSV)

    return pages


def _download(office: OfficeServices, book: Book, part: Part, kind: Format) -> Response:
    now = office.clock.now()
    file = office.elsewhere(export_file, book, part, kind, office.sheets, now)
    return Response(
        file,
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{part}.{kind}"'},
    )


def _page(book: Book) -> str:
    held = [one for one in book.sessions if was_held(one)]
    return render_template(
        "groups/export.html",
        desk=book.desk,
        group=book.desk.group.settings,
        held=len(held),
        unconfirmed=[one.meeting for one in held if _awaits_its_roll(one)],
        running=any(one.meeting.closed_at is None for one in held),
    )


def _awaits_its_roll(one: SessionRecord) -> bool:
    return one.roll is None and one.meeting.closed_at is not None
