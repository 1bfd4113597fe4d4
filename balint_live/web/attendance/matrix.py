"""The attendance matrix of a group (who was in which session, what it earned, and who needs every session left), and the
attendance as files.

A cell shows minutes, or what one credit line makes of the session. What is no figure is a mark with its words beside it, so
that nothing is told by a shape alone; the reasons behind the figures are told session by session (`words.reasons_of`).
"""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import Blueprint, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.attendance.export import Format, Part, export_file
from balint_live.application.attendance.matrix import Column, Matrix, Row, matrix
from balint_live.application.attendance.record import AttendanceRecord, Attended
from balint_live.application.groups.group import SessionStatus
from balint_live.application.ports import directly
from balint_live.domain.credit import CreditLine, Policy, ReasonCode, in_credits
from balint_live.domain.credit_results import fraction
from balint_live.web.attendance.words import (
    attended_words,
    earned_words,
    reasons_of,
    series_words,
    settled_words,
)
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import LOCALE, Context
from balint_live.web.shared.services import GroupServices

CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOR_NOBODY = (SessionStatus.NOT_HELD, SessionStatus.CANCELLED)
"""Sessions that are the same for everybody, enrolled or not."""
MANY_PEOPLE = 100
"""In a group of more the matrix is worked out in a child process; for fewer that would take longer than the work itself."""


def attendance_pages(services: GroupServices) -> Blueprint:
    """The matrix of a group."""
    pages = Blueprint("attendance", __name__, url_prefix="/groups/<group_id>/attendance")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str) -> str:
        attendance = services.attendance(group_id)
        now, group = services.clock.now(), attendance.group
        work = services.elsewhere if len(group.registrants) > MANY_PEOPLE else directly
        shown, timezone = work(matrix, attendance, now), group.settings.timezone
        asked = request.args.get("line", type=int)
        line = asked if asked in range(len(shown.lines)) else None
        return render_template(
            "pages/attendance/matrix.html",
            group=group,
            unconfirmed=shown.unconfirmed,
            concerns=_concerns(shown),
            choices=_choices(group_id, shown.lines, line),
            caption=_caption(shown.lines, line),
            headings=[
                _heading(column, None if line is None else shown.lines[line], timezone)
                for column in shown.columns
            ],
            people=[person_line(shown.lines, shown.columns, row, line, timezone) for row in shown.rows],
        )

    return pages


def _heading(column: Column, line: CreditLine | None, timezone: str) -> Context:
    """A session above its column: its number and day; `words` say how far its attendance is confirmed.

    `most` is what it can award under the credit line that is shown; empty where minutes are, or nothing is awarded.
    """
    meeting, awards = column.meeting, line is not None and column.status not in FOR_NOBODY
    return {
        "meeting": meeting,
        "day": format_skeleton("MMMd", meeting.start, tzinfo=ZoneInfo(timezone), locale=LOCALE),
        "settled": column.status,
        "words": settled_words(column.status),
        "most": str(in_credits(line.in_session(meeting.plan.id, meeting.designated).designated_quarters))
        if line is not None and awards
        else "",
    }


def _concerns(shown: Matrix) -> list[Context]:
    """Each minimum of the series, with the people who need every session left for it, or cannot reach it; none without
    any.
    """
    found = [
        {
            "credit_type": line.credit_type,
            "at_risk": shown.at_risk(place),
            "missed": shown.missed(place),
        }
        for place, line in enumerate(shown.lines)
        if line.policy is Policy.SERIES_MIN
    ]
    return [each for each in found if each["at_risk"] or each["missed"]]


def _choices(group_id: str, lines: Sequence[CreditLine], line: int | None) -> list[Context]:
    """What the cells may show: minutes, or one credit line each."""
    address = f"/groups/{group_id}/attendance"
    minutes = {"words": gettext("Minutes"), "address": address, "chosen": line is None}
    return [minutes] + [
        {"words": each.credit_type, "address": f"{address}?line={place}", "chosen": line == place}
        for place, each in enumerate(lines)
    ]


def _caption(lines: tuple[CreditLine, ...], line: int | None) -> str:
    """What the figures of the table are."""
    if line is None:
        return gettext("Minutes attended in each session, rounded down; only time that earns credit.")
    if lines[line].policy is Policy.SERIES_MIN:
        return gettext(
            "Which sessions count for %(credit)s, and the most each can award.",
            credit=lines[line].credit_type,
        )
    return gettext(
        "Credits in each session, of the most it can award: %(credit)s.", credit=lines[line].credit_type
    )


def person_line(
    lines: tuple[CreditLine, ...], columns: tuple[Column, ...], row: Row, line: int | None, timezone: str
) -> Context:
    """Somebody's row, with the figures of the credit line of this index, or with minutes; `reasons` are behind the
    figures.
    """
    figure = _figure(lines, line)
    return {
        "person": row.person,
        "cells": [
            _cell(column, was, figure) for column, was in zip(columns, row.record.sessions, strict=True)
        ],
        "together": _together(lines, columns, row, line),
        "standing": _standing(lines, row),
        "reasons": reasons_of(lines, columns, row.record, timezone),
    }


def _figure(lines: tuple[CreditLine, ...], line: int | None) -> Callable[[Attended], str]:
    """What a cell says of a confirmed session."""
    if line is None:
        return lambda was: str(was.time.attended // 60)
    chosen = lines[line]
    if chosen.policy is not Policy.SERIES_MIN:
        return lambda was: str(was.outcomes[line].credits)
    met = ReasonCode.FRACTION_MET
    return lambda was: gettext("yes") if fraction(chosen, was.time).code is met else gettext("no")


def _cell(column: Column, was: Attended, figure: Callable[[Attended], str]) -> Context:
    """A figure, or a mark (a name for the style sheet) with its words."""
    if column.status is SessionStatus.CONFIRMED and was.on_roll:
        return {"figure": figure(was)}
    if not was.on_roll and column.status not in FOR_NOBODY:
        return {"figure": "", "mark": "none", "words": gettext("not enrolled then")}
    return {"figure": "", "mark": column.status.value, "words": settled_words(column.status)}


def _together(lines: tuple[CreditLine, ...], columns: tuple[Column, ...], row: Row, line: int | None) -> str:
    """The figure of all confirmed sessions."""
    if line is None:
        seconds = sum(
            was.time.attended
            for was, column in zip(row.record.sessions, columns, strict=True)
            if column.status is SessionStatus.CONFIRMED
        )
        return str(seconds // 60)
    if lines[line].policy is Policy.SERIES_MIN:
        return str(row.record.tallies[line].attended)
    return str(in_credits(row.record.quarters(line)))


def _standing(lines: tuple[CreditLine, ...], row: Row) -> list[str]:
    """In sentences, where somebody stands with each credit."""
    minima = [series_words(lines[stands.line], stands) for stands in row.series]
    earned = [
        earned_words(line, row.record.quarters(place))
        for place, line in enumerate(lines)
        if line.policy is not Policy.SERIES_MIN
    ]
    return [*(minima or [attended_words(row)]), *earned]


# ---- Files ------------------------------------------------------------------------------------------------------------


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
