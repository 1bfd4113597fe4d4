"""The office's pages about the people of a group: taken in, invited, told of changes, gone."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.gallery_office import FIRST_DATE_IN, LONG_ADDRESS, session_in
from tests.browser.hands import fill, follow, press, unfold_all
from tests.browser.outbox import newest
from tests.browser.view import Walk
from tests.integration.live.served import Served

CARLA, INVITED = "carla@example.net", "priya@example.net"
LIST = f"""\
Vorname;Nachname;E-Mail;Beruf;Status
Carla;Costa;{CARLA};Hausärztin;Confirmed
Dan;Demir;dan@example.net;;Confirmed
Maximiliane;von Hohenstein-Oppenheimer;{LONG_ADDRESS};Fachärztin für Psychosomatische Medizin;Confirmed
Dan;Demir;dan@example.net;;Confirmed
Gone;Away;gone@example.net;;Cancelled
Nobody;Atall;not an address;;Confirmed
"""
IN_SEVERAL_WAYS = "Name;E-Mail\nJutta Jäger;jutta@example.net\n"
NO_HEADINGS_KNOWN = "Wer;Wo\nErin;erin@example.net\n"


def take_in_a_list(page: Page, group: str) -> Walk:
    page.goto(f"{group}/people/import")
    yield "import"
    press(page, "Look at it")
    yield "import come back"
    _look_at(page, NO_HEADINGS_KNOWN)
    yield "import without a column"
    page.goto(f"{group}/people/import")
    _look_at(page, IN_SEVERAL_WAYS, "cp1252")
    yield "import which names"
    page.goto(f"{group}/people/import")
    _look_at(page, LIST)
    unfold_all(page)
    yield "import preview"
    press(page, "Enrol 3 people, leave out 1 row")
    page.goto(f"{group}/people/import")
    _look_at(page, LIST.replace("Hausärztin", "Internistin"))
    unfold_all(page)
    yield "import again"


def add_by_hand(page: Page, group: str) -> Walk:
    page.goto(f"{group}/people/new")
    yield "new person"
    fill(page, {"email": CARLA, "timezone": "Nowhere"})
    press(page, "Add to the group")
    yield "new person come back"
    fill(
        page, {"name": "Priya Iyer", "email": "priya@example.net", "timezone": "", "role": "practice_leader"}
    )
    press(page, "Add to the group")
    follow(page, "Priya Iyer")
    press(page, "Give the lead")
    fill(page, {"name": ""})
    press(page, "Save")
    yield "person come back"


def invite(site: Served, page: Page, group: str) -> Walk:
    """One mail is refused and one waits, as if by a mail server."""
    page.goto(f"{group}/invitations")
    yield "invitations"
    press(page, "Send 4 invitations")
    newest(site, CARLA, "Your place")
    page.reload()
    expect(page.locator("main")).to_contain_text("4 of 4 sent")
    settle = "UPDATE mails SET state = ?, problem = ?, due_at = '2099-01-01 00:00:00.000000' WHERE kind = 'invitation' AND "
    of_somebody = "registrant_id = (SELECT id FROM registrants WHERE email = ?)"
    site.change(settle + of_somebody, "refused", "5.1.1", LONG_ADDRESS)
    site.change(settle + of_somebody, "waiting", None, "dan@example.net")
    page.reload()
    yield "mails under way"
    page.goto(f"{group}/invitations")
    yield "invitations that were refused"


def change_at_short_notice(page: Page, group: str) -> Walk:
    page.goto(group)
    page.goto(session_in(page, 0))
    later = datetime.now(UTC) + FIRST_DATE_IN + timedelta(hours=2)
    fill(page, {"on": f"{later:%Y-%m-%d}", "at": f"{later:%H:%M}"})
    press(page, "Save this change")
    yield "session moved at short notice"


def let_go(page: Page, group: str) -> Walk:
    page.goto(group)
    follow(page, "Carla Costa")
    person = page.url
    yield "person invited"
    follow(page, "Erase …")
    yield "person erase"
    page.goto(f"{person}/withdraw")
    yield "person withdraw"
    press(page, "Withdraw")
    page.goto(person)
    yield "person who has left"
    page.goto(group)
    unfold_all(page)
    yield "group with people, sessions and mails"


def _look_at(page: Page, text: str, encoding: str = "utf-8") -> None:
    file: FilePayload = {"name": "teilnehmende.csv", "mimeType": "text/csv", "buffer": text.encode(encoding)}
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(file)
