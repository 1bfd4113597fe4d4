"""What an answer promises: the state with a stale one, one effect for one id, on disk and told before."""

from tests.integration.contract.room import refusal, room_in
from tests.integration.live.page import Page, new_id
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served


@played
async def test_a_stale_press_gets_the_whole_state_and_nobody_else_anything(site: Served) -> None:
    room = await room_in(site)
    await room.ana.taken("meeting.open")
    await room.ben.at_revision(1)
    await room.ben.taken("phase.next")
    for page in room.pages:
        await page.at_revision(2)
        page.reload()

    assert await room.ana.command("phase.next", expectedRevision=1) == refusal("stale_revision", 2)

    [snapshot] = room.ana.all("snapshot")
    assert (snapshot["revision"], snapshot["position"]) == (2, 2)
    assert [page.all("snapshot") for page in room.pages[1:]] == [[], [], []]


@played
async def test_the_same_command_again_has_no_further_effect_and_the_same_answer(site: Served) -> None:
    room = await room_in(site)
    await room.ana.taken("meeting.open")
    command = {"id": new_id(), "type": "phase.next", "expectedRevision": 1}

    first = await soon(room.ana.call("command", command))
    await room.ana.taken("phase.goto", position=6)
    again = await soon(room.ana.call("command", command))
    other = await Page.at(room.ana.ticket)
    from_another_tab = await soon(other.call("command", command))
    theirs = await soon(room.ben.call("command", command))

    assert first == again == from_another_tab == {"ok": True, "revision": 2}
    assert theirs == refusal("stale_revision", 3), "an id is its sender's own"
    assert (room.ana.snapshot["position"], room.ana.revision) == (6, 3)


@played
async def test_a_refusal_is_remembered_likewise(site: Served) -> None:
    room = await room_in(site)
    early = {"id": new_id(), "type": "phase.next", "expectedRevision": 0}

    first = await soon(room.ana.call("command", early))
    await room.ana.taken("meeting.open")
    again = await soon(room.ana.call("command", {**early}))

    assert (first, again) == (refusal("not_open", 0), refusal("not_open", 0))


@played
async def test_an_acknowledged_command_is_on_disk_and_was_told_before(site: Served) -> None:
    room = await room_in(site)
    await room.ana.taken("meeting.open")
    for _ in range(20):
        revision = room.ana.revision
        way = "phase.next" if revision % 2 else "phase.back"
        room.ana.reload()
        body = {"id": new_id(), "type": way, "expectedRevision": revision}
        answer = await soon(room.ana.call("command", body))
        [(stored,)] = site.rows(
            "SELECT revision FROM live_meetings WHERE meeting_id = ?", room.circle.meeting
        )
        assert (answer["revision"], stored) == (revision + 1, revision + 1)
        assert [snapshot["revision"] for snapshot in room.ana.all("snapshot")] == [revision + 1]


@played
async def test_time_and_refresh(site: Served) -> None:
    room = await room_in(site)
    told = await soon(room.one.call("time"))
    assert sorted(told) == ["serverNow"]
    assert 0 <= told["serverNow"] - room.one.snapshot["serverNow"] < 15_000

    room.one.reload()
    await soon(room.one.call("refresh"))
    [snapshot] = room.one.all("snapshot")
    assert (snapshot["revision"], snapshot["role"]) == (0, "registrant")
    assert room.two.all("snapshot") == [room.two.snapshot], "only who asked"
