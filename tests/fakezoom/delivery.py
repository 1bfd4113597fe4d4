"""Zoom's events on their way to us, on the clock both share: signed over the very bytes, again after 5, 25 and 85 minutes
where the answer was a fault or none came, and mixed with what else reaches an address on the internet.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any

from tests.fakes import ManualClock

ATTEMPTS = (0, 300, 1500, 5100)
Post = Callable[[bytes, dict[str, str]], int | None]
"""The status of the answer; None where none came in time."""


@dataclass(frozen=True)
class Faults:
    """How often each happens to an event, from 0 to 1. `late` is up to how many seconds it is under way."""

    twice: float = 0
    forged: float = 0
    stale: float = 0
    foreign: float = 0
    late: int = 0
    signed_anew: bool = True


@dataclass(order=True)
class Posting:
    """One event on its way, of the n-th attempt."""

    due: datetime
    number: int
    attempt: int = field(compare=False)
    body: bytes = field(compare=False)
    headers: dict[str, str] = field(compare=False)
    kind: str = field(compare=False, default="")


@dataclass
class Delivery:
    """Sends events through `post`. `answers` counts what came back, by what was sent: "event", "forged", "stale" or
    "foreign"."""

    clock: ManualClock
    secret: str
    post: Post
    seed: int
    faults: Faults = Faults()
    answers: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    given_up: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def run(self, begins: datetime, said: Iterable[tuple[float, dict[str, Any]]]) -> None:
        """Send them all, and go on until each is taken or given up."""
        waiting = [
            Posting(
                begins + timedelta(seconds=10 + second + self.random.randint(0, self.faults.late)),
                number,
                0,
                self._written(event),
                {},
                kind,
            )
            for number, (second, event, kind) in enumerate(self._mixed(said))
        ]
        heapify(waiting)
        while waiting:
            self._send(heappop(waiting), waiting)

    def _mixed(
        self, said: Iterable[tuple[float, dict[str, Any]]]
    ) -> Iterable[tuple[float, dict[str, Any], str]]:
        faults = self.faults
        for second, event in said:
            yield second, event, "event"
            if self._happens(faults.twice):
                yield second, self._id_changed(event, int), "event"
            for kind in ("forged", "stale", "foreign"):
                if self._happens(getattr(faults, kind)):
                    yield second, self._altered(event, kind), kind

    def _altered(self, event: dict[str, Any], kind: str) -> dict[str, Any]:
        """What would change the record if it were believed: another stay; or the same in a meeting that is not ours."""
        if kind == "foreign":
            return self._id_changed(event, lambda id: int(id) + 1)
        other = deepcopy(event)
        about = other["payload"]["object"]
        about.get("participant", {}).update(user_id="1", participant_uuid="F" * 16)
        about["uuid"] = "forged+run=="
        return other

    def _id_changed(self, event: dict[str, Any], change: Callable[[str], int]) -> dict[str, Any]:
        other = deepcopy(event)
        other["payload"]["object"]["id"] = change(other["payload"]["object"]["id"])
        return other

    def _send(self, posting: Posting, waiting: list[Posting]) -> None:
        self.clock.set(max(self.clock.now(), posting.due))
        if not posting.headers or self.faults.signed_anew:
            posting.headers = self._headers(posting)
        status = self.post(posting.body, posting.headers)
        self.answers[posting.kind, status] += 1
        if status is not None and status < 500:
            return
        if posting.attempt + 1 == len(ATTEMPTS):
            self.given_up += 1
            return
        pause = ATTEMPTS[posting.attempt + 1] - ATTEMPTS[posting.attempt]
        posting.due += timedelta(seconds=pause)
        posting.attempt += 1
        heappush(waiting, posting)

    def _headers(self, posting: Posting) -> dict[str, str]:
        old = timedelta(hours=25) if posting.kind == "stale" else timedelta()
        stamp = str(int((self.clock.now() - old).timestamp()))
        key = "somebody else's" if posting.kind == "forged" else self.secret
        digest = hmac.new(key.encode(), f"v0:{stamp}:".encode() + posting.body, hashlib.sha256)
        return {"x-zm-request-timestamp": stamp, "x-zm-signature": f"v0={digest.hexdigest()}"}

    def _written(self, event: dict[str, Any]) -> bytes:
        """In another order, with other spaces and other letters each time."""
        names = self.random.sample(list(event), len(event))
        return json.dumps(
            {name: event[name] for name in names},
            ensure_ascii=self.random.random() < 0.5,
            indent=self.random.choice([None, 1]),
        ).encode()

    def _happens(self, share: float) -> bool:
        return self.random.random() < share
