"""Two leaders press Next at the same moment, over and over: one step each time, and the slower one is told so."""

from typing import Any

import pytest

from tests.integration.live.page import Page, new_id
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served

LAST = 8
PAIRS = 1000


def press(position: int, revision: int) -> dict[str, Any]:
    """The next step; from the last one, back to the first, so that there always is a next."""
    move = {"type": "phase.next"} if position < LAST else {"type": "phase.goto", "position": 1}
    return {"id": new_id(), "expectedRevision": revision, **move}


@pytest.mark.timeout(600)  # so many take long on a machine that others use too
@played
async def test_of_each_pair_one_moves_the_group_and_the_other_is_stale(site: Served) -> None:
    circle = site.circle()
    leaders = [await Page.of(leader) for leader in circle.leaders]
    follower = await Page.of(circle.registrants[0])
    await leaders[0].taken("meeting.open")
    await leaders[1].at_revision(1)
    lost, positions = [0, 0], [1]

    for pair in range(PAIRS):
        revision = pair + 1
        first, second = (leaders[pair % 2], leaders[1 - pair % 2])
        pressed = [page.call("command", press(positions[-1], revision)) for page in (first, second)]
        answers = {page: await soon(answer) for page, answer in zip((first, second), pressed, strict=True)}

        taken = [page for page in leaders if answers[page] == {"ok": True, "revision": revision + 1}]
        stale = {"ok": False, "code": "stale_revision", "revision": revision + 1}
        refused = [page for page in leaders if answers[page] == stale]
        assert (len(taken), len(refused)) == (1, 1), answers
        lost[leaders.index(refused[0])] += 1
        positions.append(refused[0].snapshot["position"])
        assert refused[0].revision == revision + 1, "the slower one has the state before the answer"
        await taken[0].at_revision(revision + 1)

    assert positions == [1 + step % LAST for step in range(PAIRS + 1)]
    await follower.at_revision(PAIRS + 1)
    revisions = [snapshot["revision"] for snapshot in follower.all("snapshot")]
    assert revisions == list(range(PAIRS + 2)), "each step was told once, in order"
    for leader, losses in zip(leaders, lost, strict=True):
        assert len(leader.all("snapshot")) == PAIRS + 2 + losses
    [(stored, at)] = site.rows(
        "SELECT revision, position FROM live_meetings WHERE meeting_id = ?", circle.meeting
    )
    assert (stored, at) == (PAIRS + 1, positions[-1])
