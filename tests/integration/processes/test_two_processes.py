"""Two processes, one meeting: whichever takes a request, everybody's pages show the same. One is in each async mode."""

import asyncio
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from balint_live.adapters.redis.link import RedisLink
from balint_live.adapters.redis.peers import PagesOfServers
from tests.integration.live.page import Page
from tests.integration.live.person import Answer, Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import MODES
from tests.integration.live.test_presence_alarms import told_state
from tests.integration.live.test_signed_out import sign_out
from tests.integration.live.test_the_office_meanwhile import gone, pages_of
from tests.integration.processes.cluster import (
    AS_MANY_AS_THEY_LIKE,
    SECRET,
    Cluster,
    shared_servers,
    two_leaders,
)

ZOOM = {"zoom": {"webhook_secret": "balint-demo-secret-token"}}
pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with shared_servers(tmp_path_factory.mktemp("servers")) as (postgres, redis):
        folder = tmp_path_factory.mktemp("cluster")
        cluster = Cluster(folder, postgres, redis, modes=MODES, settings={**AS_MANY_AS_THEY_LIKE, **ZOOM})
        yield cluster.start()
        cluster.stop()


@pytest.fixture
def cluster(served: Cluster) -> Iterator[Cluster]:
    yield served
    assert served.complaints() == []


@played
async def test_a_move_in_one_process_is_shown_at_once_in_the_other(cluster: Cluster) -> None:
    _, ana, ben = await two_leaders(cluster)
    await ana.taken("meeting.open")
    await ben.at_revision(1)
    for press in range(2, 8):
        mover, other = (ana, ben) if press % 2 else (ben, ana)
        assert await mover.taken("phase.next") == press
        shown = await asyncio.wait_for(other.at_revision(press), 1.0)
        assert (shown["position"], shown["revision"]) == (press, press)


