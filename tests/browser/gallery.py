"""Every page in every state worth looking at, one after the other, on somebody's screen.

Four walks serve all who look: the accessibility checks, the reflow checks, the screenshots. They go through the doors and
all that the office does with a group, through the attendance and credit of a series, through a session, and through one with
its small windows. None needs another, so they can be taken side by side.
"""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser import gallery_arriving as arriving
from tests.browser import gallery_attendance as attendance_pages
from tests.browser import gallery_office as office_pages
from tests.browser import gallery_people as people_pages
from tests.browser import gallery_roll as roll_pages
from tests.browser.cast import Cast
from tests.browser.gallery_small_window import small_windows
from tests.browser.hands import fill, follow, press
from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import Someone
from tests.browser.view import View, along
from tests.integration.live.served import Served

REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"
LOST_AFTER = 15_000


def doors_and_office(site: Served, cast: Cast) -> Iterator[View]:
    """Uses up a group of the site."""
    other = site.circle()
    stranger, mara, reader = (_passer_by(site, cast) for _ in range(3))
    yield from _for_anybody(stranger)
    yield from _links(cast.passer_by(other.registrants[0]), cast.passer_by(other.leaders[0]))
    yield from along(arriving.links_that_have_ended(site, other, stranger.page), stranger.page)
    yield from _arriving(site, stranger, mara)
    yield from _in_the_office(site, mara, reader)


def series(site: Served, cast: Cast) -> Iterator[View]:
    """With credit, and what its people see of it; deleted in the end."""
    circle, mara = site.circle(), _coordinator(site, cast)
    leader, participant = (cast.passer_by(each[0]) for each in (circle.leaders, circle.registrants))
    leader.expects.append(REFUSED)
    leader.has_pressed()
    course = attendance_pages.series(site, circle)
    for walk in attendance_pages.LEADERS:
        yield from along(walk(leader.page, course), leader.page)
    for walk in attendance_pages.PARTICIPANTS:
        yield from along(walk(participant.page, course), participant.page)
    yield from along(office_pages.delete(mara.page, course.group), mara.page)


def session(site: Served, cast: Cast) -> Iterator[View]:
    """Uses up a group of the site."""
    circle, mara = site.circle(), _coordinator(site, cast)
    tom, lena, late = (cast.registrant(each) for each in circle.registrants[:3])
    ana = cast.leader(circle.leaders[0])
    for person in (tom, lena, ana):
        person.sits_down()
    yield from _before_the_start(ana, lena)
    yield from _until_the_case_is_told(ana, tom, lena)
    yield from _from_the_office(site, circle.meeting, mara)
    yield from roll_pages.while_it_runs(ana)
    yield from _in_discussion(ana, tom, lena)
    yield from _at_the_door(ana, late)
    yield from _afterwards(ana, lena)
    ana.expects.append(REFUSED)
    yield from roll_pages.afterwards(ana)


WALKS = (doors_and_office, series, session, small_windows)


def _passer_by(site: Served, cast: Cast) -> Someone:
    somebody = cast.passer_by(site.visitor, base_url=site.url)
    somebody.expects.append(REFUSED)
    return somebody


def _coordinator(site: Served, cast: Cast) -> Someone:
    mara = _passer_by(site, cast)
    mara.page.goto(arriving.asks(site, mara.page, arriving.OFFICE))
    press(mara.page, "Sign in")
    return mara


def _for_anybody(passer_by: Someone) -> Iterator[View]:
    page = passer_by.page
    for name, address in (
        ("landing", "/"),
        ("privacy", "/privacy"),
        ("rehearsal", "/rehearsal"),
        ("not found", "/no-such-page"),
    ):
        page.goto(address)
        yield View(name, page)
    page.goto("/verify")
    yield View("verify", page)
    fill(page, {"code": "ACDE-2346-FGHJ", "name": "Nobody we know"})
    press(page, "Verify")
    yield View("verify unknown", page)


def _links(registrant: Someone, leader: Someone) -> Iterator[View]:
    registrant.expects.append(REFUSED)
    leader.opens_link()
    yield View("sign-in", leader.page)
    registrant.opens_link()
    yield View("join", registrant.page)
    yield from along(arriving.presses_that_do_not_count(registrant), registrant.page)


