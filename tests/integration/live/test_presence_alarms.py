"""Whose page is quiet: a question to the leaders after a while, never because of a reload, over as soon as they are back."""

import asyncio
import time
from typing import Any, NamedTuple

from tests.integration.live.conftest import Outcome
from tests.integration.live.page import DeafPage, Page
from tests.integration.live.person import Circle
from tests.integration.live.served import Served
from tests.integration.live.waiting import SLACK, waits

DISCUSSION = 6
CLOSED_FOR = 15.0
SILENT_FOR = 25.0
ONE_TICK = 1.0


class Sitting(NamedTuple):
    """A presenter who sits back, and the leader who would be told."""

    circle: Circle
    leader: Page
    presenter: DeafPage

    @property
    def presenter_lost(self) -> dict[str, Any]:
        return {"alarm": "presenter_lost", "person": self.circle.registrants[0].id}


PRESENTER_BACK = {"alarm": "presenter_lost", "over": True}


async def sitting_back(site: Served) -> Sitting:
    circle = site.circle()
    leader, presenter = await Page.of(circle.leaders[0]), await DeafPage.of(circle.registrants[0])
    await leader.walk_to(DISCUSSION)
    await leader.taken("presenter.set", person=circle.registrants[0].id)
    await told_state(leader, circle.registrants[0].id, "here")
    return Sitting(circle, leader, presenter)


async def told_state(leader: Page, person: str, state: str, within: float = 60) -> Any:
    return await leader.told("presence", lambda presence: state_of(presence, person) == state, within)


def state_of(presence: Any, person: str) -> str:
    [state] = [each["state"] for each in presence["people"] if each["id"] == person]
    return str(state)


async def seconds_until(leader: Page, alarm: dict[str, Any]) -> float:
    began = time.monotonic()
    await leader.told("alarm", lambda told: told == alarm, 60)
    return time.monotonic() - began


@waits
async def reloading(site: Served) -> tuple[list[Any], set[str]]:
    """Every alarm, and every state the leaders read, while the presenter reloads again and again."""
    room = await sitting_back(site)
    presenter: Page = room.presenter
    for pause in (0.0, 1.0, 5.0, 10.0):
        presenter.leave()
        await asyncio.sleep(pause)
        presenter = await Page.at(presenter.ticket)
        await asyncio.sleep(2)
    states = {state_of(told, room.circle.registrants[0].id) for told in room.leader.all("presence")}
    assert presenter.snapshot["youPresent"] is True
    return room.leader.all("alarm"), states


def test_a_reload_raises_nothing_and_nobody_sees_it(outcome: Outcome) -> None:
    alarms, states = outcome(reloading)
    assert alarms == []
    assert states <= {"expected", "here"}


@waits
async def second_tab(site: Served) -> list[Any]:
    room = await sitting_back(site)
    await Page.at(room.presenter.ticket)
    room.presenter.leave()
    await asyncio.sleep(CLOSED_FOR + 5)
    return room.leader.all("alarm")


def test_closing_one_of_two_tabs_raises_nothing(outcome: Outcome) -> None:
    assert outcome(second_tab) == []


@waits
async def closing(site: Served) -> dict[str, float]:
    """Seconds from closing the page to the alarm, and from opening it again to its end."""
    room = await sitting_back(site)
    room.presenter.leave()
    lost = await seconds_until(room.leader, room.presenter_lost)
    room.leader.reload()
    await Page.at(room.presenter.ticket)
    back = await seconds_until(room.leader, PRESENTER_BACK)
    assert room.leader.all("alarm") == [PRESENTER_BACK]
    return {"lost": lost, "back": back}


def test_a_closed_page_is_missed_after_fifteen_seconds_and_the_alarm_ends_when_it_is_back(
    outcome: Outcome,
) -> None:
    seconds = outcome(closing)
    assert CLOSED_FOR - 0.5 <= seconds["lost"] <= CLOSED_FOR + ONE_TICK + SLACK
    assert seconds["back"] <= ONE_TICK + SLACK


