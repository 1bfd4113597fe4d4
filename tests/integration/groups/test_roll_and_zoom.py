"""Zoom's evidence on the roll: beside the page's, counted with it, and never against it."""

import pytest

from balint_live.domain.timeline import Mark
from tests.integration.groups.cast import ANA, Site
from tests.integration.groups.held_session import (
    ROLL,
    at,
    begins,
    ends,
    in_zoom,
    marked,
    recorded,
    seen,
    zoom_ended,
)
from tests.integration.groups.page import Page


@pytest.fixture
def held_session(site: Site) -> Site:
    """Carla's page lived on when she had left Zoom, Otto's slept while he stayed; Zoom never said when Dan left. Priya came
    to Zoom alone and was sent away by a leader, and somebody was there for a minute whom nobody knows."""
    seen(site, "carla", (-2, 90))
    in_zoom(site, "carla", (3, 40))
    seen(site, "otto", (0, 30))
    in_zoom(site, "otto", (0, 50), (50.5, 90))
    in_zoom(site, "dan", (10, None))
    in_zoom(site, "priya", (0, 90))
    marked(site, "priya", Mark.ABSENT, 20)
    in_zoom(site, None, (5, 6))
    zoom_ended(site, 92)
    ends(site)
    return site


def lines(page: Page) -> dict[str, str]:
    return {line.text.split()[0]: line.text for line in page.main.all("li")}


def test_what_zoom_says_stands_beside_what_the_page_says(held_session: Site) -> None:
    page = held_session.visitor(ANA).look(ROLL)
    assert lines(page) == {
        "Dan": "Dan Not seen no agreement recorded Page: not seen · Zoom 19:10–20:32 · "
        "not certain, so it counts for nothing by itself: Zoom did not say when they left · Leaders: no mark "
        "Was Dan here the whole session, from 19:00 to 20:30? Here Away",
        "Carla": "Carla Here throughout 18:58–20:30 agreed at 18:56 Page 18:58–20:30 · Zoom 19:03–19:40 · "
        "Leaders: no mark · differ, please look Not here at all: Carla",
        "Otto": "Otto Here throughout 19:00–20:30 agreed at 18:58 Page 19:00–19:30 · Zoom 19:00–20:30 · "
        "Leaders: no mark · agree Not here at all: Otto",
        "Priya": "Priya Here part of the time 19:00–19:20 no agreement recorded Page: not seen · Zoom 19:00–20:30 · "
        "Leaders: not here at 19:20 · differ, please look "
        "Was Priya here from 19:20 to the end at 20:30? A leader marked them as not here. Here Away "
        "Not here at all: Priya",
    }
    assert (
        "Also in Zoom, without a registration: 19:05–19:06. "
        "This may be the other leader, or somebody who used another link." in page.main.text
    )


def test_zoom_adds_to_what_is_confirmed_and_takes_nothing_away(held_session: Site) -> None:
    ana = held_session.visitor(ANA)
    ana.pressed(ana.look(ROLL), "Confirm attendance, 3 here")
    assert recorded(held_session) == {
        "carla": [(-2, 90)],
        "dan": [],
        "otto": [(0, 90)],
        "priya": [(0, 20)],
    }


def test_while_the_session_runs_it_stands_there_too(site: Site) -> None:
    begins(site)
    in_zoom(site, "otto", (0, None))
    site.clock.set(at(30))
    page = site.visitor(ANA).look(ROLL)
    assert lines(page)["Otto"].startswith(
        "Otto Here throughout 19:00–19:30 no agreement recorded Page: not seen · Zoom 19:00–19:30"
    )


def test_without_zoom_nothing_is_said_of_it(site: Site) -> None:
    seen(site, "carla", (0, 90))
    ends(site)
    assert "Zoom" not in site.visitor(ANA).look(ROLL).main.text
