"""Everybody at a browser of their own: a profile, a page, and a record of what it asked for and complained of."""

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import WIDE, Size, Someone
from tests.integration.live.person import Person

Anybody = TypeVar("Anybody", bound=Someone)


class Cast:
    """`scripts` run in each page before its own; other options are the browser profile's."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._people: list[Someone] = []

    def leader(self, person: Person, **options: Any) -> Leader:
        return self._seated(Leader(person, self._profile(**options)))

    def registrant(self, person: Person, **options: Any) -> Registrant:
        return self._seated(Registrant(person, self._profile(**options)))

    def passer_by(self, person: Person, **options: Any) -> Someone:
        """Holds somebody's link, and is perhaps nobody."""
        return self._seated(Someone(person, self._profile(**options)))

    def troubles(self) -> list[str]:
        """What the pages complained of, and the requests that went to another host than ours."""
        return [trouble for someone in self._people for trouble in someone.troubles + _strayed(someone)]

    def leave(self) -> None:
        for someone in self._people:
            someone.context.close()

    def _profile(self, size: Size = WIDE, scripts: Sequence[str] = (), **options: Any) -> Any:
        width, height = size
        context = self._browser.new_context(viewport={"width": width, "height": height}, **options)
        for script in scripts:
            context.add_init_script(script)
        return context

    def _seated(self, someone: Anybody) -> Anybody:
        self._people.append(someone)
        return someone


def _strayed(someone: Someone) -> list[str]:
    home = urlsplit(someone.person.url).netloc
    return [f"asked {place} for something" for place in someone.asked - {home}]
