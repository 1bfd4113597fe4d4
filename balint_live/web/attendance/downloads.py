"""The attendance of a group as files, and the page on which anybody checks whether a statement was given out here.

Somebody who holds a statement types its code and the name on it, and is shown exactly what the paper says, so that a
doctored one is noticed, and nothing beyond it. For everything else there is one answer: the code alone, the name alone,
or a statement that is no longer kept. After some wrong ones there is a pause.
"""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from balint_live.application.attendance.export import Format, Part, export_file
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.web.attendance.words import stated_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.services import Answered, GroupServices, StatementServices

CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_pages(services: GroupServices) -> Blueprint:
    """What each file holds and who should get it, and the files."""
    pages = Blueprint("export", __name__, url_prefix="/groups/<group_id>/export")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str) -> str:
        attendance = services.attendance(group_id)
        held = [one for one in attendance.sessions if one.was_held]
        return render_template(
            "pages/attendance/export.html",
            group=attendance.group,
            held=len(held),
            unconfirmed=[
                one.meeting for one in held if one.roll is None and one.meeting.closed_at is not None
            ],
            running=any(one.meeting.closed_at is None for one in held),
        )

    @pages.get("/attendance.csv")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def attendance_csv(group_id: str) -> Response:
        return _download(services, services.attendance(group_id), Part.ATTENDANCE, Format.CSV)

    @pages.get("/attendance.xlsx")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def attendance_xlsx(group_id: str) -> Response:
        return _download(services, services.attendance(group_id), Part.ATTENDANCE, Format.XLSX)

    @pages.get("/absences.csv")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def absences_csv(group_id: str) -> Response:
        return _download(services, services.attendance(group_id), Part.ABSENCES, Format.CSV)

    return pages


def _download(services: GroupServices, attendance: AttendanceRecord, part: Part, kind: Format) -> Response:
    now = services.clock.now()
    file = services.elsewhere(export_file, attendance, part, kind, services.sheets, now)
    return Response(
        file,
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{part}.{kind}"'},
    )


def verify_pages(statement_services: StatementServices) -> Blueprint:
    """The form that checks a statement."""
    pages = Blueprint("verify", __name__, url_prefix="/verify")

    @pages.get("")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def ask() -> Answered:
        return _verify_page()

    @pages.post("")
    @declares(Action.PUBLIC, RateLimit.ASKS)
    def verify() -> Answered:
        code, name = request.form.get("code", ""), request.form.get("name", "")
        address = request.remote_addr or ""
        if not statement_services.wrong_tries.may_try(address):
            return _verify_page(code, name, wait=True), 429
        statement = statement_services.statements.verify(code, name)
        if statement is None:
            return _verify_page(code, name, wrong=True), 404
        statement_services.wrong_tries.was_right(address)
        return render_template("pages/attendance/verify_confirmed.html", **stated_words(statement))

    return pages


def _verify_page(code: str = "", name: str = "", wrong: bool = False, wait: bool = False) -> str:
    return render_template("pages/attendance/verify.html", code=code, name=name, wrong=wrong, wait=wait)
