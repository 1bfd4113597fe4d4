"""A book whose people have names that a spreadsheet, a program or a hurry could spoil."""

from datetime import datetime, timedelta

from balint_live.application.attendance.export import ExportedRecord, exported_record
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.application.groups.group import Registrant
from tests.attendance_cast import ALL_LINES, attendance, held
from tests.unit.application.groups.cast import START, details, person

NOW: datetime = START + timedelta(days=40)
"""In London the clocks have gone forward since the first session, and the third was held after that."""

NAMES = (
    '=HYPERLINK("http://example.net","Click")',
    "+49 30 1234",
    "-2",
    "@SUM(A1)",
    "\tTab",
    "\rReturn",
    "'=1",
    "王 小明",
    "Renée O’Conner, MD",
    'Ana "la Doctora" Núñez; y Pérez',
    "Ärzte\u2028Łódź",
    "_x000D_",
    "NA",
    "007",
    "1e5",
)
PEOPLE: tuple[Registrant, ...] = tuple(
    person(
        f"p{number}",
        details=details(f"p{number}", name=name, profession=name, licence_no="=1+1", licence_region="+"),
    )
    for number, name in enumerate(NAMES)
)


def awkward_book() -> AttendanceRecord:
    """Sessions before and after the change of the clocks; the odd ones away for a part, and once altogether."""
    everybody = [one.id for one in PEOPLE]
    here = {id: [(0, 60)] if place % 2 else [(-2, 20), (30.5, 60)] for place, id in enumerate(everybody)}
    return attendance(
        held(1, here),
        held(2, {id: minutes for id, minutes in here.items() if id != "p1"}, absent=["p1"]),
        held(3, here, confirmed=False),
        people=PEOPLE,
        lines=ALL_LINES,
    )


def awkward_record() -> ExportedRecord:
    return exported_record(awkward_book(), NOW)
