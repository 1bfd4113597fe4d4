"""Two leaders and two registrants of one group, each with an open page."""

from typing import Any, NamedTuple

from tests.integration.live.page import Page
from tests.integration.live.person import Circle
from tests.integration.live.served import Served


class Room(NamedTuple):
    """Two leaders' pages and two registrants', of one group."""

    circle: Circle
    ana: Page
    ben: Page
    one: Page
    two: Page

    @property
    def pages(self) -> list[Page]:
        return [self.ana, self.ben, self.one, self.two]


async def room_in(site: Served) -> Room:
    circle = site.circle()
    people = [*circle.leaders, *circle.registrants[:2]]
    return Room(circle, *[await Page.of(person) for person in people])


def refusal(code: str, revision: int) -> dict[str, Any]:
    return {"ok": False, "code": code, "revision": revision}
