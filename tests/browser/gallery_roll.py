"""The pages of the roll: while a session runs, with questions open, confirmed, and corrected. Some forms come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.hands import fill, follow, press, unfold_all
from tests.browser.leader import Leader
from tests.browser.view import View, Walk, along

SECOND = timedelta(seconds=1)


def while_it_runs(ana: Leader) -> Iterator[View]:
    """In a tab beside her console."""
    page = _tab(ana, "roll-link")
    yield View("roll while it runs", page, alike=True)
    page.close()


def afterwards(ana: Leader) -> Iterator[View]:
    page = _tab(ana, "confirm-attendance")
    yield from along(_to_the_record(page), page)
    page.close()


def _to_the_record(page: Page) -> Walk:
    unfold_all(page)
    ended = datetime.strptime(page.locator("[name=ended_at]").input_value(), "%H:%M:%S")  # noqa: DTZ007 - of some day
    yield "roll open"
    fill(page, {"ended_at": "soon"})
    press(page, "Correct the end")
    yield "roll come back"
    page.locator("[data-part=confirm]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Attendance, confirmed")
    yield "roll confirmed"
    page.get_by_role("link", name="Correct …").first.click()
    press(page, "Add this correction")
    yield "correction come back"
    fill(page, {"join": f"{ended - SECOND:%H:%M:%S}", "leave": f"{ended:%H:%M:%S}"})
    page.get_by_label("Came in under").check()
    press(page, "Add this correction")
    unfold_all(page)
    yield "roll with a correction"
    press(page, "Cut short, no credit")
    yield "roll of a session that was broken off"
    follow(page, "Back to the group")
    yield "group with a record"


def _tab(ana: Leader, part: str) -> Page:
    address = ana.part(part).get_attribute("href")
    page = ana.context.new_page()
    page.goto(f"{ana.person.url}{address}")
    return page