def _arriving(site: Served, stranger: Someone, mara: Someone) -> Iterator[View]:
    yield from along(arriving.asked_by_somebody_unknown(site, stranger.page), stranger.page)
    yield from along(arriving.looking_for_a_link(site, stranger.page), stranger.page)
    link = arriving.asks(site, mara.page, arriving.OFFICE)
    yield from along(arriving.in_another_browser(stranger.page, link), stranger.page)
    yield from along(arriving.signed_in(site, mara.page, link), mara.page)


def _in_the_office(site: Served, mara: Someone, reader: Someone) -> Iterator[View]:
    page = mara.page
    yield from along(office_pages.found_a_group(page), page)
    group = page.url
    yield from along(attendance_pages.nothing_yet(page, group), page)
    for walk in (
        office_pages.settle,
        office_pages.plan,
        office_pages.book,
        office_pages.change_a_session,
    ):
        yield from along(walk(page, group), page)
    for walk in (people_pages.take_in_a_list, people_pages.add_by_hand):
        yield from along(walk(page, group), page)
    yield from along(people_pages.invite(site, page, group), page)
    yield from along(people_pages.change_at_short_notice(page, group), page)
    yield from along(arriving.with_a_mail(site, reader.page, people_pages.INVITED), reader.page)
    yield from along(people_pages.let_go(page, group), page)
    yield from along(office_pages.off_board(page), page)


def _from_the_office(site: Served, meeting: str, mara: Someone) -> Iterator[View]:
    [(group,)] = site.rows("SELECT group_id FROM meetings WHERE id = ?", meeting)
    mara.page.goto(f"/groups/{group}")
    yield View("group in session", mara.page)


def _before_the_start(ana: Leader, lena: Registrant) -> Iterator[View]:
    yield View("waiting", lena.page)
    yield View("console gathering", ana.page)
    ana.page.keyboard.press("?")
    expect(ana.part("help-dialog")).to_be_visible()
    yield View("console help", ana.page)
    ana.page.keyboard.press("Escape")
    ana.starts()
    yield View("console question", ana.page)
    ana.button("Start").click()
    ana.is_at("Opening and agreement")


def _until_the_case_is_told(ana: Leader, tom: Registrant, lena: Registrant) -> Iterator[View]:
    ana.shows_the_reminder()
    expect(lena.part("reminder")).to_be_visible()
    yield View("display with the reminder", lena.page)
    yield View("console with the reminder", ana.page)
    ana.button("Put it away").click()
    ana.moves_everyone("Who has a case?")
    tom.is_at("Who has a case?")
    yield View("display finding a case", lena.page)
    yield View("console finding a case", ana.page)
    tom.presents()
    ana.moves_everyone("Presentation")
    tom.is_at("Presentation")
    yield View("display presenting", tom.page)
    ana.moves_everyone("Presenter sits back")
    tom.is_at("Presenter sits back")
    yield View("console sitting back", ana.page)


def _in_discussion(ana: Leader, tom: Registrant, lena: Registrant) -> Iterator[View]:
    ana.moves_everyone("Group discussion")
    for each in (tom, lena):
        each.is_at("Group discussion")
    yield View("display in discussion", lena.page)
    yield View("display sitting back", tom.page)
    tom.signals("I'd like to come back")
    tom.page.close()
    yield View("console in discussion", ana.page)
    ana.looks_at("Presenter returns")
    yield View("console looking ahead", ana.page)
    ana.button("Return").click()
    ana.part("end-session").click()
    yield View("console end", ana.page)
    ana.button("Keep going").click()
    expect(ana.part("presenter-alarm")).to_be_visible(timeout=2 * LOST_AFTER)
    yield View("console alarm", ana.page)


def _at_the_door(ana: Leader, late: Registrant) -> Iterator[View]:
    late.arrives()
    yield View("at the door", late.page)
    expect(ana.at_the_door(late.name)).to_be_visible()
    yield View("console with somebody at the door", ana.page)
    ana.button("Let in").click()
    late.is_at("Group discussion")


def _afterwards(ana: Leader, lena: Registrant) -> Iterator[View]:
    ana.part("end-session").click()
    ana.button("End and erase").click()
    ana.is_at("Session ended")
    yield View("console ended", ana.page)
    lena.is_at("This session has ended")
    yield View("display ended", lena.page)
    lena.opens_link()
    yield View("door closed", lena.page)
    follow(lena.page, "See my attendance")
    yield View("own attendance", lena.page)
