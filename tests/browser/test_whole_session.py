"""A whole session, from gathering to closed: two leaders, one of them beside Zoom, and three participants.

In the middle of it people do what people do: reload, open a second tab, let their machine sleep; and one machine has been
an hour wrong from the start.
"""

from dataclasses import dataclass
from time import monotonic

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import digits
from tests.browser.cast import Cast
from tests.browser.leader import ALARMS, Leader
from tests.browser.machine_clocks import AN_HOUR_AHEAD, SETTABLE, STEADY_STOOD_STILL, WALL_AN_HOUR_ON, asleep
from tests.browser.registrant import Registrant
from tests.browser.someone import NARROW, Someone
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(400)]

RELOADS_ARE_SHORTER_THAN = 16.0
"""Seconds after which an alarm would have been raised, had a reload counted as a loss."""


@dataclass
class Scene:
    """Ana and Ben lead; Tom presents; Lena's clock is an hour wrong; Chidi's machine sleeps."""

    ana: Leader
    ben: Leader
    tom: Registrant
    lena: Registrant
    chidi: Registrant

    @property
    def leaders(self) -> list[Leader]:
        return [self.ana, self.ben]

    @property
    def everybody(self) -> list[Someone]:
        return [self.ana, self.ben, self.tom, self.lena, self.chidi]

    def all_at(self, phase: str) -> None:
        for each in self.everybody:
            each.is_at(phase)


def test_a_whole_session(site: Served, circle: Circle, cast: Cast) -> None:
    seconds_for_all(site, circle)
    scene = gathered(circle, cast)
    start_below_quorum(scene)
    show_the_reminder(scene)
    mark_who_is_here(scene)
    find_a_case(scene)
    tell_it(scene)
    sit_back(scene)
    discuss(scene)
    come_back_and_close(scene)
    end(scene)


def seconds_for_all(site: Served, circle: Circle) -> None:
    site.change(
        "UPDATE groups SET participant_clock = 'seconds' "
        "WHERE id = (SELECT group_id FROM meetings WHERE id = ?)",
        circle.meeting,
    )


def gathered(circle: Circle, cast: Cast) -> Scene:
    ana, ben = circle.leaders
    tom, lena, chidi, _absent = circle.registrants
    scene = Scene(
        cast.leader(ana, scripts=[digits.RECORDER, ALARMS]),
        cast.leader(ben, size=NARROW, scripts=[digits.RECORDER, ALARMS]),
        cast.registrant(tom),
        cast.registrant(lena, scripts=[digits.RECORDER, AN_HOUR_AHEAD]),
        cast.registrant(chidi, size=NARROW, scripts=[digits.RECORDER, SETTABLE]),
    )
    for each in scene.everybody:
        each.arrives()
    for participant in (scene.tom, scene.lena, scene.chidi):
        participant.is_at("You are here")
    return scene


def start_below_quorum(scene: Scene) -> None:
    for leader in scene.leaders:
        expect(leader.part("quorum-line")).to_have_text("3 of 4 here, 4 needed")
        expect(leader.part("leaders")).to_have_text("both leaders here")
    scene.ana.starts()
    expect(scene.ana.part("question-words")).to_have_text("3 of 4 needed are here. Start anyway?")
    scene.ana.button("Wait").click()
    scene.ana.is_at("Gathering")
    scene.ana.starts()
    scene.ana.button("Start").click()
    scene.all_at("Opening and agreement")


def show_the_reminder(scene: Scene) -> None:
    scene.ben.shows_the_reminder()
    for participant in (scene.tom, scene.lena, scene.chidi):
        expect(participant.part("reminder")).to_contain_text("This page records only that you were here")
    for leader in scene.leaders:
        expect(leader.part("reminder-text")).to_contain_text("This page records only that you were here")
    scene.ana.button("Put it away").click()
    for each in (scene.tom, scene.lena, scene.chidi):
        expect(each.part("reminder")).to_be_hidden()
    expect(scene.ben.part("reminder-shown")).to_be_hidden()


