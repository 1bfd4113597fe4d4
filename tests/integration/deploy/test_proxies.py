"""What both proxies promise, each by the file we ship: where requests go, what passes as it is, and what is never told."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.server import free_port
from tests.integration.deploy.asking import WEBSOCKET, Said, ask
from tests.integration.deploy.caddy import Caddy
from tests.integration.deploy.nginx import Nginx
from tests.integration.deploy.upstream import PAGE, STATIC, Upstream, upstreams
from tests.required_tools import require

Proxy = Nginx | Caddy
LINK = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0b20ifQ.c2lnbmF0dXJl"
MEETINGS = [f"{number:016x}" for number in range(24)]
LIST_FORM, LARGEST_FORM = "/groups/0123456789abcdef/people/import", 128 * 1000


def nginx(folder: Path, processes: list[int]) -> Nginx:
    return Nginx(require("nginx"), folder, processes, free_port(), tls=False)


def caddy(folder: Path, processes: list[int]) -> Caddy:
    return Caddy(require("caddy"), folder, processes, free_port())


@pytest.fixture(params=[nginx, caddy])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[list[int]], Proxy]]:
    """Each proxy in turn, before the processes at these ports."""
    with ExitStack() as running:
        yield lambda processes: running.enter_context(request.param(tmp_path / "proxy", processes))


@pytest.fixture
def two() -> Iterator[list[Upstream]]:
    with upstreams("one", "two") as both:
        yield both


@pytest.fixture
def proxy(before: Callable[[list[int]], Proxy], two: list[Upstream]) -> Proxy:
    return before([each.port for each in two])


def answered_by(proxy: Proxy, path: str) -> str:
    return ask(proxy.port, path).name


def test_everything_of_one_meeting_goes_to_one_process(proxy: Proxy) -> None:
    by_meeting = {
        meeting: {
            answered_by(proxy, path)
            for path in (
                f"/socket.io/?EIO=4&transport=websocket&m={meeting}",
                f"/meetings/{meeting}",
                f"/meetings/{meeting}/token",
                f"/meetings/{meeting}/snapshot",
            )
        }
        for meeting in MEETINGS
    }

    assert {len(names) for names in by_meeting.values()} == {1}
    assert set.union(*by_meeting.values()) == {"one", "two"}


def test_what_belongs_to_no_meeting_is_spread(proxy: Proxy) -> None:
    assert {answered_by(proxy, "/privacy") for _ in range(24)} == {"one", "two"}


def test_where_a_process_is_away_the_other_answers(before: Callable[[list[int]], Proxy]) -> None:
    with upstreams("stays") as [stays]:
        proxy = before([free_port(), stays.port])
        assert [ask(proxy.port, f"/meetings/{meeting}").status for meeting in MEETINGS] == [200] * len(
            MEETINGS
        )
        assert ask(proxy.port, f"/join/{LINK}", method="POST", body=b"a=1").status == 200
    assert len(stays.heads) == len(MEETINGS) + 1


def test_where_nobody_answers_a_page_says_so_and_tries_again(before: Callable[[list[int]], Proxy]) -> None:
    proxy = before([free_port()])
    said = ask(proxy.port, f"/join/{LINK}")

    assert (said.status, said.headers["retry-after"], said.headers["cache-control"]) == (502, "3", "no-store")
    assert said.headers["content-type"] == "text/html; charset=utf-8"
    assert said.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert b'<meta http-equiv="refresh" content="3">' in said.body
    assert b"The server is being restarted." in said.body
    assert told(proxy, 1).count(LINK) == 0


def test_a_personal_link_stands_in_no_log(proxy: Proxy, two: list[Upstream]) -> None:
    paths = [
        *(f"/{door}/{LINK}" for door in ("join", "leave", "sign-in", "", "JOIN")),
        f"//join/{LINK}",
        f"/join%2F{LINK}",
        f"/join/{LINK}/record/statements",
        f"/groups/{LINK}",
        f"/{LINK}",
        f"/verify?code={LINK}",
    ]
    answers = [ask(proxy.port, path, {"Referer": f"http://localhost/join/{LINK}"}) for path in paths]

    assert [answer.status for answer in answers] == [200] * len(paths)
    assert sum(LINK in path for upstream in two for path, _ in upstream.heads) == len(paths)
    assert told(proxy, len(paths)).count(LINK) == 0


def test_what_is_compressed_and_how_is_the_applications_to_decide(proxy: Proxy, two: list[Upstream]) -> None:
    """A page's compressed length may tell about the secrets in it, unless whoever compresses knows of them."""
    page = ask(proxy.port, "/privacy", {"Accept-Encoding": "gzip"})
    [head] = [head for upstream in two for _, head in upstream.heads]

    assert head["accept-encoding"] == "gzip"
    assert (page.body, "content-encoding" in page.headers) == (PAGE, False)
    assert gzip.decompress(ask(proxy.port, "/static/a.js").body) == STATIC


def test_a_websocket_is_asked_for_without_extensions(proxy: Proxy, two: list[Upstream]) -> None:
    ask(proxy.port, "/socket.io/?m=a", WEBSOCKET)
    [head] = [head for upstream in two for _, head in upstream.heads]

    assert (head["connection"].lower(), head["upgrade"]) == ("upgrade", "websocket")
    assert "sec-websocket-key" in head
    assert "sec-websocket-extensions" not in head


def test_where_somebody_comes_from_is_the_proxys_word(proxy: Proxy, two: list[Upstream]) -> None:
    claims = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
    }
    ask(proxy.port, "/meetings/a", claims)
    [head] = [head for upstream in two for _, head in upstream.heads]

    told = [head["x-forwarded-for"], head["x-forwarded-proto"], head["x-forwarded-host"].partition(":")[0]]
    assert told == ["127.0.0.1", "http", "localhost"]


def test_the_figures_are_not_for_the_public(proxy: Proxy, two: list[Upstream]) -> None:
    assert ask(proxy.port, "/metrics").status == 404
    assert [upstream.heads for upstream in two] == [[], []]


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/join", LARGEST_FORM, 200),
        ("/join", 2 * LARGEST_FORM, 413),
        (LIST_FORM, 2 * LARGEST_FORM, 200),
        (LIST_FORM, 11_000_000, 200),
        (LIST_FORM, 13_000_000, 413),
    ],
)
def test_a_form_is_small_and_a_list_may_be_large(proxy: Proxy, path: str, length: int, status: int) -> None:
    assert posted(proxy, path, length).status == status


def posted(proxy: Proxy, path: str, length: int) -> Said:
    return ask(proxy.port, path, method="POST", body=b"x" * length)


def told(proxy: Proxy, requests: int) -> str:
    """Everything it has written down, once it is done with so many requests."""
    return proxy.said + (str(proxy.log(times=requests)) if isinstance(proxy, Nginx) else "")
