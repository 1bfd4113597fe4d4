"""Two leaders at two consoles, who cannot know what the other is about to press.

They stay at their consoles for all of this; each scene begins in the presentation.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.cast import Cast
from tests.browser.hearing import Hearing
from tests.browser.leader import BETWEEN_MOVES, FALLING_FINGER, Leader
from tests.browser.someone import NARROW
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = pytest.mark.needs_browser


class Consoles(NamedTuple):
    ana: Leader
    ben: Leader
    anas_hearing: Hearing
    bens_hearing: Hearing


@pytest.fixture(scope="module")
def seated(browser: Browser, shared_site: Served) -> Iterator[Consoles]:
    cast = Cast(browser)
    circle = shared_site.circle()
    ana, ben = cast.leader(circle.leaders[0]), cast.leader(circle.leaders[1], size=NARROW)
    consoles = Consoles(ana, ben, Hearing(ana.page), Hearing(ben.page))
    for leader in (ana, ben):
        leader.sits_down()
    ana.starts()
    ana.button("Start").click()
    yield consoles
    cast.leave()
    assert cast.troubles() == []


@pytest.fixture
def consoles(seated: Consoles) -> Consoles:
    ana, ben = seated.ana, seated.ben
    ana.page.wait_for_timeout(BETWEEN_MOVES)
    if ana.heading.inner_text() != "Presentation":
        ana.moves_everyone("Presentation")
    expect(ben.button("Go to: Clarifying questions")).to_be_visible()
    ben.page.wait_for_timeout(FALLING_FINGER)
    return seated


def test_a_press_made_for_an_older_state_changes_nothing(consoles: Consoles) -> None:
    ana, ben = consoles.ana, consoles.ben
    with consoles.bens_hearing.lost():
        ana.moves_on("Clarifying questions")
        ben.button("Go to: Clarifying questions").click()
        ben.is_at("Presentation")
    expect(ben.part("press-note")).to_have_text(
        f"{ana.name} already moved to Clarifying questions. Your press changed nothing."
    )
    for leader in (ana, ben):
        leader.is_at("Clarifying questions")
        expect(leader.button("Go to: Presenter sits back")).to_be_visible()
    expect(ana.part("press-note")).to_be_hidden()


def test_both_press_next_and_the_group_moves_by_one(consoles: Consoles) -> None:
    both = consoles.ana, consoles.ben
    with consoles.anas_hearing.lost(), consoles.bens_hearing.lost():
        for leader in both:
            leader.button("Go to: Clarifying questions").click()
    for leader in both:
        leader.is_at("Clarifying questions")
        expect(leader.button("Go to: Presenter sits back")).to_be_visible()
    first, second = (leader.name for leader in both)
    notes = sorted(leader.part("press-note").inner_text() for leader in both)
    told = "{} already moved to Clarifying questions. Your press changed nothing."
    assert notes in (["", told.format(first)], ["", told.format(second)])


def test_either_leader_undoes_what_the_other_did(consoles: Consoles) -> None:
    ana, ben = consoles.ana, consoles.ben
    ben.moves_on("Clarifying questions")
    expect(ana.part("move-line")).to_contain_text(f"{ben.name} moved here")
    ana.undoes("back to Presentation")
    for leader in (ana, ben):
        leader.is_at("Presentation")
    expect(ana.part("move-line")).to_contain_text("You undid that")
    expect(ben.part("move-line")).to_contain_text(f"{ana.name} undid that")
    expect(ben.part("announcer")).to_have_text(f"{ana.name} undid that. Now: Presentation.")


def test_the_end_is_asked_about_and_the_focus_comes_back(consoles: Consoles) -> None:
    ana, ben = consoles.ana, consoles.ben
    ana.part("end-session").focus()
    ana.page.keyboard.press("Enter")
    dialog = ana.part("end-dialog")
    expect(dialog.get_by_role("button", name="Keep going")).to_be_focused()
    expect(ana.part("end-early")).to_contain_text("before the booked end")
    ana.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(ana.part("end-session")).to_be_focused()
    ben.is_at("Presentation")


def test_what_one_leader_has_seen_the_other_and_the_sender_read(cast: Cast, circle: Circle) -> None:
    ana, ben = (cast.leader(leader) for leader in circle.leaders[:2])
    tom = cast.registrant(circle.registrants[0])
    for each in (ana, ben, tom):
        each.sits_down()
    tom.signals("I'd like a word with a leader")
    expect(ana.part("received")).to_contain_text("I'd like a word with a leader")

    ben.button("Seen").click()

    expect(ben.part("received")).to_be_hidden()
    expect(tom.part("signal-note")).to_have_text("A leader has seen this.")
    expect(ana.part("received")).to_contain_text(f"{ben.name} saw this.")
    expect(ana.button("Seen")).to_be_hidden()
    expect(ana.part("received")).to_be_hidden()