def mark_who_is_here(scene: Scene) -> None:
    """A leader's word counts at once; a page would have to live for a minute."""
    for participant in (scene.tom, scene.lena, scene.chidi):
        row = scene.ana.row(participant.name)
        row.locator('[data-part="person-toggle"]').click()
        row.get_by_role("button", name="Here", exact=True).click()
        expect(row.locator('[data-part="person-note"]')).to_have_text("Marked as here.")


def find_a_case(scene: Scene) -> None:
    scene.ben.moves_on("Who has a case?")
    scene.all_at("Who has a case?")
    scene.tom.presents()
    for leader in scene.leaders:
        expect(leader.part("presenter-heading")).to_have_text(f"{scene.tom.name}: presenter")
    expect(scene.lena.page.locator("body")).not_to_contain_text(scene.tom.name)


def tell_it(scene: Scene) -> None:
    scene.ana.moves_on("Presentation")
    scene.all_at("Presentation")
    expect(scene.tom.part("presenter-card")).to_contain_text("Change or drop: name")
    expect(scene.lena.part("presenter-card")).to_be_hidden()
    scene.tom.signals("I need a leader")
    received(scene, "I need a leader")
    scene.ben.moves_on("Clarifying questions")
    scene.all_at("Clarifying questions")
    expect(scene.lena.part("more")).to_have_text("No names, places or dates in answers either.")


def sit_back(scene: Scene) -> None:
    scene.ana.moves_on("Presenter sits back")
    scene.all_at("Presenter sits back")
    expect(scene.tom.part("guidance")).to_contain_text("Mute, switch your camera off and sit back")
    for leader in scene.leaders:
        expect(leader.part("ticks")).to_be_visible()
        expect(leader.part("bring-back")).to_have_text("Go to: Presenter returns")
    scene.ben.moves_on("Group discussion")
    scene.all_at("Group discussion")
    expect(scene.tom.page.locator("html")).to_have_attribute("data-mood", "back")
    expect(scene.tom.part("nothing-to-do")).to_be_visible()
    expect(scene.tom.part("time")).to_be_hidden()
    expect(scene.lena.part("more")).to_contain_text("the case is with the group")


def discuss(scene: Scene) -> None:
    with asleep(scene.chidi.page, WALL_AN_HOUR_ON):
        ask_to_come_back(scene)
        scene.tom.reloads()
        reloaded_at = monotonic()
        expect(scene.tom.part("nothing-to-do")).to_be_visible()
        second_tab(scene)
        change_the_time(scene)
    look_elsewhere(scene)
    with asleep(scene.chidi.page, STEADY_STOOD_STILL):
        pause_five_times(scene)
    same_time_everywhere(scene)
    scene.ana.page.wait_for_timeout(max(0.0, reloaded_at + RELOADS_ARE_SHORTER_THAN - monotonic()) * 1000)
    assert [leader.was_alarmed for leader in scene.leaders] == [False, False]


def ask_to_come_back(scene: Scene) -> None:
    scene.tom.signals("I'd like to come back")
    for leader in scene.leaders:
        expect(leader.signal("I'd like to come back")).to_be_visible()
        expect(leader.button("Go to: Presenter returns")).to_have_count(1)
    received(scene, "I'd like to come back")
    scene.ana.sends("Two more minutes?")
    signal = scene.ben.signal("Two more minutes?")
    expect(signal).to_contain_text(scene.ana.name)
    signal.get_by_role("button", name="Seen").click()
    expect(signal).to_be_hidden()
    expect(scene.ana.signal("Two more minutes?")).to_be_hidden()


def second_tab(scene: Scene) -> None:
    """Still one person in the list."""
    tab = scene.lena.opens_a_tab()
    scene.lena.meanwhile_connects(lambda: tab.goto(scene.lena.page.url))
    expect(tab.locator('[data-part="phase-name"]')).to_have_text("Group discussion")
    for leader in scene.leaders:
        leader.opens("people")
        expect(rows(leader)).to_have_count(4)
        expect(leader.row(scene.lena.name)).to_contain_text("here · agreed")


