"""One session that earns credit, from the settings to the statement that outlives the person it is about.

Everything is done on pages, each person in a browser of their own. Only the clock is helped along: between the end and
the roll the session is moved to where sixty-two minutes would have left it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import gallery_arriving as arriving
from tests.browser.cast import Cast
from tests.browser.hands import fill, follow, press
from tests.browser.leader import Leader
from tests.browser.past_sessions import EPOCH, went_on
from tests.browser.registrant import Registrant
from tests.browser.someone import Someone
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

ONE_GROUP = ("--groups", "1", "--registrants", "4")
LONDON = "Europe/London"
AMA, APA = "AMA PRA Category 1", "APA CE"
CREDITS = {
    "credit_lines-0-policy": "quarter_hour",
    "credit_lines-0-credit_type": AMA,
    "credit_lines-1-policy": "full_hour",
    "credit_lines-1-credit_type": APA,
}
RAN, LENA_LEFT = 62, 40
"""Minutes from the opening."""
AMA_EARNED, APA_EARNED = f"{AMA} 1.00", f"{APA} 1.00"
AMA_CORRECTED, APA_CORRECTED = f"{AMA} 0.50", f"{APA} 0.00"
STATEMENT = "Statement of the series (PDF)"


@dataclass
class HeldSession:
    """Ana leads; Tom and Lena take part, the others of the group do not come; a stranger is handed papers."""

    site: Served
    circle: Circle
    ana: Leader
    tom: Registrant
    lena: Registrant
    stranger: Someone


def test_an_evening_that_earns_credit(own_site: Callable[..., Served], cast: Cast) -> None:
    held_session = gathered(own_site(size=ONE_GROUP), cast)
    gives_credit(held_session, cast)
    begins(held_session)
    ends(held_session)
    confirms_by_keyboard(held_session)
    they_look(held_session)
    first = takes_a_statement(held_session, AMA_EARNED, APA_EARNED)
    verifies(held_session, first, AMA_EARNED, APA_EARNED)
    corrects(held_session)
    second = takes_a_statement(held_session, AMA_CORRECTED, APA_CORRECTED)
    assert second != first
    verifies(held_session, first, AMA_EARNED, APA_EARNED, replaced=True)
    assert erases_himself(held_session) == second
    verifies(held_session, second, AMA_CORRECTED)
    assert held_session.site.complaints() == []


def gathered(site: Served, cast: Cast) -> HeldSession:
    circle = site.circle()
    tom, lena = (cast.registrant(each) for each in circle.registrants[:2])
    ana = cast.leader(circle.leaders[0], timezone_id=LONDON)
    return HeldSession(site, circle, ana, tom, lena, cast.passer_by(site.visitor))


def gives_credit(held_session: HeldSession, cast: Cast) -> None:
    site, office = held_session.site, cast.passer_by(held_session.site.visitor).page
    office.goto(arriving.asks(site, office, arriving.OFFICE))
    press(office, "Sign in")
    follow(office, held_session.circle.group)
    follow(office, "Settings")
    fill(office, CREDITS)
    press(office, "Save the settings")
    follow(office, "Settings")
    kept = [office.locator(f'[name="{name}"]').input_value() for name in CREDITS]
    assert kept == list(CREDITS.values())


def begins(held_session: HeldSession) -> None:
    for each in (held_session.tom, held_session.lena, held_session.ana):
        each.arrives()
    held_session.ana.starts()
    held_session.ana.button("Start").click()
    held_session.ana.is_at("Opening and agreement")
    line = held_session.ana.part("credit-line")
    expect(line).to_have_text(f"Credit needs us to run until {an_hour_on(held_session)}")


def ends(held_session: HeldSession) -> None:
    """After seconds, of which the clock then makes an hour and a little more."""
    ana, tom, lena = held_session.ana, held_session.tom, held_session.lena
    ana.part("end-session").click()
    expect(ana.part("end-credit")).to_have_text("Ending now costs the full-hour credit.")
    ana.button("End and erase").click()
    ana.is_at("Session ended")
    for each in (tom, lena):
        each.is_at("This session has ended")
    seen = {tom.person.id: [(-3, RAN)], lena.person.id: [(0, LENA_LEFT)]}
    went_on(held_session.site, held_session.circle.meeting, datetime.now(UTC), RAN, seen)


def confirms_by_keyboard(held_session: HeldSession) -> None:
    """Lena left early, and two did not come: three questions, and what they are answered already is true."""
    page = held_session.ana.page
    expect(page.get_by_role("link", name="Confirm attendance")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="question"]')).to_have_count(3)
    expect(page.get_by_role("group").first.get_by_label("Away")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("a")
    expect(page.get_by_role("button", name="Confirm attendance, 2 here")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Attendance, confirmed")
    assert minutes(held_session) == [f"{RAN} of {RAN} minutes", f"{LENA_LEFT} of {RAN} minutes"]


def they_look(held_session: HeldSession) -> None:
    """From the page that said the session has ended; each sees nobody but themself."""
    for each, other in ((held_session.lena, held_session.tom), (held_session.tom, held_session.lena)):
        follow(each.page, "See my attendance")
        expect(each.page.get_by_role("heading", level=1)).to_have_text("Your attendance")
        expect(each.page.locator("main")).not_to_contain_text(other.name)
    assert credits_on(held_session.lena.page, 0) == [AMA_CORRECTED, APA_CORRECTED]
    expect(held_session.lena.page.locator("main")).to_contain_text(
        "Away 20 minutes on end in hour 1; the limit is 15."
    )


def takes_a_statement(held_session: HeldSession, *earned: str) -> str:
    """Tom's, as a file; its code, as his page lists it."""
    page = held_session.tom.page
    page.reload()
    assert credits_on(page, 0) == list(earned)
    with page.expect_download() as download:
        page.get_by_role("button", name=STATEMENT).click()
    file = download.value.path().read_bytes()
    page.reload()
    code = page.get_by_text("Code ").first.inner_text().removeprefix("Code ")
    assert (file[:5], download.value.suggested_filename) == (b"%PDF-", f"statement-{code.lower()}.pdf")
    text = "\n".join(each.extract_text() for each in PdfReader(BytesIO(file)).pages)
    assert [words in text for words in (held_session.tom.name, code)] == [True, True]
    return code


