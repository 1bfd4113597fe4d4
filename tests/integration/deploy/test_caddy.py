"""Caddy's file by itself: it is valid, written as Caddy writes it, and its own header goes no further."""

import subprocess
from pathlib import Path

import pytest

from bench.server import free_port
from tests.integration.deploy.asking import ask
from tests.integration.deploy.caddy import SHIPPED, Caddy
from tests.integration.deploy.upstream import upstreams
from tests.required_tools import require

pytestmark = pytest.mark.needs_caddy


def caddy(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([require("caddy"), *words], capture_output=True, text=True, check=False)


def test_the_shipped_file_is_valid_and_says_nothing_to_think_about() -> None:
    said = caddy("validate", "--config", str(SHIPPED), "--adapter", "caddyfile")
    assert (said.returncode, said.stdout.strip()) == (0, "Valid configuration")
    assert '"level":"warn"' not in said.stderr


def test_the_header_it_chooses_a_process_by_is_its_own(tmp_path: Path) -> None:
    with (
        upstreams("one", "two") as both,
        Caddy(require("caddy"), tmp_path / "caddy", [each.port for each in both], free_port()) as proxy,
    ):
        names = {
            ask(proxy.port, "/meetings/a", {"X-Balint-Meeting": f"{number}"}).name for number in range(24)
        }
    heads = [head for upstream in both for _, head in upstream.heads]

    assert len(names) == 1
    assert [head.get("x-balint-meeting") for head in heads] == [None] * 24