def change_the_time(scene: Scene) -> None:
    ana, ben = scene.leaders
    ben.button("+1 minute").click()
    expect(ana.part("plan-minutes").nth(5)).to_have_text("31")
    ana.undoes("change of time")
    expect(ben.part("plan-minutes").nth(5)).to_have_text("30")
    ana.presses("Back to: Presenter sits back")
    scene.ben.is_at("Presenter sits back")
    scene.tom.is_at("Presenter sits back")
    ben.undoes("back to Group discussion")
    scene.tom.is_at("Group discussion")


def look_elsewhere(scene: Scene) -> None:
    """A look moves nobody; and whoever slept through all of it is where the others are."""
    scene.ben.looks_at("Presenter returns")
    expect(scene.ben.part("preview-banner")).to_have_text("The group is in Group discussion.")
    scene.all_at("Group discussion")
    scene.ben.button("Return").click()
    expect(scene.ben.part("preview")).to_be_hidden()


def pause_five_times(scene: Scene) -> None:
    ana, ben = scene.leaders
    for pausing, resuming in [(ana, ben), (ben, ana), (ana, ana), (ben, ben), (ana, ben)]:
        pausing.presses("Pause")
        expect(scene.lena.part("clock")).to_have_text("Paused")
        resuming.presses("Resume")
        expect(scene.lena.part("clock")).not_to_have_text("Paused")


def same_time_everywhere(scene: Scene) -> None:
    scene.all_at("Group discussion")
    clocks = [each.page for each in (scene.ana, scene.ben, scene.chidi)] + scene.lena.context.pages
    assert digits.spread(clocks) < 1.0


def come_back_and_close(scene: Scene) -> None:
    scene.ana.moves_on("Presenter returns")
    scene.all_at("Presenter returns")
    expect(scene.tom.part("guidance")).to_contain_text("Camera on, and welcome back")
    expect(scene.tom.page.locator("html")).not_to_have_attribute("data-mood", "back")
    scene.ben.moves_on("Closing")
    scene.all_at("Closing")
    for leader in scene.leaders:
        expect(leader.part("next")).to_have_accessible_name("End session…")
        expect(leader.part("end-session")).to_be_hidden()


def end(scene: Scene) -> None:
    dialog = scene.ben.part("end-dialog")
    for answer in ("Keep going", "End and erase"):
        scene.ben.presses("End session…")
        expect(dialog.get_by_role("button", name="Keep going")).to_be_focused()
        dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_be_hidden()
    scene.ben.is_at("Session ended")
    scene.ana.is_at("Session ended")
    for leader in scene.leaders:
        expect(leader.part("ended")).to_contain_text(
            "Everything from this session except attendance has been erased."
        )
        came = leader.part("attendance").get_by_role("listitem")
        for words, people in (("was here", 3), ("not here", 1)):  # their pages were open before anybody came
            expect(came.get_by_text(words, exact=True)).to_have_count(people)
    for participant in (scene.tom, scene.lena, scene.chidi):
        participant.is_at("This session has ended")
        kept = participant.page.locator(".kept")
        expect(kept).to_contain_text(participant.name)
        expect(kept).to_contain_text("that you were here")
        expect(kept).to_contain_text("that you agreed to reminder version 1")
    expect(scene.tom.page.locator("main")).not_to_contain_text("present")


def received(scene: Scene, words: str) -> None:
    """Tom's signal is on both consoles; once Ana has seen it, Ben reads so, and it is gone on both."""
    signals = [leader.signal(words) for leader in scene.leaders]
    for signal in signals:
        expect(signal).to_contain_text(scene.tom.name)
    signals[0].get_by_role("button", name="Seen").click()
    expect(signals[0]).to_be_hidden()
    expect(signals[1]).to_contain_text(f"{scene.leaders[0].name} saw this.")
    expect(signals[1]).to_be_hidden()


def rows(leader: Leader) -> Locator:
    return leader.part("roster-rows").get_by_role("listitem")
