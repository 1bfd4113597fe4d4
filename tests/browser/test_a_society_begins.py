"""From an empty desk to the start of a session, in a browser and with nothing but the mails themselves.

The coordinator signs in from a mail, makes a group, books its dates, takes in the society's list, and invites. Both
leaders sign in from a mail, and one presses Start. Every click and every key is counted. A participant opens the mail's
link, presses, and is in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from tests.integration.live.served import Served

LONDON = "Europe/London"
LIST = """\
First Name,Last Name,Email,Attendee Status
Carla,Costa,carla@example.net,Attending
Dan,=HYPERLINK(1),dan@example.net,Attending
Nobody,Atall,not an address,Attending
Gone,Away,gone@example.net,Cancelled
"""
CLICKS, KEYS = 18, 120
"""Fifteen clicks and 180 keys are aimed at. Nine clicks are the sign-ins of three people, each by a mail of their own."""


@dataclass
class Counted:
    """What hands have done so far."""

    clicks: int = 0
    keys: int = 0


@dataclass(frozen=True)
class Hand:
    """Somebody at a page of their own, who clicks and types; all are counted together."""

    page: Page
    counted: Counted

    def press(self, name: str) -> None:
        self._click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self._click(self.page.get_by_role("link", name=name, exact=True).first)

    def opens(self, link: Locator) -> None:
        self._click(link.first)

    def types(self, where: Locator, text: str, keys: int = 0) -> None:
        """`keys` is for fields that are typed in other signs than they hold, such as a date."""
        self.counted.keys += keys or len(text)
        where.fill(text)

    def chooses(self, file: Path) -> None:
        self.counted.clicks += 1
        self.page.locator("input[type=file]").set_input_files(file)

    def _click(self, what: Locator) -> None:
        self.counted.clicks += 1
        what.click()


@contextmanager
def own_browser(browser: Browser, url: str, counted: Counted) -> Iterator[Hand]:
    context = browser.new_context(base_url=url, timezone_id=LONDON)
    yield Hand(context.new_page(), counted)
    context.close()


def find_mail(page: Page, to: str, subject: str) -> None:
    """Go to the newest mail of this kind to this person, as it lies in their inbox; it may take a moment to be written."""
    mail = page.locator("li", has_text=to).get_by_role("link", name=subject)
    for _ in range(40):
        page.goto("/outbox")
        if mail.count():
            return mail.first.click()
        page.wait_for_timeout(250)
    raise AssertionError(f"no mail to {to}")


def signs_in(one: Hand, address: str) -> None:
    one.page.goto("/sign-in")
    one.types(one.page.locator("[type=email]"), address)
    one.opens(one.page.locator("main form button"))
    expect(one.page.get_by_label("Six digits from the e-mail")).to_be_visible()
    find_mail(one.page, address, "sign-in link")
    one.opens(one.page.locator("pre a"))
    one.press("Sign in")


def founds_the_group(office: Hand) -> None:
    office.follow("Add a group")
    expect(office.page.get_by_label("Time zone")).to_have_value(LONDON)
    office.types(office.page.get_by_label("Name of the group"), "Wednesday group")
    for number, (name, address) in enumerate(
        (("Ana Ruiz", "ana@example.net"), ("Ben Ali", "ben@example.net"))
    ):
        office.types(office.page.locator(f'[name="leaders-{number}-name"]'), name)
        office.types(office.page.locator(f'[name="leaders-{number}-email"]'), address)
    office.press("Add this group")


def books_the_dates(office: Hand) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=20)).astimezone(ZoneInfo(LONDON))
    office.types(office.page.get_by_label("First date"), f"{soon:%Y-%m-%d}", keys=len("31122026"))
    office.types(office.page.get_by_label("Time", exact=True), f"{soon:%H:%M}", keys=len("1900"))
    office.press("Show the dates")
    office.press("Book the ticked dates")


def takes_in_the_list(office: Hand, file: Path) -> None:
    office.chooses(file)
    office.press("Look at it")
    expect(office.page.locator("main")).to_contain_text("“not an address” is not an e-mail address.")
    office.press("Enrol 2 people, leave out 1 row")
    expect(office.page.locator("main")).to_contain_text("Dan =HYPERLINK(1)")


def invites(office: Hand) -> None:
    office.press("Send 2 invitations")
    expect(office.page.locator("main")).to_contain_text("2 of 2 sent")


def test_a_coordinator_makes_a_group_and_everybody_comes_by_mail(
    browser: Browser, own_site: Callable[..., Served], tmp_path: Path
) -> None:
    site, counted = own_site(), Counted()
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    with own_browser(browser, site.url, counted) as office:
        signs_in(office, "office@example.org")
        founds_the_group(office)
        books_the_dates(office)
        takes_in_the_list(office, tmp_path / "list.csv")
        invites(office)

    with own_browser(browser, site.url, counted) as ana, own_browser(browser, site.url, counted) as ben:
        for one, address in ((ana, "ana@example.net"), (ben, "ben@example.net")):
            find_mail(one.page, address, "You lead Wednesday group")
            signs_in(one, address)
            expect(one.page.locator('[data-part="phase-name"]')).to_have_text("Gathering")
        ana.press("Start session")
        expect(ana.page.locator("main")).to_contain_text("0 of 4 needed are here. Start anyway?")

    assert (counted.clicks, counted.keys) == (CLICKS, KEYS)

    with own_browser(browser, site.url, Counted()) as carla:
        find_mail(carla.page, "carla@example.net", "Your place in Wednesday group")
        carla.opens(carla.page.locator("pre a"))
        carla.press("I agree, and my room is private")
        expect(carla.page.get_by_role("heading", level=1)).to_contain_text("You are here")
    assert site.complaints() == []
