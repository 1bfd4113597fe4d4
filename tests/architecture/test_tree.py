"""The tree says nothing about where it was made: it works from anybody's folder, with anybody's registries."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.required_tools import require

ROOT = Path(__file__).parents[2]

# Put together here, so that this file does not name them either.
REGISTRIES = [".".join(labels) for labels in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
FOLDERS = [f"/{folder}/" for folder in ("work", "root", "tmp", "home/runner")]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file that is, or is about to be, under version control."""
    if not (ROOT / ".git").exists():
        pytest.skip("This tree is a copy without its history.")
    git = require("git")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(_read(listed.stdout.split("\0")))


def _read(paths: list[str]) -> Iterator[tuple[str, str]]:
    for path in filter(None, paths):
        try:
            yield path, (ROOT / path).read_text(encoding="utf-8")
        except (
            UnicodeDecodeError,
            FileNotFoundError,
        ):  # an image or a font; or deleted and not yet committed
            continue


def mentions(texts: dict[str, str], words: list[str]) -> list[tuple[str, str]]:
    return [(path, word) for path, text in texts.items() for word in words if word in text]


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert mentions(texts, REGISTRIES) == []


def test_no_file_names_a_folder_of_the_machine_it_was_made_on(texts: dict[str, str]) -> None:
    assert mentions(texts, [*FOLDERS, f"{ROOT}/"]) == []


def test_a_mention_is_found() -> None:
    assert mentions({"a": "see /srv/here/x", "b": "nothing"}, ["/srv/here/"]) == [("a", "/srv/here/")]


def test_the_tests_patch_nothing_of_ours(texts: dict[str, str]) -> None:
    python = {path: text for path, text in texts.items() if path.endswith(".py")}
    assert mentions(python, ["unittest" + ".mock", "monkeypatch" + ".setattr"]) == []
