"""The browser's code, tested in Node: one run of them all, told here file by file."""

import json
import os
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FILES = sorted(path.relative_to(ROOT).as_posix() for path in HERE.rglob("*.test.js"))


class Line(TypedDict):
    """A line of by_file.js; `kind` is "passed", "failed", "not run", "holds tests" or "said"."""

    file: str
    name: str
    kind: str
    why: str


@pytest.fixture(scope="module")
def run(node: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [node, "--test", "--test-reporter=./tests/js/by_file.js", *FILES],
        cwd=ROOT,
        env={**os.environ, "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def lines(run: subprocess.CompletedProcess[str]) -> list[Line]:
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def test_there_are_tests_of_the_browsers_code() -> None:
    assert FILES != []


@pytest.mark.parametrize("file", FILES)
def test_javascript(file: str, lines: list[Line]) -> None:
    here = [line for line in lines if ROOT / line["file"] == ROOT / file]

    said = "".join(line["why"] for line in here if line["kind"] == "said")
    failures = [f"{line['name']}\n{line['why']}\n" for line in here if line["kind"] == "failed"]
    assert not failures, "\n".join([*failures, said])
    assert any(line["kind"] == "passed" for line in here), "No test ran in this file."


def test_nothing_failed_outside_these_files(run: subprocess.CompletedProcess[str], lines: list[Line]) -> None:
    files = {ROOT / file for file in FILES}
    failed = [line for line in lines if line["kind"] == "failed"]
    assert [line for line in failed if ROOT / line["file"] not in files] == []
    assert run.returncode == 0 or failed, run.stdout + run.stderr
