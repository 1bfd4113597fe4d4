"""The attendance page: minutes, credits, standings and the reasons behind them, for the leaders of the group only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.application.identity import Identity
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.roll import CorrectionReason
from balint_live.domain.timeline import Span
from tests.integration.groups.cast import (
    ANA,
    CARLA,
    CLEO,
    FIRST,
    FIRST_END,
    FIRST_START,
    MARA,
    TUESDAY,
    Site,
    hold_first,
)
from tests.integration.groups.page import Element, Page

ATTENDANCE = "/groups/tuesday/attendance"
APA = CreditLine(policy=Policy.FULL_HOUR, credit_type="APA CE")
AMA = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA", designated_quarters=8)
BOTH = CreditLine(policy=Policy.SERIES_MIN, credit_type="ABFM", required_sessions=2)
LEADER_ERROR = CorrectionReason.LEADER_ERROR
LAST_HOUR: Span = (FIRST_START + timedelta(minutes=30), FIRST_END)


def settle(site: Site, *lines: CreditLine) -> None:
    """Two sessions are planned, and these lines grant credit."""
    settings = site.group().settings
    site.change(Changes(settings=replace(settings, planned_sessions=2, credit_lines=lines)))


def first_confirmed(site: Site) -> None:
    """Carla and Otto were there throughout; Dan and Priya were not."""
    hold_first(site, "carla", "otto")
    site.clock.set(FIRST_END + timedelta(minutes=5))
    site.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {})


def matrix(page: Page) -> Element:
    return page.main.all("table")[0]


def figures(page: Page) -> dict[str, list[str]]:
    """Each person's cells, by name."""
    rows = [body.all("tr")[0] for body in matrix(page).all("tbody")]
    return {row.all("th")[0].text: [each.text for each in row.all("td")] for row in rows}


def standings(page: Page) -> list[str]:
    return [body.all("tr")[1].all("summary", "p")[0].text for body in matrix(page).all("tbody")]


def test_minutes_of_everybody_in_every_session(site: Site) -> None:
    first_confirmed(site)
    page = site.visitor(ANA).look(ATTENDANCE)
    assert figures(page) == {
        "Carla": ["90", "to come", "90"],
        "Dan": ["0", "to come", "0"],
        "Otto": ["90", "to come", "90"],
        "Priya": ["0", "to come", "0"],
    }
    assert standings(page)[:2] == [
        "Here in 1 of 1 confirmed session. Why, Carla",
        "Here in 0 of 1 confirmed session. Why, Dan",
    ]


def test_the_table_can_be_found_read_and_scrolled_without_a_mouse(site: Site) -> None:
    first_confirmed(site)
    page = site.visitor(ANA).look(ATTENDANCE)
    region = next(each for each in page.main.all("div") if each.get("role") == "region")
    caption = matrix(page).all("caption")[0]
    assert (region.get("tabindex"), region.get("aria-labelledby")) == ("0", caption.get("id"))
    assert caption.text == "Minutes attended in each session, rounded down; only time that earns credit."
    headings = matrix(page).all("thead")[0].all("th")
    assert [each.text for each in headings] == [
        "Name",
        "Session 1 10 Mar",
        "Session 2 7 Apr to come",
        "Total",
    ]
    assert {each.get("scope") for each in headings} == {"col"}
    assert [body.all("th")[0].get("scope") for body in matrix(page).all("tbody")] == ["row"] * 4


def test_a_session_whose_roll_is_open_earns_nothing_and_leads_to_its_roll(site: Site) -> None:
    settle(site, APA)
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    page = site.visitor(ANA).look(ATTENDANCE)
    assert figures(page)["Carla"] == ["not yet confirmed", "to come", "0"]
    assert standings(page)[0] == "No confirmed session yet. APA CE: 0.00 so far. Why, Carla"
    assert "1 session is not yet confirmed; until then it earns nobody credit." in page.text
    assert page.links["Confirm session 1"] == "/groups/tuesday/sessions/first/roll"
    assert page.links["Session 1"] == "/groups/tuesday/sessions/first/roll"
    assert page.links["Session 2"] == "/groups/tuesday/sessions/second"


def test_each_credit_line_can_be_looked_at(site: Site) -> None:
    settle(site, APA, AMA, BOTH)
    first_confirmed(site)
    ana = site.visitor(ANA)
    minutes = ana.look(ATTENDANCE)
    pages = {words: ana.look(minutes.links[words]) for words in ("Minutes", "APA CE", "AMA", "ABFM")}
    assert {words: figures(page)["Carla"] for words, page in pages.items()} == {
        "Minutes": ["90", "to come", "90"],
        "APA CE": ["1.00", "to come", "1.00"],
        "AMA": ["1.50", "to come", "1.50"],
        "ABFM": ["yes", "to come", "1"],
    }
    assert [matrix(page).all("caption")[0].text for page in pages.values()][1:] == [
        "Credits in each session, of the most it can award: APA CE.",
        "Credits in each session, of the most it can award: AMA.",
        "Which sessions count for ABFM, and the most each can award.",
    ]
    chosen = [
        [each.text for each in page.main.all("a") if each.has("aria-current")] for page in pages.values()
    ]
    assert chosen == [["Minutes"], ["APA CE"], ["AMA"], ["ABFM"]]


