"""From an empty directory to the start of a session: the operator's commands, a browser, a real proxy and mail server.

The coordinator signs in by the link that `leader add` prints, makes a group, books its dates, imports the society's list,
and invites. Both leaders follow the link in the mail that says what they lead, and sign in by the digits of another; one
presses Start. Every click and every key is counted, those in mails and in the terminal too. A participant opens the
mail's link, presses, and is in.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bench.server import free_port
from tests.integration.deploy.nginx import NAME, Nginx
from tests.integration.live.served import Installed, Settings
from tests.integration.mail.post_box import PostBox
from tests.required_tools import require

pytestmark = [pytest.mark.needs_browser, pytest.mark.needs_nginx]

SITE = "balint.example.org"
LONDON = "Europe/London"
LIST = """\
First Name,Last Name,Email,Attendee Status
Carla,Costa,carla@example.net,Attending
Dan,=HYPERLINK(1),dan@example.net,Attending
Nobody,Atall,not an address,Attending
Gone,Away,gone@example.net,Cancelled
"""
CLICKS, KEYS = 15, 114
"""Six clicks are the sign-ins of two leaders: to the page, ask for a mail, and the button below its digits."""


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


@dataclass(frozen=True)
class Society:
    """What there is before anybody clicks: a server with nothing in it, its proxy, a mail server, and who counts."""

    served: Installed
    url: str
    post: PostBox
    counted: Counted

    @contextmanager
    def somebody(self, browser: Browser) -> Iterator[Hand]:
        context = browser.new_context(base_url=self.url, timezone_id=LONDON, ignore_https_errors=True)
        yield Hand(context.new_page(), self.counted)
        context.close()

    def opens_mail(self, one: Hand, address: str, subject: str) -> None:
        """As a mail program shows it."""
        letter = self.mail(one, address, subject).get_body(("html",))
        assert letter is not None
        one.page.set_content(letter.get_content())

    def mail(self, one: Hand, address: str, subject: str) -> EmailMessage:
        """The newest mail of this kind to this address; it may take a moment to come."""
        for _ in range(80):
            for taken in reversed(self.post.taken):
                if taken.recipient == address and str(taken.message["Subject"]).startswith(subject):
                    return taken.message
            one.page.wait_for_timeout(250)
        raise AssertionError(f"no mail to {address}")


@pytest.fixture
def society(tmp_path: Path) -> Iterator[Society]:
    port = free_port()
    with PostBox() as post:
        url = f"https://{SITE}:{port}"
        settings: Settings = {
            "server": {"public_url": url, "proxies": 1},
            "mail": {
                "host": "127.0.0.1",
                "port": post.port,
                "security": "none",
                "from_address": f"office@{SITE}",
            },
        }
        served = Installed(tmp_path / "served", settings=settings, empty=True).start()
        with Nginx(require("nginx"), tmp_path / "nginx", [served.port], port, instead={NAME: SITE}):
            yield Society(served, url, post, Counted())
        assert served.stop()[0] == 0
        assert served.complaints() == []


def follows_the_terminals_link(office: Hand, served: Installed) -> None:
    *_, link = served.run("leader", "add", "--coordinator", "--name", "Mara", "--email", "mara@example.net")
    office.page.set_content(f'<a href="{link}">{link}</a>')
    office.opens(office.page.locator("a"))
    office.press("Sign in")


def founds_the_group(office: Hand) -> None:
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


def imports_the_list(office: Hand, file: Path) -> None:
    office.chooses(file)
    expect(office.page.locator("main")).to_contain_text("“not an address” is not an e-mail address.")
    office.press("Enrol 2 people, leave out 1 row")
    expect(office.page.locator("main")).to_contain_text("Dan =HYPERLINK(1)")


def invites(office: Hand) -> None:
    office.press("Send 2 invitations")
    expect(office.page.locator("main")).to_contain_text("2 of 2 sent")


def signs_in(one: Hand, society: Society, address: str) -> None:
    society.opens_mail(one, address, "You lead Wednesday group")
    one.opens(one.page.get_by_role("link", name="Sign in"))
    one.types(one.page.get_by_label("Your e-mail address"), address)
    one.press("E-mail me a link")
    letter = society.mail(one, address, "Your sign-in link").get_body(("plain",))
    assert letter is not None
    [digits] = re.findall(r"^\s*(\d{6})\s*$", letter.get_content(), re.MULTILINE)
    one.types(one.page.get_by_label("Six digits from the e-mail"), digits)
    one.press("Sign in")
    expect(one.page.locator('[data-part="phase-name"]')).to_have_text("Gathering")


def test_a_society_begins_in_fifteen_clicks_and_everybody_comes_by_mail(
    browser: Browser, society: Society, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    with society.somebody(browser) as office:
        follows_the_terminals_link(office, society.served)
        founds_the_group(office)
        books_the_dates(office)
        imports_the_list(office, tmp_path / "list.csv")
        invites(office)

    with society.somebody(browser) as ana, society.somebody(browser) as ben:
        for one, address in ((ana, "ana@example.net"), (ben, "ben@example.net")):
            signs_in(one, society, address)
        ana.press("Start session")
        expect(ana.page.locator("main")).to_contain_text("0 of 4 needed are here. Start anyway?")

    assert (society.counted.clicks, society.counted.keys) == (CLICKS, KEYS)

    with society.somebody(browser) as carla:
        society.opens_mail(carla, "carla@example.net", "Your place in Wednesday group")
        carla.opens(carla.page.get_by_role("link", name="Go to my session"))
        carla.press("I agree, and my room is private")
        expect(carla.page.get_by_role("heading", level=1)).to_contain_text("You are here")
