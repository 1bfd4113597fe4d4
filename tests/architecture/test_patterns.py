"""No pattern goes over its text again and again: one that does lets a short file or a long name hold up every session."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.pumping import slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tried() -> "subprocess.CompletedProcess[str]":
    """Every pattern, by name and with the methods it is used by."""
    program = [sys.executable, "-W", "ignore", "-m", "tests.architecture.pumping"]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_pattern_of_the_application_goes_over_its_text_once(
    tried: "subprocess.CompletedProcess[str]",
) -> None:
    assert tried.returncode == 0, tried.stdout.splitlines()[-1:] + tried.stderr.splitlines()


def test_they_are_found_with_the_methods_they_are_used_by(tried: "subprocess.CompletedProcess[str]") -> None:
    found = tried.stdout.splitlines()
    expected = [
        "balint_live.adapters.mail.headers._BESIDE_A_NAME fullmatch",
        "balint_live.adapters.imports.text._PLAIN split",
        "balint_live.adapters.imports.workbook._NO_RESULT sub",
        "balint_live.adapters.mail.render: '\\\\n{3,}' sub",
    ]
    assert sorted(line for line in found if line in expected) == sorted(expected)


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(a+)+b", "match"),
        (r"(?:\w+|\d)+!", "fullmatch"),
        (r"\s+$", "search"),
        (r"(.+?)\s*<[^<>]*@[^<>]*>", "fullmatch"),
        (r"[^<>]*<([^<>]*)>", "search"),
        (rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)", "finditer"),
    ],
)
def test_one_that_does_not_is_found(pattern: str | bytes, method: str) -> None:
    assert slow(re.compile(pattern), {method}) != ""


@pytest.mark.parametrize(
    ("pattern", "method"),
    [(r"a+b", "match"), (r"[0-9]{1,6}", "search"), (r"[^<>]*<([^<>]*)>", "fullmatch"), (r"\n{3,}", "sub")],
)
def test_one_that_does_is_not(pattern: str, method: str) -> None:
    assert slow(re.compile(pattern), {method}) == ""