@waits
async def falling_silent(site: Served) -> dict[str, float]:
    """Seconds from falling silent to the state and to the alarm, and from waking to its end."""
    room = await sitting_back(site)
    person = room.circle.registrants[0].id
    room.presenter.asleep = True
    began = time.monotonic()
    await told_state(room.leader, person, "reconnecting")
    reconnecting = time.monotonic() - began
    await room.leader.told("alarm", lambda told: told == room.presenter_lost, 60)
    lost = time.monotonic() - began
    await Page.at(room.presenter.ticket)
    back = await seconds_until(room.leader, PRESENTER_BACK)
    await told_state(room.leader, person, "here")
    return {"reconnecting": reconnecting, "lost": lost, "back": back}


def test_a_silent_page_is_reconnecting_and_missed_about_25_seconds_after_its_last_answer(
    outcome: Outcome,
) -> None:
    """The last answer is up to ten seconds older than the silence: that is how often the page is asked."""
    seconds = outcome(falling_silent)
    for what in ("reconnecting", "lost"):
        assert SILENT_FOR - 10 - ONE_TICK <= seconds[what] <= SILENT_FOR + 5 + SLACK, what
    assert seconds["back"] <= ONE_TICK + SLACK


@waits
async def before_and_after(site: Served) -> list[Any]:
    """The presenter's page is closed in the presentation: everybody sees on Zoom that they are gone."""
    circle = site.circle()
    leader, presenter = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.walk_to(3)
    await leader.taken("presenter.set", person=circle.registrants[0].id)
    presenter.leave()
    await asyncio.sleep(CLOSED_FOR + 5)
    quiet = leader.all("alarm")
    await leader.walk_to(5)
    await leader.told("alarm", lambda told: "person" in told, 5)
    await leader.walk_to(7)
    await leader.told("alarm", lambda told: "over" in told, 5)
    return [*quiet, *leader.all("alarm")]


def test_the_alarm_stands_only_while_nobody_could_see_them_drop(outcome: Outcome) -> None:
    alarms = outcome(before_and_after)
    assert [sorted(alarm) for alarm in alarms] == [["alarm", "person"], ["alarm", "over"]]


@waits
async def a_leader_lost(site: Served) -> list[Any]:
    circle = site.circle()
    ana, ben = await Page.of(circle.leaders[0]), await Page.of(circle.leaders[1])
    await ana.walk_to(2)
    ana.leave()
    await ben.told("alarm", lambda told: "person" in told, CLOSED_FOR + ONE_TICK + SLACK)
    await Page.at(ana.ticket)
    await ben.told("alarm", lambda told: "over" in told, ONE_TICK + SLACK)
    registrants = circle.registrants[0]
    return [circle.leaders[0].id, registrants.id, *ben.all("alarm")]


def test_the_other_leader_is_told_that_a_leaders_page_is_gone(outcome: Outcome) -> None:
    leader, _, *alarms = outcome(a_leader_lost)
    assert alarms == [{"alarm": "leader_lost", "person": leader}, {"alarm": "leader_lost", "over": True}]


@waits
async def coming_and_going(site: Served) -> list[float]:
    """The moments at which a leader was told of presence, while it changes several times a second."""
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    others = [await asyncio.to_thread(person.ticket) for person in circle.registrants[:4]]
    for number in range(40):
        if number % 10 == 0:
            await Page.at(others.pop())
        await leader.command(
            "attendance.mark", person=circle.registrants[5].id, mark=("present", "absent")[number % 2]
        )
        await asyncio.sleep(0.25)
    return [heard.at for heard in leader.heard if heard.event == "presence"]


def test_presence_is_told_at_most_once_a_second(outcome: Outcome) -> None:
    moments = outcome(coming_and_going)
    assert len(moments) >= 4
    assert len(moments) - 1 <= moments[-1] - moments[0] + 0.5, "half a second for what the way here takes"
