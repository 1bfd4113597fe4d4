"""`/join/<token>/erase`: what is known of somebody, erased by their own press. Looking explains; the press erases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.groups import SqlGroups
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.attendance.statements import Statements
from balint_live.application.groups.changes import Changes
from balint_live.application.identity import OPERATOR
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.names import in_blocks
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import CARLA, CATALOGUE, DAN, END, THIRD

WHO = "SELECT id FROM registrants WHERE group_id = 'tuesday' ORDER BY id"
IT_ENDED = END + timedelta(minutes=3)


def address(door: FrontDoor) -> str:
    return f"{door.personal('join', CARLA)}/erase"


@pytest.fixture
def credited(door: FrontDoor) -> FrontDoor:
    """The third session is over and confirmed, and Carla earned an hour's credit in it."""
    line = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
    SqlGroups(door.database, CATALOGUE).change(
        "tuesday",
        OPERATOR,
        lambda group: Changes(settings=replace(group.settings, credit_lines=(line,))),
    )
    door.site.open()
    door.site.attendance.press(THIRD, "carla", "1", door.clock.now())
    door.change(
        "UPDATE presence_intervals SET provisional = 0, left_at = :until", until="2026-03-05 20:00:00.000000"
    )
    door.site.close()
    door.clock.set(IT_ENDED)
    attendance_service(door).confirm(OPERATOR, "tuesday", THIRD, {})
    return door


def attendance_service(door: FrontDoor) -> AttendanceService:
    return AttendanceService(door.clock, SqlAttendanceRecords(door.database, CATALOGUE))


def test_looking_explains_and_does_nothing(door: FrontDoor) -> None:
    link, before = address(door), door.everything()
    for _ in range(20):
        browser = door.browser()
        assert [browser.get(link).status, browser.head(link).status] == [200, 200]
    said = door.browser().get(link).text
    assert "What goes at once" in said
    assert "Only a random number" in said
    assert door.browser().send(link).status == 400, "not without the page's own proof"
    assert door.everything() == before


def test_the_press_erases_and_ends_link_code_and_login(door: FrontDoor) -> None:
    door.change("UPDATE registrants SET join_code = 'ACDE2346' WHERE id = 'carla'")
    link, join = address(door), door.personal("join", CARLA)
    browser, other = door.browser(), door.browser()
    assert [each.post(join).status for each in (browser, other)] == [303, 303]

    answer = browser.post(link)

    assert (answer.status, "It is done" in answer.text, browser.who) == (200, True, None)
    assert "Nothing about you is left." in answer.text
    assert door.rows(WHO) == [("dan",), ("otto",)]
    assert other.get("/meetings/third").status == 404
    assert [other.get(join).status, other.get(link).status] == [410, 410]
    assert other.post("/join", code="ACDE2346").status == 404
    assert [name for name, rows in door.everything().items() for row in rows if "carla" in row] == [
        "erasures"
    ]


def test_one_mail_tells_them_so(door: FrontDoor) -> None:
    door.browser().post(address(door))

    assert door.rows("SELECT kind, address, registrant_id, state FROM mails") == [
        ("erased", "carla@example.org", None, "waiting")
    ]


def test_with_credit_the_page_says_what_stays_and_its_code_this_once(credited: FrontDoor) -> None:
    link, browser = address(credited), credited.browser()
    asked = browser.get(link).text

    answer = browser.post(link)

    [statement] = attendance_service(credited).attendance("tuesday", OPERATOR).statements
    statements = Statements(
        credited.clock, SqlAttendanceRecords(credited.database, CATALOGUE), lambda: "", lambda: ""
    )
    assert "one statement of attendance is kept until Friday 12 March 2032" in asked
    assert "until Friday 12 March 2032" in answer.text
    assert in_blocks(statement.code) in answer.text
    assert (statement.name, statement.registrant_id) == ("Carla", None)
    assert statements.verify(in_blocks(statement.code), "carla") == statement
    assert credited.rows(WHO) == [("dan",), ("otto",)]
    assert browser.get(link).status == 410


def test_of_two_presses_the_second_finds_nobody(door: FrontDoor) -> None:
    link, browser = address(door), door.browser()
    browser.post(link)
    before = door.everything()

    assert browser.send(link, **browser.get("/link-again").form).status == 410
    assert door.everything() == before


def test_somebody_elses_login_stays(door: FrontDoor) -> None:
    dans = door.browser()
    dans.post(door.personal("join", DAN))
    dans.post(address(door))
    assert dans.who == DAN
    assert dans.get("/meetings/third").status == 200


def test_no_other_link_erases_anybody(door: FrontDoor) -> None:
    before = door.everything()
    leave = door.personal("leave", CARLA).replace("/leave/", "/join/")

    assert [door.browser().get(f"{each}/erase").status for each in (leave, "/join/nonsense")] == [404, 404]
    assert [door.browser().post(f"{each}/erase").status for each in (leave, "/join/nonsense")] == [400, 400]
    assert door.everything() == before


def test_once_the_link_has_ended_so_has_this(door: FrontDoor) -> None:
    link = address(door)
    door.clock.set(END + timedelta(days=22))
    before = door.everything()

    assert door.browser().get(link).status == 410
    assert door.everything() == before
