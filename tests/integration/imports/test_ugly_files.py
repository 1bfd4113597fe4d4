"""Forty and more files as people send them, each beside the preview it must give."""

import json
from pathlib import Path

import pytest

from balint_live.adapters.imports.reader import ListFiles
from tests.integration.imports.told import file_told

FILES = Path(__file__).with_name("files")
LISTS = sorted(path for path in FILES.iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_each_gives_its_preview(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
    assert file_told(ListFiles(), path.read_bytes(), path.name) == expected


def test_there_are_forty_of_them_at_least() -> None:
    assert len(LISTS) >= 40
