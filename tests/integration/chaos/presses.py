"""Leaders who press through everything, and an account of what they were told, to hold against what is stored."""

import asyncio
import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Circle, Person

BREATH_S = 0.05
TRY_AGAIN_S = 0.1
RESTS = {"unavailable", "rate_limited"}
"""Nothing was saved; the same command may be sent again."""

Mark = str


@dataclass
class Account:
    """What one session's leaders were told.

    `unheard` counts presses that were sent again and then answered as out of date: each may have been carried out.
    """

    circle: Circle
    acknowledged: list[int] = field(default_factory=list)
    unheard: int = 0
    marks: dict[str, list[Mark]] = field(default_factory=dict)


async def press_on(account: Account, leader: Person, over: Callable[[], bool]) -> None:
    """Pause and resume for what is seen, as fast as the answers come, until told to stop."""
    page = _Pressing(leader)
    revision = (await page.said({"type": "timer.pause", "expectedRevision": 0})).answer["revision"]
    while not over():
        type = "timer.pause" if revision % 2 else "timer.resume"
        said = await page.said({"type": type, "expectedRevision": revision})
        if said.answer["ok"]:
            account.acknowledged.append(said.answer["revision"])
        else:
            assert said.answer["code"] == "stale_revision", said
            account.unheard += said.times > 1
        revision = said.answer["revision"]
        await asyncio.sleep(BREATH_S)


async def mark_on(account: Account, leader: Person, person: Person, over: Callable[[], bool]) -> None:
    """Say of somebody, in turn, that they are here and that they are not."""
    page, told = _Pressing(leader), account.marks.setdefault(person.id, [])
    for mark in cycle(("present", "absent")):
        if over():
            return
        said = await page.said({"type": "attendance.mark", "person": person.id, "mark": mark})
        assert said.answer["ok"], said
        told.append(mark)
        await asyncio.sleep(BREATH_S * 4)


async def stay(person: Person, over: Callable[[], bool]) -> None:
    """Keep a page open: whenever its connection ends, connect again, as the page's own script does."""
    while not over():
        try:
            page = await Page.of(person)
            closed = asyncio.ensure_future(asyncio.shield(page.websocket.closed))
            while not (over() or closed.done()):
                await asyncio.wait([closed], timeout=TRY_AGAIN_S)
        except (OSError, TimeoutError, http.client.HTTPException, AssertionError, KeyError):
            await asyncio.sleep(TRY_AGAIN_S)


@dataclass(frozen=True)
class _Said:
    answer: Any
    times: int


class _Pressing:
    """A page that sends each command until it has an answer, over plain HTTP, to whichever process takes it."""

    def __init__(self, leader: Person) -> None:
        self._leader = leader
        self._token = ""

    async def said(self, command: dict[str, Any]) -> _Said:
        whole, times = {"id": new_id(), **command}, 0
        while True:
            times += 1
            answer = await asyncio.to_thread(self._once, whole)
            if answer is not None and answer.get("code") not in RESTS:
                return _Said(answer, times)
            await asyncio.sleep(TRY_AGAIN_S)

    def _once(self, command: dict[str, Any]) -> Any:
        """The answer, or None when there was none."""
        try:
            self._token = self._token or self._leader.token()
            answer = self._leader.command(command, self._token)
            if answer.status == 403:
                self._token = ""
            return answer.json if answer.status == 200 else None
        except (OSError, http.client.HTTPException, json.JSONDecodeError, KeyError):
            return None