@pytest.mark.parametrize("line", ["3", "-1", "minutes", "", "9" * 30])
def test_a_line_the_group_does_not_have_is_answered_with_minutes(site: Site, line: str) -> None:
    settle(site, APA, AMA, BOTH)
    first_confirmed(site)
    page = site.visitor(ANA).look(f"{ATTENDANCE}?line={line}")
    assert figures(page)["Carla"] == ["90", "to come", "90"]


def test_whoever_needs_every_session_left_or_cannot_make_it_is_named(site: Site) -> None:
    settle(site, BOTH)
    first_confirmed(site)
    page = site.visitor(ANA).look(ATTENDANCE)
    assert "ABFM, every session left is needed by: Carla, Otto" in page.text
    assert "ABFM, out of reach for: Dan, Priya" in page.text
    assert standings(page)[:2] == [
        "ABFM: 1 of 2 sessions, 2 needed; needs every session left. Why, Carla",
        "ABFM: 0 of 2 sessions, 2 needed; out of reach. Why, Dan",
    ]


def test_every_figure_has_its_reason_in_words(site: Site) -> None:
    settle(site, APA, AMA, BOTH)
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    site.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {"dan": [(FIRST_START, FIRST_END)]})
    site.services.attendance_service.correct(
        ANA, TUESDAY, FIRST, "dan", ((FIRST_START, FIRST_END),), (LAST_HOUR,), LEADER_ERROR
    )
    page = site.visitor(ANA).look(ATTENDANCE)
    reasons = {
        each.all("summary")[0].text.rpartition(", ")[2]: each.all("li")[0].text
        for each in matrix(page).all("details")
    }
    assert reasons["Carla"] == (
        "Session 1 Tuesday 10 March 2026, 19:00 in London 90 minutes "
        "APA CE 1.00 Present for 1 of 1 full hour. "
        "AMA 1.50 90 minutes present: 6 quarter hours. "
        "ABFM counts 90 of 90 minutes present; 72 are needed."
    )
    assert reasons["Dan"] == (
        "Session 1 Tuesday 10 March 2026, 19:00 in London 60 minutes "
        "APA CE 0.00 Away 30 minutes on end in hour 1; the limit is 15. "
        "AMA 1.00 60 minutes present: 4 quarter hours. "
        "ABFM does not count 60 of 90 minutes present; 72 are needed."
    )


def test_a_session_that_was_broken_off_is_told_apart(site: Site) -> None:
    settle(site, APA)
    first_confirmed(site)
    site.services.attendance_service.say_held(ANA, TUESDAY, FIRST, False)
    page = site.visitor(ANA).look(ATTENDANCE)
    assert figures(page)["Carla"] == ["not held", "to come", "0"]
    assert matrix(page).all("details")[0].all("li")[0].text == (
        "Session 1 Tuesday 10 March 2026, 19:00 in London The session was not held."
    )


def test_whoever_left_keeps_what_they_attended_and_waits_for_nothing(site: Site) -> None:
    settle(site, BOTH)
    first_confirmed(site)
    site.clock.set(FIRST_END + timedelta(days=1))
    site.services.groups.withdraw(ANA, TUESDAY, "otto")
    page = site.visitor(ANA).look(ATTENDANCE)
    assert figures(page)["Otto left the group"] == ["90", "not enrolled then", "90"]
    assert "ABFM, every session left is needed by: Carla ABFM, out of reach for: Dan, Priya" in page.text


def test_a_group_without_sessions_says_so(site: Site) -> None:
    page = site.visitor(CLEO).look("/groups/thursday/attendance")
    assert page.main.all("table") == []
    assert "No sessions yet." in page.text


def test_the_groups_page_and_each_persons_lead_there(site: Site) -> None:
    settle(site, APA, BOTH)
    first_confirmed(site)
    ana = site.visitor(ANA)
    assert ana.look("/groups/tuesday").links["Attendance"] == ATTENDANCE
    carla = ana.look("/groups/tuesday/people/carla")
    assert carla.links["Attendance of the whole group"] == ATTENDANCE
    assert (
        "Attendance ABFM: 1 of 2 sessions, 2 needed; needs every session left. APA CE: 1.00 so far. "
        "Minutes that earn credit, all together: 90. Session by session Session 1" in carla.text
    )


@pytest.mark.parametrize("who", [None, CLEO, CARLA])
def test_it_is_there_for_nobody_else(site: Site, who: Identity | None) -> None:
    first_confirmed(site)
    assert site.visitor(MARA).look(ATTENDANCE).status == 200
    assert site.visitor(who).look(ATTENDANCE).status == 404
