"""A browser as far as a link, a form and a cookie go: from a person's link to their live ticket.

The pages are read as the contract describes them (hidden inputs, one meta element), not as they look.
"""

import http.client
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bench.client import Ticket
from bench.websocket import Refused


class Page(NamedTuple):
    """One answer: `location` is empty unless it redirects."""

    status: int
    location: str
    text: str


class Visitor:
    """One person with one cookie jar, on one server. Redirects are reported, not followed."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def ticket(self, link: str) -> Ticket:
        """Press the button behind a person's link and read the ticket off their meeting's page."""
        meeting_page = self.press(link).location
        token = _Fields.of(self.get(meeting_page).text).meta.get("live-token")
        if token is None:
            raise Refused("the press led to a page without a live token")
        meeting = urlsplit(meeting_page).path.rpartition("/")[2]
        return Ticket(self.url, meeting, token, self.cookie())

    def press(self, link: str) -> Page:
        """Fetch the page, post its form's hidden fields back; raises Refused when that does not redirect."""
        page = self.post(link, self.hidden(link))
        if page.status != 303:
            raise Refused(f"the press was answered with {page.status}")
        return page

    def hidden(self, link: str) -> dict[str, str]:
        """The hidden fields of a page's form."""
        return _Fields.of(self.get(link).text).hidden

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
        headers = {"Cookie": self.cookie(), "Origin": self.url, "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, urlsplit(link).path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(cookie)
        return Page(answer.status, answer.headers.get("Location", ""), answer.read().decode())


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
