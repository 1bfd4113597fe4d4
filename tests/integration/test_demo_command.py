"""`python app.py demo` from outside: one line of JSON, then a server; the same links when it goes on."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

PROJECT = Path(__file__).parents[2]


@contextmanager
def demo(data: Path, *arguments: str, **environment: str) -> Iterator[Any]:
    """The demo, serving: what it told. Stopped afterwards, which must succeed."""
    command = [
        sys.executable,
        "-W",
        "ignore",
        str(PROJECT / "app.py"),
        "demo",
        "--port",
        "0",
        "--data",
        str(data),
    ]
    clean = {name: value for name, value in os.environ.items() if name != "BALINT_LIVE_CONFIG"}
    with (data.parent / "demo-says").open("w") as says:
        process = subprocess.Popen(
            [*command, "--json", *arguments],
            stdout=subprocess.PIPE,
            stderr=says,
            text=True,
            cwd=data.parent,
            env={**clean, **environment},
        )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def health(url: str) -> str:
    with urlopen(f"{url}/healthz", timeout=10) as answer:
        status: str = json.load(answer)["status"]
        return status


def without_port(told: Any) -> Any:
    return json.loads(re.sub(r"http://127\.0\.0\.1:\d+", "http://here", json.dumps(told)))


def test_it_tells_address_groups_and_links_and_serves(tmp_path: Path) -> None:
    with demo(tmp_path / "demo", "--groups", "2", "--registrants", "3") as told:
        assert health(told["url"]) == "ok"

    assert list(told) == ["url", "groups"]
    assert [list(group) for group in told["groups"]] == [["group", "meeting", "leaders", "registrants"]] * 2
    for group in told["groups"]:
        assert [list(leader) for leader in group["leaders"]] == [["id", "name", "link"]] * 2
        assert [list(person) for person in group["registrants"]] == [["id", "name", "email", "link"]] * 3
        assert all(each["link"].startswith(f"{told['url']}/sign-in/") for each in group["leaders"])
        assert all(each["link"].startswith(f"{told['url']}/join/") for each in group["registrants"])


def test_with_the_same_directory_it_goes_on_links_and_all(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as first:
        pass
    with demo(tmp_path / "demo", "--groups", "3", "--registrants", "2") as second:
        pass

    assert [(len(group["leaders"]), len(group["registrants"])) for group in first["groups"]] == [(2, 8)]
    assert without_port(second) == without_port(first)


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_it_follows_the_configured_tastes_but_not_the_configured_data(tmp_path: Path, mode: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f'[server]\nhost = "0.0.0.0"\nasync_mode = "{mode}"\npublic_url = "https://balint.example.org"\n'
        '[database]\nurl = "postgresql+psycopg2://x@127.0.0.1:1/x"\n',
        encoding="utf-8",
    )
    with demo(tmp_path / "demo", BALINT_LIVE_CONFIG=str(config)) as told:
        assert health(told["url"]) == "ok"

    said = (tmp_path / "demo-says").read_text().splitlines()
    assert (
        said[0]
        == f"The demo keeps a database of its own in {tmp_path / 'demo'}; the configured one is not used."
    )

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", told["url"])
