"""The console tells leaders what credit needs of the session, from its first byte on."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from balint_live import config as configuration
from balint_live.adapters.database.live import SqlMeetings
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Appointment
from balint_live.composition import create_app
from balint_live.domain.credit import CreditLine, Policy
from balint_live.runtime import runtime
from tests.integration.groups.cast import ANA, CATALOGUE, FIRST, MARA, NOW, SECOND, SECOND_START, Site
from tests.integration.groups.page import Element, Page
from tests.integration.groups.visitor import Visitor

HOURS = CreditLine(policy=Policy.FULL_HOUR, credit_type="APA CE")
TIME = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")


@pytest.fixture
def app(site: Site) -> Flask:
    settings = {"database": {"url": str(site.database.engine.url)}}
    config = configuration.from_settings(settings, "test").settled(lambda _: "s" * 32)
    return create_app(config, runtime("threading"), site.clock).flask


def grant(site: Site, *lines: CreditLine, uncredited: tuple[str, ...] = ()) -> None:
    settings = site.group().settings
    changed = replace(settings, credit_lines=lines, uncredited_phases=uncredited)
    site.change(Changes(settings=changed))


def opened(site: Site, late: timedelta) -> None:
    """Ana opens the second session, which is planned for an hour."""
    site.clock.set(SECOND_START + late)
    meetings = SqlMeetings(site.database, CATALOGUE)
    meetings.change(SECOND, ANA, lambda seat: seat.meeting.open("ana", site.clock.now()))


def facts(page: Page) -> Any:
    embedded = next(each for each in page.tree.all("script") if each.get("id") == "console")
    return json.loads(embedded.raw)["credit"]


def part(page: Page, name: str) -> str:
    """What a part of the page says; empty where it is hidden."""
    found: Element = next(each for each in page.tree.all("span", "p") if each.get("data-part") == name)
    return "" if found.has("hidden") else found.text


def test_opened_four_minutes_late_it_must_run_until_four_minutes_past(app: Flask, site: Site) -> None:
    grant(site, HOURS, TIME)
    opened(site, timedelta(minutes=3, seconds=20))
    page = Visitor(app, ANA).look(f"/meetings/{SECOND}")
    assert part(page, "credit-line") == "Credit needs us to run until 20:04"
    assert part(page, "credit-short") == ""
    assert facts(page) == {
        "types": ["APA CE"],
        "fullHourMs": 3_600_000,
        "uncreditedPositions": [],
        "pausedMs": 0,
    }


def test_once_that_has_passed_nothing_is_said(app: Flask, site: Site) -> None:
    grant(site, HOURS)
    opened(site, timedelta())
    site.clock.set(SECOND_START + timedelta(minutes=60))
    assert part(Visitor(app, ANA).look(f"/meetings/{SECOND}"), "credit-line") == ""


def test_a_plan_too_short_is_said_before_the_opening_and_not_after(app: Flask, site: Site) -> None:
    grant(site, HOURS, uncredited=("opening",))
    ana = Visitor(app, ANA)
    before = ana.look(f"/meetings/{SECOND}")
    opened(site, timedelta())
    after = ana.look(f"/meetings/{SECOND}")
    assert part(before, "credit-short") == "This plan is too short for APA CE"
    assert [part(after, name) for name in ("credit-short", "credit-line")] == ["", ""]
    assert (facts(before)["fullHourMs"], facts(before)["uncreditedPositions"]) == (0, [1])


def test_without_such_a_credit_the_console_says_nothing_of_it(app: Flask, site: Site) -> None:
    grant(site, TIME)
    opened(site, timedelta())
    page = Visitor(app, ANA).look(f"/meetings/{SECOND}")
    assert [part(page, name) for name in ("credit-short", "credit-line")] == ["", ""]
    assert facts(page)["types"] == []


def test_a_longer_plan_may_leave_phases_out(app: Flask, site: Site) -> None:
    grant(site, HOURS, uncredited=("opening",))
    page = Visitor(app, ANA).look(f"/meetings/{FIRST}")
    assert part(page, "credit-short") == ""
    assert (facts(page)["fullHourMs"], facts(page)["uncreditedPositions"]) == (3_600_000, [1])


@pytest.mark.parametrize(
    ("leaders", "co_hosts"),
    [
        (("ana",), "You are co-host in Zoom"),
        (("ana", "ben"), "Both of you are co-hosts in Zoom"),
        (("ana", "ben", "cleo"), "All of you are co-hosts in Zoom"),
    ],
)
def test_before_the_start_leaders_tick_what_only_people_can_see(
    app: Flask, site: Site, leaders: tuple[str, ...], co_hosts: str
) -> None:
    site.clock.set(SECOND_START - timedelta(minutes=20))
    ana = site.visitor(ANA)
    if "cleo" in leaders:
        cleo = Appointment(id="cleo", name="Cleo", email="cleo@example.org", at=NOW)
        site.groups.add_leader("tuesday", cleo, MARA)
    if "ben" not in leaders:
        ana.press(ana.look("/groups/tuesday/leaders"), "Remove Ben")

    page = Visitor(app, ANA).look(f"/meetings/{SECOND}")

    checks = next(each for each in page.tree.all("ul") if each.get("class") == "checks")
    assert [each.text for each in checks.all("li")] == [
        "Zoom is not recording",
        "Summaries, transcripts and everybody's “My notes” are off",
        "Nothing is listed under Zoom's “Active apps”",
        "No unknown guests in Zoom's list",
        co_hosts,
        "You have agreed who reads the reminder",
    ]