@played
async def test_a_late_comer_is_let_in_from_the_other_process(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    await ana.walk_to(6)
    await ben.at_revision(ana.revision)
    carla = circle.registrants[0]
    late = await cluster.processes[1].page_of(carla)
    assert late.snapshot["atTheDoor"] is True
    await told_state(ana, carla.id, "at_the_door")

    answer = await ana.command("door.admit", person=carla.id)

    assert answer == {"ok": True, "revision": ana.revision}
    inside = await soon(late.until("snapshot", lambda snapshot: not snapshot["atTheDoor"]))
    assert inside["position"] == 6
    await told_state(ben, carla.id, "here")


def zoom_says(kind: str, leader: Person, at: float) -> Answer:
    """The answer to an event about the Zoom meeting of this leader's group, signed as Zoom's."""
    number = urlsplit(leader.get(f"{leader.page}/zoom").headers["location"]).path.rpartition("/")[2]
    now = int(at)
    about = {"account_id": "AcBalintDemo01", "object": {"id": int(number), "uuid": number}}
    body = json.dumps({"event": kind, "event_ts": int(at * 1000), "payload": about}).encode()
    key = str(ZOOM["zoom"]["webhook_secret"]).encode()
    signature = "v0=" + hmac.new(key, f"v0:{now}:".encode() + body, "sha256").hexdigest()
    return leader.ask(
        "POST", "/zoom/webhook", body, {"x-zm-request-timestamp": str(now), "x-zm-signature": signature}
    )


@played
async def test_a_recording_zoom_tells_one_process_of_is_told_to_leaders_in_both(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    told_to = cluster.processes[0].met_by(circle.leaders[0])
    answer = await asyncio.to_thread(zoom_says, "recording.started", told_to, time.time() - 1)
    assert answer.status == 204
    for page in (ana, ben):
        await page.told("alarm", lambda alarm: "person" in alarm, 2)
    await asyncio.to_thread(zoom_says, "meeting.ended", told_to, time.time())
    for page in (ana, ben):
        await page.told("alarm", lambda alarm: "over" in alarm, 2)
        assert page.all("alarm") == [
            {"alarm": "recording_started", "person": None},
            {"alarm": "recording_started", "over": True},
        ]


@played
async def test_a_command_sent_to_both_processes_has_one_effect_and_one_answer(cluster: Cluster) -> None:
    circle, (first, second) = cluster.circle(), cluster.processes
    ana = circle.leaders[0]
    there, here = await first.page_of(ana), await second.page_of(ana)
    await there.taken("meeting.open")
    await here.at_revision(1)
    same = {"id": "the same", "type": "phase.next", "expectedRevision": 1}

    together = await asyncio.gather(soon(there.call("command", same)), soon(here.call("command", same)))
    again = await soon(here.call("command", same)), await soon(there.call("command", same))

    assert [*together, *again] == [{"ok": True, "revision": 2}] * 4
    assert second.met_by(ana).get(f"{ana.page}/snapshot").json["position"] == 2


@played
async def test_a_refusal_is_the_same_everywhere_too(cluster: Cluster) -> None:
    _, ana, ben = await two_leaders(cluster)
    carla = circle_of(cluster, ana)
    there, here = [await each.page_of(carla) for each in cluster.processes]
    refused = {"id": "not mine", "type": "meeting.open", "expectedRevision": 0}
    answers = [await soon(there.call("command", refused))]
    await ben.taken("meeting.open")
    answers.append(await soon(here.call("command", refused)))

    assert answers == [{"ok": False, "code": "not_allowed", "revision": 0}] * 2


def circle_of(cluster: Cluster, page: Page) -> Person:
    """A registrant of this page's group."""
    [group] = [each for each in cluster.hello["groups"] if each["meeting"] == page.ticket.meeting]
    return cluster.circle_of(group).registrants[0]


@played
async def test_who_presents_is_known_in_both_processes(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    carla, dan = circle.registrants[:2]
    hers = await cluster.processes[1].page_of(carla)
    await ana.walk_to(3)
    await ana.taken("presenter.set", person=carla.id)
    shown = await soon(ben.until("snapshot", lambda snapshot: snapshot["presenter"] == carla.id))
    presents = await soon(hers.until("snapshot", lambda snapshot: snapshot["youPresent"]))

    refused = await ben.command("presenter.set", person=carla.id)
    await ben.taken("presenter.set", person=dan.id)
    moved_on = await soon(ana.until("snapshot", lambda snapshot: snapshot["presenter"] == dan.id))
    await ana.taken("phase.goto", position=2)
    forgotten = await soon(ben.until("snapshot", lambda snapshot: snapshot["presenter"] is None))
    await ben.taken("move.undo")
    restored = await soon(ana.until("snapshot", lambda snapshot: snapshot["presenter"] == dan.id))

    assert (shown["revision"], presents["revision"], refused["code"]) == (3, 3, "invalid")
    assert [moved_on["revision"], forgotten["revision"], restored["revision"]] == [4, 5, 6]


@played
async def test_a_presenter_named_in_one_process_is_known_at_once_over_http_in_the_other(
    cluster: Cluster,
) -> None:
    circle, (first, second) = cluster.circle(), cluster.processes
    ana, carla = circle.leaders[0], circle.registrants[0]
    page = await first.page_of(ana)
    await page.walk_to(3)
    await asyncio.to_thread(carla.ticket)
    ways = [(first.met_by(ana), second.met_by(ana)), (second.met_by(ana), first.met_by(ana))] * 5
    token = ana.token()
    for number, (one, other) in enumerate(ways):
        revision = 2 + 2 * number
        said = [
            one.command(press("presenter.set", revision, person=carla.id), token).json,
            other.command(press("presenter.clear", revision + 1), token).json,
        ]
        assert said == [{"ok": True, "revision": revision + 1}, {"ok": True, "revision": revision + 2}]


def press(type: str, revision: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"{type} at {revision}", "type": type, "expectedRevision": revision, **fields}


@played
async def test_a_signal_reaches_the_leaders_in_both_processes(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    await ana.taken("meeting.open")
    answer = await soon(ana.call("signal", {"signal": "wrap_up"}))
    heard = await soon(ben.until("signal"))

    assert (answer["ok"], heard["signal"], heard["from"]["id"]) == (True, "wrap_up", circle.leaders[0].id)
    assert ana.all("signal") == []
    assert (await soon(ben.call("seen", {"signalId": heard["signalId"]})))["ok"] is True
    assert (await soon(ana.until("seen")))["signalId"] == answer["signalId"]
    assert ben.all("seen") == []


@played
async def test_everybody_is_here_for_both_leaders_wherever_their_page_is(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    pages = [
        await cluster.processes[number % 2].page_of(person)
        for number, person in enumerate(circle.registrants)
    ]
    for leader in (ana, ben):
        await leader.told("presence", lambda presence: presence["here"] == len(pages), 10)
    lists = [
        process.met_by(circle.leaders[0]).get(f"{circle.leaders[0].page}/presence").json
        for process in cluster.processes
    ]
    assert lists[0] == lists[1]
    assert [person["state"] for person in lists[0]["people"]] == ["here"] * 6


@played
async def test_the_page_of_a_press_in_one_process_is_on_the_list_of_the_other(cluster: Cluster) -> None:
    circle, _, ben = await two_leaders(cluster)
    carla = circle.registrants[0]
    await asyncio.to_thread(cluster.processes[0].met_by(carla).press)
    await ben.told("presence", lambda presence: acknowledged(presence, carla), 10)


def acknowledged(presence: Any, person: Person) -> bool:
    return any(each["id"] == person.id and each["acknowledged"] for each in presence["people"])


@played
async def test_a_presenter_who_is_lost_in_one_process_is_missed_in_the_other(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    carla = circle.registrants[0]
    hers = await cluster.processes[0].page_of(carla)
    await ana.walk_to(6)
    await ana.taken("presenter.set", person=carla.id)
    await told_state(ben, carla.id, "here")
    hers.leave()
    for leader in (ana, ben):
        await leader.told("alarm", lambda told: told.get("person") == carla.id, 20)
    await cluster.processes[1].page_of(carla)
    for leader in (ana, ben):
        await leader.told("alarm", lambda told: "over" in told, 5)


@played
async def test_a_login_ended_in_one_process_is_ended_in_the_other(cluster: Cluster) -> None:
    circle, (first, second) = cluster.circle(), cluster.processes
    carla = circle.registrants[0]
    page = await second.page_of(carla)
    await asyncio.to_thread(sign_out, first.met_by(carla))
    await gone(page)


@played
async def test_what_an_office_does_in_one_process_reaches_pages_in_the_other(cluster: Cluster) -> None:
    circle, (first, second) = cluster.circle(), cluster.processes
    ana, carla = circle.leaders[0], circle.registrants[0]
    page, leader = await second.page_of(carla), await second.page_of(circle.leaders[1])
    office = await pages_of(first.met_by(ana))
    await asyncio.to_thread(office.press, f"/people/{carla.id}/withdraw")
    await gone(page)
    await leader.told(
        "presence", lambda presence: carla.id not in [each["id"] for each in presence["people"]], 5
    )


@played
async def test_whom_a_command_beside_the_servers_removes_is_sent_away_at_once(cluster: Cluster) -> None:
    """Not with the next look at who was erased, which is seconds later."""
    circle, (first, second) = cluster.circle(), cluster.processes
    pages = [await each.page_of(circle.registrants[0]) for each in (first, second)]
    [(group,)] = cluster.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)
    told = PagesOfServers(RedisLink(cluster.redis.url, SECRET))
    told.changed(group, [circle.registrants[0].id], [])
    for page in pages:
        await asyncio.wait_for(gone(page), 2)


@played
async def test_after_the_close_nobody_presents_anywhere(cluster: Cluster) -> None:
    circle, ana, ben = await two_leaders(cluster)
    await ana.walk_to(3)
    await ana.taken("presenter.set", person=circle.registrants[0].id)
    await ben.at_revision(3)
    closed = await ben.taken("meeting.close")
    shown = await ana.at_revision(closed)

    assert (shown["meeting"]["status"], shown["presenter"]) == ("closed", None)
    assert circle.registrants[0].id not in str(
        [value for key, value in cluster.redis.everything().items() if f"presenting:{circle.meeting}" in key]
    )
