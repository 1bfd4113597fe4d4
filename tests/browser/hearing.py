"""Between a page and the server: what the server says can be kept from the page for a while, as a slow line does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocketRoute


class Hearing:
    """To be put in place before the page opens."""

    def __init__(self, page: Page) -> None:
        self._line: WebSocketRoute | None = None
        self._deaf = False
        self._missed: list[str | bytes] = []
        page.route_web_socket(re.compile(r"/socket\.io/"), self._join)

    @contextmanager
    def lost(self) -> Iterator[None]:
        """What is said meanwhile arrives afterwards, in order."""
        self._deaf = True
        yield
        self._deaf = False
        while self._missed:
            self._pass_on(self._missed.pop(0))

    def _join(self, line: WebSocketRoute) -> None:
        self._line = line
        line.connect_to_server().on_message(self._hear)

    def _hear(self, message: str | bytes) -> None:
        if self._deaf:
            self._missed.append(message)
        else:
            self._pass_on(message)

    def _pass_on(self, message: str | bytes) -> None:
        assert self._line is not None
        self._line.send(message)
