"""Every page, in light and dark, narrow and wide, enlarged, mirrored and in forced colours.

It takes sessions, and all that the office does with a group, to get to all of them: so there are four walks through the
pages, and the tests tell apart what was found on each.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser import looks
from tests.browser.cast import Cast
from tests.browser.gallery import WALKS
from tests.browser.someone import WIDE
from tests.browser.view import View
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(600)]

Findings = dict[str, list[str]]


@pytest.fixture(scope="module", params=WALKS, ids=lambda walk: walk.__name__)
def found(
    request: pytest.FixtureRequest, browser: Browser, shared_site: Served, axe: str
) -> dict[str, Findings]:
    """What each look found on one of the walks, page by page."""
    findings: dict[str, Findings] = defaultdict(dict)
    cast = Cast(browser)
    for view in request.param(shared_site, cast):
        view.page.wait_for_load_state()  # a style sheet that is still to come would be a finding
        for kind, look in _looks(axe).items():
            looks.resize(view.page, WIDE)
            if seen := look(view):
                findings[kind][view.name] = seen
    findings["calm"] = {each: [] for each in cast.troubles()}
    cast.leave()
    return findings


def test_axe_finds_nothing(found: dict[str, Findings]) -> None:
    assert found["axe"] == {}


def test_nothing_has_to_be_scrolled_sideways(found: dict[str, Findings]) -> None:
    assert found["narrow"] == {}


def test_no_line_of_text_stands_on_another(found: dict[str, Findings]) -> None:
    assert found["overlapping"] == {}


def test_text_can_be_twice_as_large(found: dict[str, Findings]) -> None:
    assert found["large text"] == {}


def test_pages_can_be_read_from_right_to_left(found: dict[str, Findings]) -> None:
    assert found["mirrored"] == {}


def test_long_names_break_within_their_column(found: dict[str, Findings]) -> None:
    assert found["long names"] == {}


def test_forms_remain_where_the_reader_chooses_the_colours(found: dict[str, Findings]) -> None:
    assert found["forced colours"] == {}


def test_what_can_be_pressed_is_a_thumbs_width_high(found: dict[str, Findings]) -> None:
    assert found["targets"] == {}


def test_pages_complain_of_nothing(found: dict[str, Findings]) -> None:
    assert found["calm"] == {}


def _looks(axe: str) -> dict[str, Callable[[View], list[str]]]:
    return {
        "axe": lambda view: looks.axe(view.page, axe, view.alike),
        "targets": lambda view: looks.targets(view.page),
        "overlapping": lambda view: looks.overlapping(view.page),
        "narrow": lambda view: looks.narrow(view.page),
        "large text": lambda view: looks.large_text(view.page),
        "mirrored": lambda view: looks.mirrored(view.page),
        "long names": lambda view: looks.long_names(view.page),
        "forced colours": lambda view: looks.forced_colours(view.page),
    }
