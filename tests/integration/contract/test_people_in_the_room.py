"""The commands about people: the reminder, the presenter, the roll, the end."""

from tests.integration.contract.room import refusal, room_in
from tests.integration.live.page import new_id
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served


@played
async def test_the_reminder_is_shown_and_put_away_for_everybody(site: Served) -> None:
    room = await room_in(site)
    seen = []
    for command in ("reminder.show", "reminder.hide"):
        revision = await room.ana.taken(command)
        seen.append([(await page.at_revision(revision))["reminder"] for page in room.pages])

    assert seen == [[{"version": "1", "showing": showing}] * 4 for showing in (True, False)]
    assert await room.ana.command("reminder.hide") == refusal("invalid", 2)


@played
async def test_the_presenter_is_known_to_the_leaders_and_to_themself(site: Served) -> None:
    room = await room_in(site)
    one, two = room.circle.registrants[:2]
    await room.ana.walk_to(2)
    await room.one.at_revision(room.ana.revision)

    await room.one.taken("presenter.set", person=one.id)
    revision = room.one.revision
    for page in room.pages:
        await page.at_revision(revision)
    assert [page.snapshot.get("presenter", "absent") for page in room.pages] == [
        one.id,
        one.id,
        "absent",
        "absent",
    ]
    assert [page.snapshot["youPresent"] for page in room.pages] == [False, False, True, False]

    assert await room.two.command("presenter.set", person=two.id) == refusal("not_allowed", revision)
    assert await room.two.command("presenter.clear") == refusal("not_allowed", revision)
    assert await room.one.command("presenter.set", person=one.id) == refusal("invalid", revision)

    await room.one.taken("presenter.clear")
    await room.ben.at_revision(room.one.revision)
    await room.ben.taken("presenter.set", person=two.id)
    assert [(await page.at_revision(room.ben.revision))["youPresent"] for page in room.pages] == [
        False,
        False,
        False,
        True,
    ]
    await room.ana.at_revision(room.ben.revision)
    await room.ana.taken("presenter.clear")
    assert await room.ana.command("presenter.clear") == refusal("invalid", room.ana.revision)


@played
async def test_entering_the_call_for_a_case_forgets_the_presenter_and_undo_brings_them_back(
    site: Served,
) -> None:
    room = await room_in(site)
    one = room.circle.registrants[0]
    await room.ana.walk_to(3)
    await room.ana.taken("presenter.set", person=one.id)

    await room.ana.taken("phase.goto", position=2)
    forgotten = room.ana.snapshot["presenter"]
    await room.ana.taken("move.undo")
    assert (forgotten, room.ana.snapshot["presenter"]) == (None, one.id)
    assert (await room.one.at_revision(room.ana.revision))["youPresent"] is True


@played
async def test_marking_attendance_needs_no_revision_and_raises_none(site: Served) -> None:
    room = await room_in(site)
    absentee = room.circle.registrants[3].id
    answers = [
        await soon(
            room.ana.call(
                "command", {"id": new_id(), "type": "attendance.mark", "person": absentee, "mark": mark}
            )
        )
        for mark in ("present", "absent", "present")
    ]
    stale = await room.ana.command("attendance.mark", expectedRevision=99, person=absentee, mark="present")

    assert answers == [{"ok": True, "revision": 0}] * 3
    assert stale == {"ok": True, "revision": 0}
    rows = site.rows(
        "SELECT leader_id, mark FROM attendance_marks WHERE registrant_id = ? ORDER BY id", absentee
    )
    assert rows == [(room.circle.leaders[0].id, mark) for mark in ("present", "absent", "present", "present")]


@played
async def test_closing_erases_everything_but_attendance(site: Served) -> None:
    room = await room_in(site)
    await room.ana.walk_to(6)
    await room.ana.taken("presenter.set", person=room.circle.registrants[0].id)
    revision = await room.ana.taken("meeting.close")

    for page in room.pages:
        snapshot = await page.at_revision(revision)
        assert (snapshot["meeting"]["status"], snapshot["position"], snapshot["youPresent"]) == (
            "closed",
            None,
            False,
        )
        assert snapshot["meeting"]["closedAt"] >= snapshot["meeting"]["openedAt"]
    assert [
        room.ana.snapshot[name]
        for name in ("presenter", "lastMove", "clock", "latestReturnAt", "projectedEndAt")
    ] == [None] * 5
    assert site.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", room.circle.meeting) == []
    for command in (
        "phase.next",
        "meeting.open",
        "meeting.close",
        "timer.pause",
        "move.undo",
        "reminder.show",
    ):
        assert await room.ana.command(command) == refusal("closed", revision)
    assert await room.one.command("presenter.set", person=room.circle.registrants[0].id) == refusal(
        "closed", revision
    )
    assert await soon(room.one.call("signal", {"signal": "word_with_leader"})) == refusal("closed", revision)
