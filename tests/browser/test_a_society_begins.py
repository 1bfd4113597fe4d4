"""From an empty desk to somebody in the room, in a browser and with nothing but the mails themselves.

The coordinator signs in from a mail, makes a group, books its dates, takes in the society's list, and invites. A leader
signs in from a mail. A participant opens the mail's link, presses, and is in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.integration.live.served import Served

LONDON = "Europe/London"
LIST = """\
First Name,Last Name,Email,Attendee Status
Carla,Costa,carla@example.net,Attending
Dan,=HYPERLINK(1),dan@example.net,Attending
Nobody,Atall,not an address,Attending
Gone,Away,gone@example.net,Cancelled
"""


@contextmanager
def own_browser(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url)
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def read_mail(page: Page, to: str, subject: str) -> None:
    """The newest mail of this kind to this person; it may take a moment to be written."""
    mail = page.locator("li", has_text=to).get_by_role("link", name=subject)
    for _ in range(40):
        page.goto("/outbox")
        if mail.count():
            return mail.first.click()
        page.wait_for_timeout(250)
    raise AssertionError(f"no mail to {to}")


def signs_in(page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.locator("[type=email]").fill(address)
    page.locator("main form button").first.click()
    expect(page.get_by_label("Six digits from the e-mail")).to_be_visible()
    read_mail(page, address, "sign-in link")
    page.locator("pre a").first.click()
    press(page, "Sign in")


def founds_the_group(office: Page) -> None:
    follow(office, "Add a group")
    office.get_by_label("Name of the group").fill("Wednesday group")
    office.get_by_label("Time zone").fill(LONDON)
    office.locator('[name="leaders-0-name"]').fill("Ana Ruiz")
    office.locator('[name="leaders-0-email"]').fill("ana@example.net")
    press(office, "Add this group")


def books_the_dates(office: Page) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=20)).astimezone(ZoneInfo(LONDON))
    follow(office, "Add sessions")
    office.get_by_label("First date").fill(f"{soon:%Y-%m-%d}")
    office.get_by_label("Time", exact=True).fill(f"{soon:%H:%M}")
    office.get_by_label("How often").select_option(label="Every 2 weeks")
    press(office, "Show the dates")
    press(office, "Book the ticked dates")
    expect(office.get_by_role("heading", level=1)).to_have_text("Wednesday group")


def takes_in_the_list(office: Page, file: Path) -> None:
    follow(office, "Import a list")
    office.locator("input[type=file]").set_input_files(file)
    press(office, "Look at it")
    expect(office.locator("main")).to_contain_text("“not an address” is not an e-mail address.")
    office.get_by_label("Leave out the 1 row with a problem").check()
    press(office, "Enrol 2 people")
    expect(office.locator("main")).to_contain_text("Dan =HYPERLINK(1)")


def invites(office: Page) -> None:
    follow(office, "Invite people")
    press(office, "Send 2 invitations")
    expect(office.locator("main")).to_contain_text("2 of 2 sent")


def test_a_coordinator_makes_a_group_and_everybody_comes_by_mail(
    browser: Browser, own_site: Callable[..., Served], tmp_path: Path
) -> None:
    site = own_site()
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    with own_browser(browser, site.url) as office:
        signs_in(office, "office@example.org")
        founds_the_group(office)
        books_the_dates(office)
        takes_in_the_list(office, tmp_path / "list.csv")
        invites(office)

    with own_browser(browser, site.url) as ana:
        signs_in(ana, "ana@example.net")
        expect(ana.locator('[data-part="phase-name"]')).to_have_text("Gathering")

    with own_browser(browser, site.url) as carla:
        read_mail(carla, "carla@example.net", "Your place in Wednesday group")
        carla.locator("pre a").first.click()
        press(carla, "I agree, and my room is private")
        expect(carla.get_by_role("heading", level=1)).to_contain_text("You are here")
    assert site.complaints() == []
