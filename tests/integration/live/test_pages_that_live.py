"""A press counts once its page has lived for a minute, or a leader says so; any other leaves no attendance."""

import asyncio
from typing import Any

from tests.integration.live.conftest import Outcome
from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.served import Served
from tests.integration.live.waiting import waits

A_MINUTE_AND_MORE = 63.0
LESS = 30.0


@waits
async def one_session(site: Served) -> dict[str, dict[str, Any]]:
    """What was stored of each kind of press, before and after the close."""
    circle = site.circle()
    people = dict(
        zip(("lived", "polled", "lifeless", "short", "marked", "never"), circle.registrants, strict=True)
    )
    leader = await Page.of(circle.leaders[0])
    await leader.taken("meeting.open")
    for name in ("lifeless", "marked"):
        await asyncio.to_thread(people[name].press)
    lived, short = await Page.of(people["lived"]), await Page.of(people["short"])
    polling = asyncio.create_task(polled(people["polled"]))
    await leader.command("attendance.mark", person=people["marked"].id, mark="present")
    await asyncio.sleep(LESS)
    short.leave()
    await asyncio.sleep(A_MINUTE_AND_MORE - LESS)
    polling.cancel()
    before = {name: stored(site, person) for name, person in people.items()}
    await leader.taken("meeting.close")
    lived.leave()
    return {name: {"before": before[name], "after": stored(site, person)} for name, person in people.items()}


async def polled(person: Person) -> None:
    """A page without a socket, as it asks."""
    await asyncio.to_thread(person.press)
    while True:
        await asyncio.to_thread(person.get, f"{person.page}/snapshot")
        await asyncio.sleep(2)


def stored(site: Served, person: Person) -> dict[str, Any]:
    of = "WHERE registrant_id = ? AND meeting_id = ?"
    closed = "SELECT closed_at FROM meetings WHERE id = meeting_id"
    return {
        "agreed": site.rows(f"SELECT count(*) FROM acknowledgements {of}", person.id, person.meeting)[0][0],
        "intervals": site.rows(
            "SELECT source, provisional, strftime('%s', left_at) - strftime('%s', joined_at),"
            f" substr(left_at, 1, 19) = substr(({closed}), 1, 19) FROM presence_intervals {of}",
            person.id,
            person.meeting,
        ),
    }


def test_a_press_whose_page_never_comes_alive_leaves_no_attendance(outcome: Outcome) -> None:
    session = outcome(one_session)
    nothing: dict[str, Any] = {"agreed": 0, "intervals": []}
    assert session["lifeless"]["before"]["agreed"] == 1
    assert [session[name]["after"] for name in ("lifeless", "short", "never")] == [nothing] * 3


def test_a_page_that_lived_a_minute_was_there_to_the_end_by_socket_or_by_asking(outcome: Outcome) -> None:
    session = outcome(one_session)
    for name in ("lived", "polled"):
        after = session[name]["after"]
        [(source, provisional, seconds, to_the_end)] = after["intervals"]
        assert (after["agreed"], source, provisional, to_the_end) == (1, "self_checkin", 0, 1)
        assert 60 <= seconds <= 120


def test_a_leaders_mark_makes_a_press_count(outcome: Outcome) -> None:
    after = outcome(one_session)["marked"]["after"]
    assert (after["agreed"], [interval[:2] for interval in after["intervals"]]) == (1, [("self_checkin", 0)])
