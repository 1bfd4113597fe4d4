"""The way from the console to the roll, and what live pages show of a record once leaders have confirmed it."""

import pytest
from flask import Flask

from balint_live import config as configuration
from balint_live.application.identity import Identity, Kind
from balint_live.composition import create_app
from balint_live.domain.roll import CorrectionReason
from balint_live.runtime import runtime
from tests.integration.groups.cast import ANA, BEN, CARLA, FIRST, TUESDAY, Site
from tests.integration.groups.held_session import ROLL, at, ends, seen
from tests.integration.groups.page import Page
from tests.integration.groups.visitor import Visitor

PRIYA = Identity(Kind.REGISTRANT, "priya", 1)
SESSION = "/meetings/first"


@pytest.fixture
def app(site: Site) -> Flask:
    settings = {"database": {"url": str(site.database.engine.url)}}
    config = configuration.from_settings(settings, "test").settled(lambda _: "s" * 32)
    return create_app(config, runtime("threading"), site.clock).flask


@pytest.fixture
def held_session(site: Site) -> Site:
    seen(site, "carla", (-2, 40))
    ends(site)
    return site


def after_the_session(page: Page) -> str:
    """The heading of what leaders read after the end."""
    [ended] = [each for each in page.main.all("section") if each.get("data-part") == "ended"]
    return ended.all("h2")[0].text


def test_until_it_is_confirmed_the_console_leads_to_the_roll(app: Flask, held_session: Site) -> None:
    page = Visitor(app, ANA).look(SESSION)
    assert page.links["Confirm attendance"] == ROLL
    assert after_the_session(page) == "Attendance, not yet confirmed"


def test_once_it_is_confirmed_the_console_says_by_whom_and_when(app: Flask, held_session: Site) -> None:
    held_session.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {"carla": [(at(40), at(90))]})
    page = Visitor(app, BEN).look(SESSION)
    assert page.links["See attendance"] == ROLL
    assert after_the_session(page) == "Attendance, confirmed by Ana at 20:31"
    [kept] = [each for each in page.main.all("ul") if each.get("data-part") == "attendance"]
    assert [each.text for each in kept.all("li")] == [
        "Carla 18:58–20:30",
        "Dan no time on record",
        "Otto no time on record",
        "Priya no time on record",
    ]


def test_who_has_no_way_into_the_office_is_shown_none(app: Flask, held_session: Site) -> None:
    held_session.services.groups.give_lead(ANA, TUESDAY, "priya", True)
    page = Visitor(app, PRIYA).look(SESSION)
    assert after_the_session(page) == "Attendance, not yet confirmed"
    assert [link for link in page.links.values() if link.startswith("/groups")] == []


def test_a_participant_reads_what_is_kept_of_them(app: Flask, held_session: Site) -> None:
    attendance_service = held_session.services.attendance_service
    before = Visitor(app, CARLA).look(SESSION)
    attendance_service.confirm(ANA, TUESDAY, FIRST, {"carla": [(at(40), at(90))]})
    confirmed = Visitor(app, CARLA).look(SESSION)
    attendance_service.correct(
        BEN, TUESDAY, FIRST, "carla", ((at(-2), at(90)),), (), CorrectionReason.WRONG_NAME
    )
    corrected = Visitor(app, CARLA).look(SESSION)
    assert [[each.text for each in page.main.all("li")][1] for page in (before, confirmed, corrected)] == [
        "that you were here 19:00–19:40",
        "that you were here 18:58–20:30",
        "that you were enrolled, and that the leaders' roll has no time for you here",
    ]
