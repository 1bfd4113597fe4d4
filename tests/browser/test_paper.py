"""The plan on one sheet of paper, for when every page fails."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.cast import Cast
from tests.integration.live.person import Circle

pytestmark = pytest.mark.needs_browser


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_printed_console_is_the_plan_on_one_sheet(circle: Circle, cast: Cast, paper: str) -> None:
    ana = cast.leader(circle.leaders[0])
    ana.sits_down()

    pages = PdfReader(BytesIO(ana.page.pdf(format=paper))).pages
    said = " ".join(pages[0].extract_text().split())

    assert len(pages) == 1
    for words in ("Presenter sits back", "Keep both people in the room", "Before we begin"):
        assert words in said
    for person in circle.registrants:
        assert person.name in said
    for unwanted in ("Start session", "Signals to", "What this site keeps"):
        assert unwanted not in said
