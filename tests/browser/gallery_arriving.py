"""The pages by which people come in: leaders and coordinators by a mail, participants by their link or their code.

Nobody passes through all of them in life, so the walk takes some wrong turns on purpose.
"""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Route

from tests.browser.hands import fill, press, unfold_all
from tests.browser.outbox import found_in, newest
from tests.browser.someone import Someone
from tests.browser.view import Walk
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

OFFICE = "office@example.org"
SIGN_IN = "Your sign-in link"


def asked_by_somebody_unknown(site: Served, page: Page) -> Walk:
    """Who learns nothing, and guesses."""
    page.goto(f"{site.url}/sign-in")
    yield "sign-in asked"
    fill(page, {"email": "office@example"})
    press(page, "E-mail me a link")
    yield "sign-in mistyped"
    fill(page, {"email": "nobody@example.org"})
    press(page, "E-mail me a link")
    unfold_all(page)
    yield "sign-in mail sent"
    fill(page, {"code": "12ab"})
    press(page, "Sign in")
    yield "sign-in wrong digits"


def asks(site: Served, page: Page, address: str) -> str:
    """The link of the mail that came of it."""
    earlier = len(found_in(site, address, SIGN_IN))
    page.goto(f"{site.url}/sign-in")
    fill(page, {"email": address})
    press(page, "E-mail me a link")
    return newest(site, address, SIGN_IN, but=earlier).link("sign-in")


def in_another_browser(page: Page, link: str) -> Walk:
    page.goto(link)
    yield "sign-in in another browser"


def signed_in(site: Served, page: Page, link: str) -> Walk:
    """And with the same mail once more."""
    page.goto(link)
    press(page, "Sign in")
    page.goto(f"{site.url}/account")
    yield "account of a coordinator"
    page.goto(link)
    yield "sign-in link used up"


def presses_that_do_not_count(someone: Someone) -> Walk:
    """Of an old page, from another site, and in a browser that keeps no cookies."""
    page = someone.page
    page.locator("[name=csrf_token]").evaluate("field => { field.value = 'old'; }")
    someone.presses_the_button()
    yield "stale form"
    someone.opens_link()
    page.route("**/join/*", _from_another_site)
    someone.presses_the_button()
    yield "form from elsewhere"
    page.unroute("**/join/*")
    someone.opens_link()
    someone.context.clear_cookies()
    someone.presses_the_button()
    yield "cookies blocked"


def _from_another_site(route: Route) -> None:
    headers = {**route.request.headers, "origin": "https://elsewhere.example"}
    route.fulfill(response=route.fetch(headers=headers))


def looking_for_a_link(site: Served, page: Page) -> Walk:
    """By code, and by mail."""
    page.goto(f"{site.url}/join")
    yield "code asked"
    fill(page, {"code": "wrong"})
    press(page, "Go to my session")
    yield "code wrong"
    page.goto(f"{site.url}/link-again")
    yield "link again asked"
    fill(page, {"email": "carla@example.org"})
    press(page, "Send me my link")
    yield "link again sent"


def links_that_have_ended(site: Served, circle: Circle, page: Page) -> Walk:
    """The three reasons there are, of three people; the group is of no use afterwards."""
    replaced, withdrawn, ended = circle.registrants[1:4]
    site.change("UPDATE registrants SET link_version = 2 WHERE id = ?", replaced.id)
    page.goto(replaced.link)
    yield "link replaced"
    site.change("UPDATE registrants SET withdrawn_at = link_issued_at WHERE id = ?", withdrawn.id)
    page.goto(withdrawn.link)
    yield "link withdrawn"
    long_ago = f"{datetime.now(UTC) - timedelta(weeks=9):%Y-%m-%d %H:%M:%S}.000000"
    site.change("UPDATE meetings SET scheduled_end = ? WHERE id = ?", long_ago, circle.meeting)
    page.goto(ended.link)
    yield "link ended with its series"


def with_a_mail(site: Served, page: Page, address: str) -> Walk:
    """Somebody invited comes too early, and then thinks better of it."""
    invitation = newest(site, address, "Your place")
    page.goto(invitation.link("join"))
    yield "door not open yet"
    page.goto(f"{site.url}/outbox")
    yield "outbox"
    with page.expect_navigation():
        page.locator("li", has_text=address).get_by_role("link").first.click()
    yield "mail in the outbox"
    page.goto(invitation.link("leave"))
    yield "leave"
    press(page, "Leave the group")
    yield "left"
