"""A person at a browser: what they see, what they press, and what their pages complained of behind their back."""

import re
from collections.abc import Callable
from time import monotonic
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebSocket, expect

from tests.integration.live.person import Person

Size = tuple[int, int]

WIDE: Size = (1280, 900)
NARROW: Size = (360, 740)
SOON = 20.0
"""Seconds after which what ought to happen at once, on a busy machine too, is given up."""


class Someone:
    """`expects` are patterns of complaints that belong to the scene, such as a server that is away."""

    def __init__(self, person: Person, context: BrowserContext) -> None:
        self.person = person
        self.name = person.name
        self.context = context
        self.expects: list[str] = []
        self.asked: set[str] = set()
        self._complaints: list[str] = []
        self._snapshots = 0
        context.on("console", self._note)
        context.on("weberror", lambda fault: self._complaints.append(str(fault.error)))
        context.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        self.page = self.opens_a_tab()

    @property
    def heading(self) -> Locator:
        """The name of the phase, or of what is instead of one."""
        return self.part("phase-name")

    @property
    def troubles(self) -> list[str]:
        return [said for said in self._complaints if not any(re.search(each, said) for each in self.expects)]

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-part="{name}"]')

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def opens_a_tab(self) -> Page:
        page = self.context.new_page()
        page.on("websocket", self._follow)
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        return page

    def opens_link(self) -> None:
        self.page.goto(self.person.link)

    def arrives(self) -> None:
        """Open the link, press the one button, and be connected."""
        self.opens_link()
        self.meanwhile_connects(self.presses_the_button)

    def presses_the_button(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("form button").click()

    def sits_down(self) -> None:
        """Connected, in a browser in which the button was pressed earlier on."""
        self.has_pressed()
        self.meanwhile_connects(lambda: self.page.goto(self.person.url + self.person.page))

    def has_pressed(self) -> None:
        self.person.press()
        for name, cookie in self.person.jar.items():
            self.context.add_cookies([{"name": name, "value": cookie.coded_value, "url": self.person.url}])

    def reloads(self) -> None:
        self.meanwhile_connects(self.page.reload)

    def meanwhile_connects(self, act: Callable[[], object]) -> None:
        """`act` brings up a page, which then has its first snapshot over the socket."""
        before = self._snapshots
        act()
        self.until(lambda: self._snapshots > before)

    def until(self, holds: Callable[[], bool], within: float = SOON) -> None:
        """Wait, while the page's events come in. For what is no element, which could be expected."""
        deadline = monotonic() + within
        while not holds():
            assert monotonic() < deadline, f"{self.name} waited in vain"
            self.page.wait_for_timeout(25)

    def is_at(self, phase: str) -> None:
        expect(self.heading).to_have_text(phase)

    def _follow(self, socket: WebSocket) -> None:
        self.asked.add(urlsplit(socket.url).netloc)
        socket.on("framereceived", self._hear)

    def _hear(self, payload: str | bytes) -> None:
        if isinstance(payload, str) and payload.startswith('42/live,["snapshot"'):
            self._snapshots += 1

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(message.text)
