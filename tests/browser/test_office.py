"""The office's pages in a real browser: forms that come back, a list that is looked at twice, mails on their way.

What the pages say and do without one is told in tests/integration/groups; the editor of plans has its scenes there too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from balint_live.domain.names import by_family
from tests.browser.cast import Cast
from tests.browser.gallery import REFUSED
from tests.browser.hands import fill, press
from tests.browser.someone import SOON
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = pytest.mark.needs_browser

OWN_WORDS = "Wer,E-mail,Was\nErin Ó Néill,erin@example.net,GP\nNobody Atall,not an address,\n"
NAMES = "(all) => all.map((each) => each.textContent.trim())"
FOCUSED = """
() => {
  const { id, role, ariaInvalid } = document.activeElement;
  return { id, role, ariaInvalid };
}
"""
ON_THE_SENTENCE = {"id": "", "role": "alert", "ariaInvalid": None}
NEXT_LOOK = 10_000


@dataclass(frozen=True)
class GroupPages:
    """Ana's browser; she coordinates, and leads the group."""

    site: Served
    circle: Circle
    page: Page
    group: str

    def someone(self, place: int) -> str:
        return self.circle.registrants[place].id


@dataclass(frozen=True)
class Form:
    """What is typed so that it comes back. `first` is the field that is to be looked at first, where one is named."""

    address: str
    button: str
    typed: Mapping[str, str] = field(default_factory=dict)
    first: str | None = None


PUBLIC = [
    Form("/sign-in", "E-mail me a link", {"email": "ana@example"}),
    Form("/link-again", "Send me my link", {"email": "ana@example"}),
    Form("/join", "Go to my session", {"code": "wrong"}),
]
OFFICE = [
    Form("/groups/new", "Add this group", first="name"),
    Form("/staff", "Add them", first="name"),
    Form("{group}/settings", "Save the settings", {"quorum": "many"}, "quorum"),
    Form("{group}/leaders", "Add this leader", {"name": "Ben"}, "email"),
    Form("{group}/plans/new", "Save this plan", {"name": "Ours", "minutes": "0"}, "minutes-1"),
    Form("{group}/sessions/new", "Show the dates", first="first"),
    Form("{group}/sessions/{meeting}", "Save this change", {"at": ""}, "at"),
    Form("{group}/people/new", "Add to the group", {"email": "ana@example"}, "name"),
    Form("{group}/people/{person}", "Save", {"timezone": "Nowhere"}, "timezone"),
    Form("{group}/people/import", "Look at it"),
]


@pytest.fixture(scope="module")
def group(browser: Browser, shared_site: Served) -> Iterator[GroupPages]:
    cast, circle = Cast(browser), shared_site.circle()
    ana = cast.leader(circle.leaders[0], base_url=shared_site.url)
    ana.expects.append(REFUSED)
    shared_site.change("UPDATE leaders SET coordinator = 1 WHERE id = ?", circle.leaders[0].id)
    [(group,)] = shared_site.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)
    ana.has_pressed()
    yield GroupPages(shared_site, circle, ana.page, f"/groups/{group}")
    cast.leave()
    assert cast.troubles() == []
    assert shared_site.complaints() == []


@pytest.mark.parametrize("form", PUBLIC + OFFICE, ids=lambda form: form.address)
def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(group: GroupPages, form: Form) -> None:
    page, circle = group.page, group.circle
    page.goto(form.address.format(group=group.group, meeting=circle.meeting, person=group.someone(3)))
    fill(page, form.typed)
    press(page, form.button)
    assert focused(page, ON_THE_SENTENCE) == ON_THE_SENTENCE
    if form.first is not None:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        on_the_field = {"id": form.first, "role": None, "ariaInvalid": "true"}
        assert focused(page, on_the_field) == on_the_field


def test_wrong_digits_take_the_focus_too(group: GroupPages) -> None:
    page = group.page.context.new_page()
    page.goto("/sign-in")
    fill(page, {"email": "nobody@example.org"})
    press(page, "E-mail me a link")
    fill(page, {"code": "no digits"})
    press(page, "Sign in")
    assert focused(page, ON_THE_SENTENCE) == ON_THE_SENTENCE
    assert page.locator("#code").get_attribute("aria-invalid") == "true"
    page.close()


def test_a_list_is_chosen_once_and_looked_at_until_it_is_right(group: GroupPages) -> None:
    page = group.page
    page.goto(f"{group.group}/people/import")
    file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": OWN_WORDS.encode()}
    page.get_by_label("File (CSV or XLSX, up to 2 MB)").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text(
        "Nobody can be imported without a column for: Whole name."
    )
    fill(page, {"column-name": "0", "column-profession": "2"})
    press(page, "Look again")
    expect(page.locator(".counts li")).to_have_text(["1 person will be enrolled.", "1 row has a problem."])
    press(page, "Enrol 1 person, leave out 1 row")
    expect(page.get_by_role("status").first).to_have_text("1 person is enrolled.")
    enrolled = page.locator(".office-table [scope=row] a[href*='/people/']").evaluate_all(NAMES)
    assert enrolled == sorted(
        ["Erin Ó Néill", *(each.name for each in group.circle.registrants)], key=by_family
    )


def test_mails_on_their_way_are_followed_without_a_new_page(group: GroupPages) -> None:
    """As if their server had said "not now" to one person's, and then took it."""
    page = group.page
    page.goto(f"{group.group}/people/{group.someone(0)}")
    press(page, "Send the invitation")
    total = page.locator("[data-part=sum]")
    expect(total).to_have_text("1 of 1 sent", timeout=NEXT_LOOK)
    settle(group, "waiting", "2099-01-01 00:00:00.000000")
    page.reload()
    expect(total).to_have_text("0 of 1 sent")
    page.evaluate("window.sameAsEver = true")
    link = page.locator("[data-part=progress] a")
    link.focus()
    settle(group, "delivered", "2026-01-01 00:00:00.000000")
    expect(total).to_have_text("1 of 1 sent", timeout=NEXT_LOOK)
    expect(page.locator("[data-part=announcer]")).to_have_text("1 of 1 sent")
    expect(link).to_be_focused()
    assert page.evaluate("window.sameAsEver")


def focused(page: Page, wanted: dict[str, str | None]) -> dict[str, str | None]:
    """What has the focus; as soon as it is what is wanted, since a browser moves it only once the page is drawn."""
    deadline = monotonic() + SOON
    while (found := dict(page.evaluate(FOCUSED))) != wanted and monotonic() < deadline:
        page.wait_for_timeout(50)
    return found


def settle(group: GroupPages, state: str, due_at: str) -> None:
    group.site.change(
        "UPDATE mails SET state = ?, due_at = ? WHERE registrant_id = ?", state, due_at, group.someone(0)
    )
