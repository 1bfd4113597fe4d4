"""The office's pages about a group: founded, settled, its plans and its sessions. Some forms are met as they come back.

Names and addresses are as long as they are in life, which is what makes narrow pages wide.
"""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from balint_live.cli.demo import COORDINATOR
from tests.browser.hands import fill, follow, press, unfold_all
from tests.browser.view import Walk

GROUP = "Balint-Gruppe Süd-Ost für niedergelassene Ärztinnen und Ärzte"
ZONE = "Etc/UTC"
LONG_ADDRESS = "konstantina.papadopoulou-wittgenstein@psychosomatik.klinikum-nord.example.org"
FIRST_DATE_IN = timedelta(hours=20)
"""Near enough to be asked twice before it is moved."""


def found_a_group(page: Page) -> Walk:
    """Ends on the page of the new group."""
    page.goto("/groups")
    yield "groups"
    page.goto("/groups?q=nobody’s")
    yield "groups none found"
    page.goto("/groups/new")
    yield "new group"
    fill(page, {"timezone": "Nowhere"})
    press(page, "Add this group")
    yield "new group come back"
    fill(page, {"name": GROUP, "timezone": ZONE, "leaders-0-name": "Konstantina Papadopoulou-Wittgenstein"})
    fill(
        page,
        {"leaders-0-email": LONG_ADDRESS, "leaders-1-name": "Ben Ali", "leaders-1-email": "ben@example.org"},
    )
    press(page, "Add this group")
    page.goto(page.url.removesuffix("/sessions/new"))
    expect(page.get_by_role("heading", level=1)).to_have_text(GROUP)
    yield "group without anything"


def settle(page: Page, group: str) -> Walk:
    page.goto(f"{group}/settings")
    yield "settings"
    fill(page, {"quorum": "many", "credit_lines-0-policy": "series_min", "contact": LONG_ADDRESS})
    press(page, "Save the settings")
    yield "settings come back"
    fill(
        page, {"society": "Deutsche Balint-Gesellschaft, Sektion Süd", "zoom_url": "https://zoom.example/j/1"}
    )
    fill(page, {"quorum": "6", "credit_lines-0-policy": "full_hour", "credit_lines-0-credit_type": "CME"})
    _meanwhile(page, f"{group}/settings", {"quorum": "5"}, "Save the settings")
    press(page, "Save the settings")
    yield "settings changed meanwhile"
    page.goto(f"{group}/leaders")
    unfold_all(page)
    yield "leaders"
    page.goto("/staff")
    press(page, "Add them")
    yield "staff come back"


def off_board(page: Page) -> Walk:
    page.goto("/staff")
    yield "staff"
    follow(page, f"Make a leader only … {COORDINATOR[0]}")
    yield "staff demote refused"
    page.goto("/staff")
    follow(page, "Remove … Konstantina Papadopoulou-Wittgenstein")
    yield "staff remove"


def delete(page: Page, group: str) -> Walk:
    """Ends without the group."""
    page.goto(f"{group}/settings")
    follow(page, "Delete this group …")
    yield "group delete"
    press(page, "Delete the group")
    yield "group deleted"


def plan(page: Page, group: str) -> Walk:
    page.goto(f"{group}/plans/new?from=abs60")
    fill(page, {"minutes": "long"})
    press(page, "Save this plan")
    yield "plan editor come back"
    fill(page, {"minutes": "3", "name": "Unser eigener Ablauf, mit einer langen Diskussion"})
    press(page, "Save this plan")
    expect(page.get_by_role("status").first).to_contain_text("is saved")
    unfold_all(page)
    yield "plans of its own"
    follow(page, "Change it")
    unfold_all(page)
    yield "plan of its own"


def book(page: Page, group: str) -> Walk:
    """Eight sessions, the first of them soon."""
    first = datetime.now(UTC) + FIRST_DATE_IN
    page.goto(f"{group}/sessions/new")
    fill(page, {"rhythm": "every_2_weeks"})
    press(page, "Show the dates")
    yield "new sessions come back"
    fill(page, {"first": f"{first:%Y-%m-%d}", "at": f"{first:%H:%M}"})
    press(page, "Show the dates")
    yield "new sessions shown"
    dates = page.url
    press(page, "Book the ticked dates")
    page.goto(dates)
    yield "new sessions that are taken"
    page.goto(group)
    yield "group without people"


def change_a_session(page: Page, group: str) -> Walk:
    """While nobody is invited."""
    page.goto(group)
    page.goto(session_in(page, -1))
    unfold_all(page)
    yield "session"
    fill(page, {"on": "", "at": ""})
    press(page, "Save this change")
    yield "session come back"
    follow(page, "Cancel this session")
    yield "session cancel"
    session = page.url.removesuffix("/cancel")
    press(page, "Cancel the session")
    page.goto(session)
    yield "session cancelled"


def session_in(page: Page, place: int) -> str:
    """On a group's page: the address of the session at this place in the list."""
    return page.locator(".office-table a[href*='/sessions/']").nth(place).get_attribute("href") or ""


def _meanwhile(page: Page, address: str, fields: dict[str, str], button: str) -> None:
    """In another tab."""
    tab = page.context.new_page()
    tab.goto(address)
    fill(tab, fields)
    press(tab, button)
    tab.close()
