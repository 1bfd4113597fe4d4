"""A person with a link and a browser: pages over plain HTTP, one cookie jar, redirects reported and not followed."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.client import Ticket

PATIENCE = 30.0


@dataclass(frozen=True)
class Answer:
    """One answer of the server; `headers` in lower case, the last of each name."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The hidden inputs, which are all a press needs."""
        return _Fields.of(self.text).hidden

    @property
    def meta(self) -> dict[str, str]:
        return _Fields.of(self.text).meta


class Person:
    """Leader or registrant, by what the demo printed of them."""

    def __init__(self, url: str, meeting: str, facts: Mapping[str, str]) -> None:
        self.url = url
        self.meeting = meeting
        self.id = facts["id"]
        self.name = facts["name"]
        self.link = facts["link"]
        self.jar: SimpleCookie = SimpleCookie()

    def elsewhere(self) -> "Person":
        """The same person at another browser."""
        return Person(self.url, self.meeting, {"id": self.id, "name": self.name, "link": self.link})

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in self.jar.items())

    @property
    def page(self) -> str:
        return f"/meetings/{self.meeting}"

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, None, headers)

    def post(self, address: str, fields: Mapping[str, str], **headers: str) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", address, urlencode(fields).encode(), headers)

    def press(self) -> Answer:
        """Open one's link, and press the one button there is."""
        return self.post(self.link, self.get(self.link).form)

    def token(self) -> str:
        """The live token of one's meeting page."""
        return self.get(self.page).meta["live-token"]

    def ticket(self) -> Ticket:
        """Press, open the page, and hold what lets a live connection in."""
        pressed = self.press()
        assert pressed.status == 303, pressed
        return Ticket(self.url, self.meeting, self.token(), self.cookie)

    def command(self, command: object, token: str, **headers: str) -> Answer:
        """A command through the plain HTTP door; headers' underscores are hyphens."""
        body = command if isinstance(command, bytes) else json.dumps(command).encode()
        return self.ask(
            "POST",
            f"{self.page}/command",
            body,
            {"Content-Type": "application/json", "X-Live-Token": token, **headers},
        )

    def ask(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        place = urlsplit(address)
        target = f"{place.path}?{place.query}" if place.query else place.path
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)
        sent = {"Connection": "close"} | ({"Cookie": self.cookie} if self.jar else {})
        sent |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        try:
            connection.request(method, target, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        cookies = tuple(answer.headers.get_all("Set-Cookie", []))
        for cookie in cookies:
            self.jar.load(cookie)
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, named, cookies, content)


@dataclass(frozen=True)
class Circle:
    """One group about to meet."""

    group: str
    meeting: str
    leaders: list[Person]
    registrants: list[Person]


class _Fields(HTMLParser):
    """The hidden inputs and named meta elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.meta: dict[str, str] = {}

    @classmethod
    def of(cls, text: str) -> "_Fields":
        fields = cls()
        fields.feed(text)
        return fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "input" and attributes.get("type") == "hidden":
            self.hidden[attributes["name"]] = attributes.get("value", "")
        elif tag == "meta" and "name" in attributes:
            self.meta[attributes["name"]] = attributes.get("content", "")
