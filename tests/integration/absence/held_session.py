"""A session full of what must leave no trace: a presenter, signals, moves, odd minutes, and people who try to write.

MARK is a word that stands nowhere else. It is pushed into every opening a browser has: commands, signals, headers, queries,
codes, addresses. The session holds it in memory and on the wire, so that a server that kept anything could be caught at it.
"""

import asyncio
import json
from dataclasses import dataclass

from balint_live.domain.display import FROM_LEADERS, FROM_PARTICIPANTS, FROM_PRESENTER
from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Circle, Person

MARK = "zq7Xmarkedzq7X"
DISCUSSION = 6
ODD_SECONDS = 1234
"""A length no plan has: 1,234 s more than half an hour."""
HEADERS = {
    "User-Agent": f"Browser/{MARK}",
    "Referer": f"http://elsewhere.example/{MARK}",
    "X-Forwarded-For": "203.0.113.77",
    "X-Request-Id": MARK,
}


@dataclass
class HeldSession:
    """The pages of one meeting; the first registrant presents, the second does everything else the first does."""

    circle: Circle
    ana: Page
    ben: Page
    presenter: Page
    other: Page

    @classmethod
    async def begins(cls, circle: Circle) -> "HeldSession":
        people = [*circle.leaders[:2], *circle.registrants[:2]]
        return cls(circle, *[await Page.of(person) for person in people])

    async def until_the_discussion(self) -> None:
        """Somebody presents, everybody signals, minutes are added, the reminder is shown and put away."""
        await self.ana.taken("meeting.open")
        await self.ana.taken("timer.adjust", seconds=ODD_SECONDS)
        await self.ana.taken("reminder.show")
        await self.ana.taken("reminder.hide")
        await self.ana.walk_to(3)
        await self.ana.taken("presenter.set", person=self.circle.registrants[0].id)
        await self.ana.taken("timer.pause")
        await self.ana.taken("timer.resume")
        await self.ana.walk_to(DISCUSSION)
        await self.everybody_signals()

    async def everybody_signals(self) -> None:
        for signal in FROM_LEADERS:
            await self.ana.call("signal", {"signal": signal.id})
        for page in (self.presenter, self.other):
            for signal in (*FROM_PARTICIPANTS, *FROM_PRESENTER):
                await page.call("signal", {"signal": signal.id})

    async def they_try_to_write(self) -> None:
        """Nobody can; they are refused, and nobody else notices."""
        for page in (self.ana, self.presenter):
            body = {"id": new_id(), "type": "phase.next", "expectedRevision": page.revision, "note": MARK}
            await page.call("command", body)
            await page.call("command", {"id": MARK, "type": MARK, "expectedRevision": MARK})
            await page.call("signal", {"signal": MARK})
            await page.call("signal", {"signal": "need_leader", "text": MARK})
        for person in (self.circle.leaders[0], self.circle.registrants[0]):
            await asyncio.to_thread(_over_plain_http, person)

    async def ends(self) -> None:
        await self.ana.taken("meeting.close")


def _over_plain_http(person: Person) -> None:
    """The same over pages and forms, with a browser that says more of itself than it is asked."""
    token = person.token()
    person.command({"id": MARK, "type": "phase.next", "case": MARK}, token, **HEADERS)
    person.command(MARK.encode(), token, **HEADERS)
    for address in (f"{person.page}?case={MARK}", f"/{MARK}", f"/join/{MARK}", "/privacy"):
        person.get(address, **HEADERS)
    stranger = Person(person.url, person.meeting, {"id": "", "name": "", "link": ""})
    for address, field in (("/join", "code"), ("/sign-in", "email"), ("/link-again", "email")):
        form = stranger.get(address, **HEADERS).form
        stranger.post(address, {**form, field: f"{MARK}@example.org", MARK: MARK}, **HEADERS)
    person.ask("POST", f"{person.page}/signal", json.dumps({"signal": MARK}).encode(), HEADERS)
