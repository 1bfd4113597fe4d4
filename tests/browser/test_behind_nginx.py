"""As a society runs it: nginx in front, by the file we ship; from the link in a mail to sitting in the room."""

import http.client
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from bench.server import free_port
from tests.browser.cast import Cast
from tests.browser.hands import press
from tests.browser.outbox import newest
from tests.integration.deploy.nginx import NAME, Nginx
from tests.integration.live.person import Answer, Person
from tests.integration.live.served import Installed, Settings
from tests.required_tools import require

pytestmark = [pytest.mark.needs_browser, pytest.mark.needs_nginx, pytest.mark.timeout(300)]

Behind = Callable[..., tuple[Installed, Nginx]]
HTTPS = {"ignore_https_errors": True}


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Behind]:
    """A server, and nginx before it."""
    started: list[tuple[Installed, Nginx]] = []

    def start(own_host: bool = False) -> tuple[Installed, Nginx]:
        port = free_port()
        settings: Settings = {"server": {"public_url": f"https://{NAME}:{port}", "proxies": 1}}
        served = Installed(tmp_path / "served", settings=settings)
        served.start()
        nginx = Nginx(require("nginx"), tmp_path / "nginx", [served.port], port, own_host=own_host)
        started.append((served, nginx.__enter__()))
        return started[-1]

    yield start
    for served, nginx in started:
        nginx.__exit__()
        assert served.stop()[0] == 0
        assert served.complaints() == []


def test_from_the_link_in_a_mail_to_the_room(behind: Behind, cast: Cast) -> None:
    served, nginx = behind()
    origin_of_proxy = f"https://{NAME}:{nginx.port}"
    people = served.circle_of(served.hello["groups"][0])
    tom = cast.registrant(_at(origin_of_proxy, people.registrants[0]), **HTTPS)
    ana = cast.leader(_at(origin_of_proxy, people.leaders[0]), **HTTPS)

    tom.page.goto(f"{origin_of_proxy}/link-again")
    tom.page.get_by_label("Your e-mail address").fill(_address(served, "registrants", tom.person))
    press(tom.page, "Send me my link")
    tom.person.link = newest(served, tom.name, "Your link").link("join")
    tom.arrives()
    tom.is_connected()

    ana.page.goto(f"{origin_of_proxy}/sign-in")
    ana.page.get_by_label("Your e-mail address").fill(_address(served, "leaders", ana.person))
    press(ana.page, "E-mail me a link")
    ana.page.goto(newest(served, ana.name, "Your sign-in link").link("sign-in"))
    ana.meanwhile_connects(lambda: press(ana.page, "Sign in"))
    ana.starts()
    ana.button("Start").click()
    expect(tom.heading).to_have_text("Opening and agreement")

    protocol = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
    assert [each.page.evaluate(protocol) for each in (tom, ana)] == ["h2", "h2"]
    assert tom.person.link.startswith(f"{origin_of_proxy}/join/")
    for each in (tom, ana):
        each.context.close()
    logged = nginx.log('"status": 101', times=2)
    assert ("/socket.io", 101) in {(line["address"], line["status"]) for line in logged}
    assert ("POST", "/join/…") in {(line["method"], line["address"]) for line in logged}
    assert tom.person.link.rpartition("/")[2] not in str(logged)


@pytest.mark.parametrize("own_host", [False, True], ids=["the host that was asked for", "nginx's own host"])
def test_a_press_counts_whatever_host_nginx_names(behind: Behind, own_host: bool) -> None:
    served, nginx = behind(own_host)
    origin_of_proxy = f"https://{NAME}:{nginx.port}"
    person = _at(origin_of_proxy, served.circle_of(served.hello["groups"][0]).registrants[0])
    context = ssl.create_default_context()
    nginx.authority.configure_trust(context)

    pressed = {
        origin: _pressed(person, context, {"Origin": origin} if origin else {})
        for origin in ("", origin_of_proxy, "null", "https://evil.example", f"http://{NAME}:{nginx.port}")
    }

    assert [each.status for each in pressed.values()] == [303, 303, 303, 400, 400]
    assert pressed[""].headers["location"] == person.page
    assert pressed[""].headers["strict-transport-security"]


def _at(origin_of_proxy: str, person: Person) -> Person:
    """The same person, who comes by the public address."""
    link = origin_of_proxy + urlsplit(person.link).path
    return Person(origin_of_proxy, person.meeting, {"id": person.id, "name": person.name, "link": link})


def _address(served: Installed, table: str, person: Person) -> str:
    [(address,)] = served.rows(f"SELECT email FROM {table} WHERE id = ?", person.id)
    return str(address)


def _pressed(person: Person, context: ssl.SSLContext, headers: dict[str, str]) -> Answer:
    """By a browser that says no more than is said here."""
    line = http.client.HTTPSConnection(urlsplit(person.url).netloc, context=context, timeout=30)
    line.request("GET", urlsplit(person.link).path)
    page = _answer(line)
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": page.cookies[0].partition(";")[0]}
    line.request("POST", urlsplit(person.link).path, urlencode(page.form), sent | headers)
    answer = _answer(line)
    line.close()
    return answer


def _answer(line: http.client.HTTPSConnection) -> Answer:
    response = line.getresponse()
    named = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, named, tuple(response.headers.get_all("Set-Cookie", [])), response.read())
