"""A browser as far as a link, a form and a cookie go: from a person's link to their live ticket.

The pages are read as the contract describes them (hidden inputs, one meta element), not as they look. They are searched
rather than parsed: a parser would cost the client more than the page costs the server.
"""

import http.client
import json
import re
from html import unescape
from http.cookies import SimpleCookie
from typing import NamedTuple, Self
from urllib.parse import urlencode, urlsplit

from bench.client import Ticket
from bench.websocket import Refused

_INPUT = re.compile(r"<(input|meta)\s([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class Page(NamedTuple):
    """One answer: `location` is empty unless it redirects."""

    status: int
    location: str
    text: str


class Visitor:
    """One person with one cookie jar and one connection, on one server. Redirects are reported, not followed."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._connection.close()

    def ticket(self, link: str) -> Ticket:
        """Press the button behind a person's link and read the ticket off their meeting's page."""
        meeting_page = self.press(link).location
        token = _fields(self.get(meeting_page).text, "meta", "content").get("live-token")
        if token is None:
            raise Refused("the press led to a page without a live token")
        meeting = urlsplit(meeting_page).path.rpartition("/")[2]
        return Ticket(self.url, meeting, token, self.cookie())

    def newer(self, ticket: Ticket) -> Ticket:
        """The same ticket with a token fetched now, as a page does that connects again."""
        fetched = json.loads(self.get(f"{self.url}/meetings/{ticket.meeting}/token").text)
        return Ticket(ticket.url, ticket.meeting, fetched["token"], self.cookie())

    def press(self, link: str) -> Page:
        """Fetch the page, post its form's hidden fields back; raises Refused when that does not redirect."""
        page = self.post(link, self.hidden(link))
        if page.status != 303:
            raise Refused(f"the press was answered with {page.status}")
        return page

    def hidden(self, link: str) -> dict[str, str]:
        """The hidden fields of a page's form."""
        return _fields(self.get(link).text, "input", "value")

    def get(self, link: str) -> Page:
        """Fetch a page; raises Refused unless its status is 200."""
        page = self._request("GET", link)
        if page.status != 200:
            raise Refused(f"the page was answered with {page.status}")
        return page

    def post(self, link: str, fields: dict[str, str]) -> Page:
        """Post a form."""
        return self._request("POST", link, urlencode(fields))

    def cookie(self) -> str:
        """All cookies, as the header's value."""
        return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in self._cookies.items())

    def _request(self, method: str, link: str, body: str | None = None) -> Page:
        headers = {"Cookie": self.cookie(), "Origin": self.url}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            return self._answer(method, urlsplit(link).path, body, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()  # kept open since the last request, and closed by the server meanwhile
            return self._answer(method, urlsplit(link).path, body, headers)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Page:
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(cookie)
        return Page(answer.status, answer.headers.get("Location", ""), answer.read().decode())


def _fields(text: str, element: str, value: str) -> dict[str, str]:
    """By name, the values of a page's hidden inputs or of its meta elements."""
    found: dict[str, str] = {}
    for name, attributes in _INPUT.findall(text):
        said = dict(_ATTRIBUTE.findall(attributes))
        if name == element and "name" in said and (name == "meta" or said.get("type") == "hidden"):
            found[said["name"]] = unescape(said.get(value, ""))
    return found
