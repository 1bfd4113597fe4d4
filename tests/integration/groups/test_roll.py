"""The roll of a session that is over: open questions first, one press makes the record; a changed one is looked at again."""

from datetime import timedelta
from typing import Any

import pytest

from balint_live.adapters.database.live import SqlMeetings
from balint_live.domain.timeline import Mark
from balint_live.web.attendance.roll_forms import gap_name
from tests.integration.groups.cast import (
    ANA,
    BEN,
    CATALOGUE,
    FIRST,
    FIRST_START,
    MARA,
    SECOND_START,
    TUESDAY,
    Site,
)
from tests.integration.groups.held_session import ROLL, at, begins, ends, first, marked, recorded, seen
from tests.integration.groups.page import Page

CONFIRM = "Confirm attendance, 2 here"
CAME_LATE = gap_name("carla", (at(0), at(12)))
NEVER_SEEN = gap_name("priya", (at(0), at(90)))


@pytest.fixture
def held_session(site: Site) -> Site:
    """Carla came after twelve minutes, Otto was there throughout; of Dan a leader said at once that he was not there."""
    seen(site, "carla", (12, 90))
    seen(site, "otto", (-2, 90))
    marked(site, "dan", Mark.ABSENT, 1)
    ends(site)
    return site


def lines(page: Page) -> list[str]:
    return [line.text for line in page.main.all("li")]


def test_open_questions_come_first_and_everything_known_stands_beside_them(held_session: Site) -> None:
    page = held_session.visitor(ANA).look(ROLL)
    assert page.title == "Attendance, not yet confirmed"
    assert lines(page) == [
        "Carla Here part of the time 19:12–20:30 agreed at 19:10 Page 19:12–20:30 · Leaders: no mark "
        "Was Carla here from 19:00 to 19:12? Here Away Not here at all: Carla",
        "Priya Not seen no agreement recorded Page: not seen · Leaders: no mark "
        "Was Priya here the whole session, from 19:00 to 20:30? Here Away",
        "Dan Not seen no agreement recorded Page: not seen · Leaders: not here at 19:01 · agree "
        "Was Dan here the whole session, from 19:00 to 20:30? A leader marked them as not here. Here Away",
        "Otto Here throughout 18:58–20:30 agreed at 18:56 Page 18:58–20:30 · Leaders: no mark "
        "Not here at all: Otto",
    ]
    assert page.ticked(CAME_LATE) == ["away"]


def test_who_said_beforehand_that_they_cannot_come_is_away_unless_they_came_all_the_same(
    held_session: Site,
) -> None:
    """Priya was not seen, so nothing is asked about her; Carla came, twelve minutes late, and is asked about as anybody."""
    held_session.cannot_come("priya", "carla")
    page = held_session.visitor(ANA).look(ROLL)
    assert [each.split()[0] for each in lines(page)] == ["Carla", "Dan", "Otto", "Priya"]
    assert lines(page)[3].startswith(
        "Priya Not seen no agreement recorded Said beforehand: can't come · Page: not seen · Leaders: no mark"
    )
    assert "Was Carla here from 19:00 to 19:12?" in lines(page)[0]
    assert page.ticked(NEVER_SEEN) == ["away"]


