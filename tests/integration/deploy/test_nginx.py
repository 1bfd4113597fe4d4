"""nginx, by the file we ship: how long it waits, for how much and from whom; what it writes down; what reaches its disk."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from balint_live.cli.installation import bring_up_to_date, settled
from balint_live.composition import create_app
from balint_live.config import from_settings
from balint_live.runtime import runtime
from bench.server import free_port
from tests.integration.deploy.asking import ask, begin, begin_head, last_words
from tests.integration.deploy.nginx import SHIPPED, Nginx
from tests.integration.deploy.upstream import Upstream, upstreams
from tests.required_tools import require

pytestmark = pytest.mark.needs_nginx

LIST_FORM = "/groups/0123456789abcdef/people/import"
BESIDES = {"socket.io", "rehearsal", "zoom"}
"""The live socket's own, and what the outer contract names beside."""
ONE_WORKER = {"worker_processes auto;": "worker_processes 1;"}

Started = Callable[..., Nginx]


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with upstreams("one") as [one]:
        yield one


@pytest.fixture
def started(tmp_path: Path, upstream: Upstream) -> Iterator[Started]:
    """nginx with other words for some of the file's."""
    with ExitStack() as running:

        def start(instead: Mapping[str, str] | None = None) -> Nginx:
            program, processes = require("nginx"), [upstream.port]
            nginx = Nginx(program, tmp_path / "nginx", processes, free_port(), tls=False, instead=instead)
            return running.enter_context(nginx)

        yield start


def test_a_line_of_the_log_names_an_area_and_no_person(started: Started) -> None:
    nginx = started()
    for path in (
        "/",
        "/join/abc?x=1",
        "/join",
        "/groups/1/people/2",
        "/static/js/a.js",
        "/socket.io/?m=1",
        "/what",
    ):
        ask(nginx.port, path)
    lines = nginx.log(times=7)

    assert [line["address"] for line in lines] == [
        "/",
        "/join/…",
        "/join",
        "/groups/…",
        "/static/js/a.js",
        "/socket.io",
        "/…",
    ]
    assert set(lines[0]) == {"at", "method", "address", "status", "bytes", "seconds", "process"}
    assert [(line["method"], line["status"]) for line in lines] == [("GET", 200)] * 7


def test_every_page_of_the_application_lies_in_an_area_that_the_log_names(tmp_path: Path) -> None:
    named = re.search(r"<named>/\(([^)]*)\)\)", SHIPPED.read_text())
    assert named is not None
    assert set(named[1].replace("\\", "").split("|")) == areas(tmp_path) | BESIDES


def areas(folder: Path) -> set[str]:
    """The first parts of the addresses of the application's pages."""
    config = settled(from_settings({"data": {"directory": str(folder / "data")}}, "here"))
    bring_up_to_date(config)
    app = create_app(config, runtime("threading")).flask
    return {str(rule).split("/")[1] for rule in app.url_map.iter_rules()} - {"static", ""}


def test_a_head_that_does_not_come_is_not_waited_for(started: Started) -> None:
    nginx = started({"client_header_timeout 10s": "client_header_timeout 1s"})
    assert last_words(begin_head(nginx.port)) == b""


def test_a_form_that_does_not_come_is_not_waited_for(started: Started, upstream: Upstream) -> None:
    nginx = started({"client_body_timeout   30s": "client_body_timeout 1s"})
    last_words(begin(nginx.port, "/join", 1000, 10))
    assert upstream.heads == []


def test_one_address_has_so_many_requests_at_once_but_not_files_and_events(started: Started) -> None:
    nginx = started({"rate=50r/s": "rate=1r/s", "burst=1000": "burst=5"})

    assert [ask(nginx.port, "/join").status for _ in range(8)] == [200] * 6 + [429] * 2
    for unlimited in ("/static/a.js", "/zoom/webhook"):
        assert [ask(nginx.port, unlimited).status for _ in range(20)] == [200] * 20


def test_one_address_has_so_many_connections(started: Started) -> None:
    nginx = started(ONE_WORKER | {"limit_conn connections 1000": "limit_conn connections 2"})
    waiting = [begin(nginx.port, "/join", 1000, 10) for _ in range(2)]

    assert ask(nginx.port, "/join").status == 429
    for line in waiting:
        line.close()


@pytest.mark.parametrize(
    ("buffer", "files"), [("128k", 0), ("16k", 1)], ids=["as shipped", "a smaller buffer"]
)
def test_a_form_is_never_written_to_the_disk(started: Started, buffer: str, files: int) -> None:
    nginx = started(ONE_WORKER | {"client_body_buffer_size 128k": f"client_body_buffer_size {buffer}"})
    with begin(nginx.port, "/join", 120_000, 100_000):
        ask(nginx.port, "/")  # answered once it has taken in what came before
        assert len(nginx.bodies_on_disk) == files


def test_a_list_is_passed_on_as_it_comes_and_not_written_to_the_disk(
    started: Started, upstream: Upstream
) -> None:
    nginx = started()
    with begin(nginx.port, LIST_FORM, 2_000_000, 300_000):
        assert upstream.asked.wait(20)
        assert nginx.bodies_on_disk == []
