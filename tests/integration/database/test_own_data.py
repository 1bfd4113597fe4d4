"""The rows about one person are found the same on every database."""

from balint_live.adapters.database.privacy import SqlPersonalData
from balint_live.domain.timeline import LeaderMark, Mark, Source
from tests.integration.database.cast import CARLA, DAN, THIRD, Site, at


def test_rows_of_one_person_in_their_own_types(enrolled: Site) -> None:
    enrolled.open()
    for who in (CARLA, DAN):
        enrolled.attendance.press(THIRD, who.id, "1", at(1))
    enrolled.attendance.mark(THIRD, "carla", "ana", LeaderMark(Mark.PRESENT, at(2)))

    stored = SqlPersonalData(enrolled.database).about("carla")

    assert stored is not None
    assert stored.group_id == "tuesday"
    assert {
        table.table: [row["registrant_id"] for row in table.rows]
        for table in stored.tables
        if table.table != "registrants"
    } == {
        "absences": [],
        "acknowledgements": ["carla"],
        "attendance_marks": ["carla"],
        "corrections": [],
        "mails": [],
        "presence_intervals": ["carla"],
        "roll_entries": [],
        "statements": [],
        "zoom_facts": [],
        "zoom_registrants": [],
    }


def test_values_are_those_of_the_program(enrolled: Site) -> None:
    enrolled.attendance.press(THIRD, "carla", "1", at(1, 0.7))

    stored = SqlPersonalData(enrolled.database).about("carla")

    assert stored is not None
    (press,) = next(table.rows for table in stored.tables if table.table == "presence_intervals")
    assert (press["source"], press["joined_at"], press["provisional"]) == (Source.SELF_CHECKIN, at(1), True)