def test_one_press_makes_the_record_where_nothing_is_answered(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    page = ana.pressed(ana.look(ROLL), CONFIRM)
    assert page.title == "Attendance, confirmed"
    assert recorded(held_session) == {"carla": [(12, 90)], "dan": [], "otto": [(-2, 90)], "priya": []}
    roll = first(held_session).roll
    assert (roll and roll.by, roll and roll.at) == ("ana", held_session.clock.now())


def test_answers_close_gaps_and_a_person_can_be_set_absent_as_a_whole(held_session: Site) -> None:
    ana = held_session.visitor(MARA)
    ana.press(ana.look(ROLL), CONFIRM, {CAME_LATE: "here", NEVER_SEEN: "here", "not_here": "otto"})
    assert recorded(held_session) == {"carla": [(0, 90)], "dan": [], "otto": [], "priya": [(0, 90)]}


def test_the_record_is_shown_with_who_confirmed_it_and_when(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    page = ana.pressed(ana.look(ROLL), CONFIRM)
    assert [each.text for each in page.main.all("p")][1:5] == [
        "Session 1 · Tuesday 10 March 2026, 19:00 in London, until 20:30",
        "Confirmed by Ana on Tuesday 10 March 2026, 20:31. "
        "Changes from here on are corrections: each is added below, and nothing is overwritten.",
        "Minutes are counted from 19:00, when the session was opened.",
        "Here 19:12–20:30 78 of 90 minutes",
    ]
    assert lines(page) == [
        "Carla Here 19:12–20:30 78 of 90 minutes Correct … Carla",
        "Dan Not here Correct … Dan",
        "Otto Here 18:58–20:30 90 of 90 minutes Correct … Otto",
        "Priya Not here Correct … Priya",
    ]


def test_a_page_and_a_leader_who_differ_are_pointed_out(site: Site) -> None:
    seen(site, "carla", (-2, 90))
    marked(site, "carla", Mark.ABSENT, 45)
    seen(site, "dan", (-2, 50))
    marked(site, "dan", Mark.PRESENT, 45)
    ends(site)
    said = {line.split()[0]: "differ, please look" in line for line in lines(site.visitor(ANA).look(ROLL))}
    assert said == {"Carla": True, "Dan": True, "Otto": False, "Priya": False}


def test_a_roll_that_has_changed_is_looked_at_again_and_no_answer_is_lost(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    page = ana.look(ROLL)
    held_session.services.attendance_service.correct_end(BEN, TUESDAY, FIRST, at(80))
    again = ana.press(page, CONFIRM, {CAME_LATE: "here", NEVER_SEEN: "here", "not_here": "otto"})
    assert (again.status, again.summary) == (422, "The roll has changed since. Please look again.")
    assert (again.ticked(CAME_LATE), again.ticked("not_here")) == (["here"], ["otto"])
    assert again.ticked(gap_name("priya", (at(0), at(80)))) == ["away"]
    assert first(held_session).roll is None
    assert ana.press(again, "Confirm attendance, 1 here").status == 303


def test_confirmed_by_somebody_else_meanwhile_it_stays_as_it_is(held_session: Site) -> None:
    ana, ben = held_session.visitor(ANA), held_session.visitor(BEN)
    page = ana.look(ROLL)
    ben.press(ben.look(ROLL), CONFIRM)
    again = ana.press(page, CONFIRM, {CAME_LATE: "here"})
    assert (again.status, again.summary) == (422, "Attendance is confirmed already.")
    assert (again.title, recorded(held_session)["carla"]) == ("Attendance, confirmed", [(12, 90)])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({CAME_LATE: "here", "not_here": "carla"}, "Somebody cannot be here and not here."),
        ({"not_here": "finn"}, "The roll has nobody of that name."),
        ({"window": "long ago"}, "The roll has changed since. Please look again."),
        ({"window": "0-1"}, "The roll has changed since. Please look again."),
        ({"person": ["carla"]}, "The roll has changed since. Please look again."),
    ],
    ids=["here and not", "of another group", "no window", "another window", "people missing"],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    held_session: Site, typed: dict[str, Any], sentence: str
) -> None:
    ana = held_session.visitor(ANA)
    page = ana.press(ana.look(ROLL), CONFIRM, typed)
    assert (page.status, page.summary, recorded(held_session)) == (422, sentence, {})


@pytest.mark.parametrize("days", [-1, 1], ids=["to come", "never opened"])
def test_a_session_that_was_never_opened_has_no_roll(site: Site, days: int) -> None:
    site.clock.set(FIRST_START + timedelta(days=days))
    ana = site.visitor(ANA)
    page = ana.look(ROLL)
    assert (page.title, page.main.all("form")) == ("Attendance", [])
    refused = ana.post(ROLL)
    assert (refused.status, refused.summary) == (
        422,
        "The session was never opened, so there is no attendance to confirm.",
    )


def test_a_cancelled_session_has_no_roll(site: Site) -> None:
    site.services.groups.cancel(ANA, TUESDAY, FIRST)
    refused = site.visitor(ANA).post(ROLL)
    said = "The session was cancelled, so there is no attendance to confirm."
    assert (refused.status, refused.summary) == (422, said)
    assert (
        refused.main.all("p")[-2].text == "This session was cancelled, so there is no attendance to confirm."
    )


def test_the_end_is_not_confirmed_before_it_has_come(site: Site) -> None:
    begins(site)
    refused = site.visitor(ANA).post(ROLL, {"roll_call": "final"})
    assert (refused.status, refused.summary) == (422, "The session has not ended yet.")


def test_session_and_group_lead_to_it(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    links = [ana.look(each).links for each in ("/groups/tuesday", "/groups/tuesday/sessions/first")]
    assert [links[0]["attendance not yet confirmed"], links[1]["Confirm attendance"]] == [ROLL, ROLL]
    ana.press(ana.look(ROLL), CONFIRM)
    held_session.clock.set(SECOND_START)
    links = [ana.look(each).links for each in ("/groups/tuesday", "/groups/tuesday/sessions/first")]
    assert [links[0]["attendance confirmed"], links[1]["See attendance"]] == [ROLL, ROLL]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ([], None),
        ([60], "set forward by 60 minutes"),
        ([60, -60], "set forward by 60 minutes"),
        ([-10], "set back by 10 minutes"),
        ([-0.05, 1], "set forward by 1 minute"),
        ([-0.05], "set by some seconds"),
    ],
)
def test_the_roll_says_that_the_servers_clock_was_set_meanwhile(
    held_session: Site, settings: list[float], said: str | None
) -> None:
    meetings = SqlMeetings(held_session.database, CATALOGUE)
    for minutes in settings:
        meetings.clock_was_set(FIRST, timedelta(minutes=minutes))
    ana = held_session.visitor(ANA)
    sentence = f"The server's clock was {said} during this session. Please check the times."
    page = ana.look(ROLL)
    assert [each.text for each in page.main.all("p") if "clock was" in each.text] == [sentence] * bool(said)
    confirmed = ana.pressed(page, CONFIRM)
    assert (sentence in [each.text for each in confirmed.main.all("p")]) == bool(said)
