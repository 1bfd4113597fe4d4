"""A press counts, with a Referer or without, behind whatever proxy; one from another site, or without its token, never."""

from collections.abc import Callable, Iterator

import pytest

from tests.integration.live.malformed import said
from tests.integration.live.person import Answer, Person
from tests.integration.live.served import MODES, Installed, Served

SITE = "https://balint.example.org"
BEHIND_A_PROXY = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "balint.example.org",
    "X-Forwarded-For": "203.0.113.7",
}
OURS = [
    {},
    {"Referer": f"{SITE}/join"},
    {"Referer": f"{SITE}/"},
    {"Origin": SITE},
    {"Origin": SITE, "Referer": f"{SITE}/join/x"},
    {"Origin": "null"},
    {"Origin": "HTTPS://Balint.Example.org"},
]
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://balint.example.org"},
    {"Origin": f"{SITE}.evil.example"},
    {"Origin": "https://evil.balint.example.org"},
    {"Origin": f"{SITE}:8443"},
    {"Origin": "null", "Referer": "https://evil.example/"},
    {"Referer": "https://evil.example/?https://balint.example.org/"},
    {"Referer": f"{SITE}@evil.example/"},
    {"Origin": SITE, "Referer": "https://evil.example/"},
    {"Origin": "https://evil.example", "Referer": f"{SITE}/join"},
]


@pytest.fixture(scope="module", params=MODES)
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Installed(
        tmp_path_factory.mktemp("installed"),
        mode=request.param,
        settings={"server": {"public_url": "HTTPS://Balint.Example.org:443/", "proxies": 1}},
    )
    yield served.start()
    assert served.stop()[0] == 0
    assert served.complaints() == []


class Behind:
    """Somebody who comes through a proxy that sends the given Host."""

    def __init__(self, person: Person, host: str = "balint.example.org") -> None:
        self.person = person
        self._headers = {**BEHIND_A_PROXY, "Host": host}

    def get(self, address: str) -> Answer:
        return self.person.get(address, **self._headers)

    def post(self, address: str, fields: dict[str, str], **headers: str) -> Answer:
        return self.person.post(address, fields, **{**self._headers, **headers})


@pytest.mark.parametrize("host", ["balint.example.org", "127.0.0.1:8000", "balint_live"])
@pytest.mark.parametrize("headers", OURS, ids=str)
def test_a_press_from_here_counts(installed: Served, host: str, headers: dict[str, str]) -> None:
    person = Behind(installed.circle_of(installed.hello["groups"][0]).registrants[0], host)
    link = person.person.link
    answer = person.post(link, person.get(link).form, **headers)

    assert (answer.status, answer.headers["location"]) == (303, person.person.page)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_one_from_another_site_does_not(installed: Served, headers: dict[str, str]) -> None:
    person = Behind(installed.circle_of(installed.hello["groups"][0]).registrants[1])
    link, before = person.person.link, installed.tables()
    answer = person.post(link, person.get(link).form, **headers)

    assert (answer.status, "not on one of our pages" in answer.text) == (400, True)
    assert f'href="{SITE}/"' in answer.text
    assert installed.tables() == before


def test_nor_without_the_pages_token_nor_with_another_browsers(installed: Served) -> None:
    mine, theirs = (
        Behind(each) for each in installed.circle_of(installed.hello["groups"][0]).registrants[2:4]
    )
    link = mine.person.link
    mine.get(link)
    token = theirs.get(theirs.person.link).form["csrf_token"]
    answers = [mine.post(link, each) for each in ({}, {"csrf_token": "x"}, {"csrf_token": token})]

    assert [each.status for each in answers] == [400, 400, 400]
    assert all("Please press once more" in each.text for each in answers)


def test_the_cookie_is_for_https_and_this_host_alone(installed: Served) -> None:
    person = Behind(installed.circle_of(installed.hello["groups"][0]).registrants[0])
    [cookie] = person.get(person.person.link).cookies

    assert cookie.startswith("__Host-balint=")
    assert "; Secure" in cookie


@pytest.mark.parametrize(
    ("origin", "status"), [(SITE, b"101"), ("https://evil.example", b"400"), (f"{SITE}:443", b"400")]
)
def test_the_live_socket_knows_the_site_as_browsers_write_it(
    installed: Served, origin: str, status: bytes
) -> None:
    ask = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        "Host: balint_live",
        f"Origin: {origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "X-Forwarded-Proto: https",
    )

    assert said(installed.port, "\r\n".join((*ask, "", "")).encode()).split()[1] == status


@pytest.mark.parametrize("mode", MODES)
def test_an_ipv6_host_is_served(fresh: Callable[..., Installed], mode: str) -> None:
    """Also where no public address is configured: links and origins have it in brackets."""
    served = fresh(start=False, kind=Installed, mode=mode, settings={"server": {"host": "::1"}})
    served.start()
    url = f"http://[::1]:{served.port}"
    assert f"Serving {url} on port {served.port} of [::1]." in served.said
    facts = served.hello["groups"][0]["registrants"][0]
    person = Person(url, served.hello["groups"][0]["meeting"], facts)

    answer = person.post(person.link, person.get(person.link).form, Origin=url)

    assert (answer.status, answer.headers["location"]) == (303, person.page)
    assert f"connect-src 'self' ws://[::1]:{served.port};" in answer.headers["content-security-policy"]