def verifies(held_session: HeldSession, code: str, *earned: str, replaced: bool = False) -> None:
    page = held_session.stranger.page
    page.goto(f"{held_session.site.url}/verify")
    fill(page, {"code": code, "name": held_session.tom.name})
    press(page, "Verify")
    expect(page.get_by_role("heading", level=1)).to_have_text("We issued this statement")
    expect(page.get_by_text("It is no longer valid")).to_have_count(1 if replaced else 0)
    assert credits_on(page, 1) == list(earned)


def corrects(held_session: HeldSession) -> None:
    """Tom's line broke when Lena left, and did not come back."""
    page, tom = held_session.ana.page, held_session.tom
    follow(page, f"Correct … {tom.name}")
    leave = page.locator("[name=leave]").first
    left = datetime.strptime(leave.input_value(), "%H:%M:%S") - timedelta(minutes=RAN - LENA_LEFT)  # noqa: DTZ007 - of some day
    leave.fill(f"{left:%H:%M:%S}")
    page.get_by_label("The connection or the page broke off").check()
    press(page, "Add this correction")
    expect(page.get_by_role("status").first).to_have_text(f"The record of {tom.name} is corrected.")
    assert minutes(held_session) == [f"{LENA_LEFT} of {RAN} minutes"] * 2


def erases_himself(held_session: HeldSession) -> str:
    """He is told what stays, and by which code it is found; his link opens nothing any more."""
    page = held_session.tom.page
    follow(page, "Erase me …")
    expect(page.locator("main")).to_contain_text("one statement of attendance is kept until")
    press(page, "Erase")
    expect(page.get_by_role("heading", level=1)).to_have_text("It is done")
    expect(page.locator("main")).to_contain_text(f"under the name {held_session.tom.name}, until")
    return page.locator("main code").inner_text()


def an_hour_on(held_session: HeldSession) -> str:
    """From the opening, in whole minutes rounded up, on a leader's wall in London."""
    [(stored,)] = held_session.site.rows(
        "SELECT opened_at FROM live_meetings WHERE meeting_id = ?", held_session.circle.meeting
    )
    opened = datetime.fromisoformat(stored).replace(microsecond=0, tzinfo=UTC)
    needed = opened + timedelta(hours=1)
    needed += (EPOCH - needed) % timedelta(minutes=1)
    return f"{needed.astimezone(ZoneInfo(LONDON)):%H:%M}"


def minutes(held_session: HeldSession) -> list[str]:
    """Tom's and Lena's, on the confirmed roll."""
    people = held_session.ana.page.locator(".roll-record").get_by_role("listitem")
    rows = [people.filter(has_text=each.name) for each in (held_session.tom, held_session.lena)]
    return [row.locator(".aside").inner_text() for row in rows]


def credits_on(page: Page, place: int) -> list[str]:
    """What each line says was earned: in the list of labels and figures at this place on the page."""
    lines = page.locator("dl.stated").nth(place).locator("> div").all_inner_texts()
    return [" ".join(line.split()) for line in lines]
