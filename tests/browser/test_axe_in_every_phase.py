"""axe in every phase of a session, for everybody who has a page of their own in it, at every width, in light and dark."""

from collections.abc import Iterator

import pytest

from tests.browser import looks
from tests.browser.cast import Cast
from tests.browser.someone import Size, Someone
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(600)]

LAYOUTS: tuple[Size, ...] = ((360, 740), (768, 1024), (1280, 800))
WIDTHS: tuple[Size, ...] = ((320, 640), *LAYOUTS, (420, 700), (1024, 768))
PHASES = (
    "Who has a case?",
    "Presentation",
    "Clarifying questions",
    "Presenter sits back",
    "Group discussion",
    "Presenter returns",
    "Closing",
)


def test_axe_finds_nothing_in_any_phase(site: Served, circle: Circle, cast: Cast, axe: str) -> None:
    found = {}
    for phase, people in _session(site, circle, cast):
        for role, someone in people.items():
            if seen := _everywhere(someone, axe):
                found[f"{phase}, {role}"] = seen
    assert found == {}


def _session(site: Served, circle: Circle, cast: Cast) -> Iterator[tuple[str, dict[str, Someone]]]:
    ana = cast.leader(circle.leaders[0], reduced_motion="reduce")
    tom, lena, olga, late = (
        cast.registrant(each, reduced_motion="reduce") for each in circle.registrants[:4]
    )
    site.change("UPDATE registrants SET role = 'observer' WHERE id = ?", olga.person.id)
    people: dict[str, Someone] = {"leader": ana, "presenter": tom, "participant": lena, "observer": olga}
    for each in people.values():
        each.sits_down()
    yield "gathering", people
    ana.starts()
    ana.button("Start").click()
    lena.is_at("Opening and agreement")
    yield "Opening and agreement", people
    for phase in PHASES:
        looks.resize(ana.page, (1280, 800))
        ana.moves_on(phase)
        for each in people.values():
            each.is_at(phase)
        if phase == "Who has a case?":
            tom.presents()
        if phase == "Group discussion":
            late.arrives()
            ana.at_the_door(late.name).wait_for()
            yield "at the door", {"late-comer": late}
        yield phase, people
    ana.presses("End session…")
    ana.button("End and erase").click()
    for each in (tom, lena, olga):
        each.is_at("This session has ended")
    yield "ended", people


def _everywhere(someone: Someone, axe: str) -> list[str]:
    """axe where the page is laid out another way, and in dark what colours decide; at every width that nothing is cut."""
    page = someone.page
    page.evaluate(axe)
    found: list[str] = []
    for size in WIDTHS:
        looks.resize(page, size)
        found += [f"{size[0]} px wide: {each}" for each in looks.overflowing(page)]
        if size in LAYOUTS:
            found += [f"light, {size[0]} px, {each}" for each in page.evaluate(looks.AXE, looks.EVERYTHING)]
    page.emulate_media(color_scheme="dark")
    for size in (LAYOUTS[0], LAYOUTS[-1]):
        looks.resize(page, size)
        found += [
            f"dark, {size[0]} px, {each}" for each in page.evaluate(looks.AXE, looks.WHAT_COLOURS_DECIDE)
        ]
    page.emulate_media(color_scheme="light")
    return found
