"""What is installed is pinned: exact versions, a hash for each file, and no address to fetch them from."""

import json
import re
from pathlib import Path

import pytest

from tests.required_tools import require

ROOT = Path(__file__).parents[2]
PINS = ("run", "dev", "node")


def pinned(name: str) -> dict[str, str]:
    """The versions of requirements/<name>.txt, by package."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+) \\$", text, re.MULTILINE))


@pytest.mark.parametrize("name", PINS)
def test_every_line_is_a_pin_a_hash_or_a_comment(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    known = re.compile(r"[a-z0-9._-]+==\S+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#.*|")
    assert [line for line in lines if not known.fullmatch(line)] == []


@pytest.mark.parametrize("name", PINS)
def test_everything_asked_for_is_pinned(name: str) -> None:
    asked = re.findall(
        r"^([a-z0-9][a-z0-9-]*)", (ROOT / "requirements" / f"{name}.in").read_text(), re.MULTILINE
    )
    assert [package for package in asked if package not in pinned(name)] == []


def test_the_tests_run_with_what_the_application_runs_with() -> None:
    run, dev = pinned("run"), pinned("dev")
    assert {package: dev.get(package) for package in run} == run


def test_every_npm_package_has_a_hash_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {path: entry for path, entry in packages.items() if path}
    assert [path for path, entry in installed.items() if "integrity" not in entry] == []
    assert [path for path, entry in installed.items() if "resolved" in entry] == []


def test_the_socket_client_in_the_pages_is_the_published_one() -> None:
    published = require("npm_packages") / "socket.io-client" / "dist" / "socket.io.esm.min.js"
    ours = ROOT / "static" / "vendor" / "socket.io" / "socket.io.esm.min.js"
    assert ours.read_bytes() == published.read_bytes()
