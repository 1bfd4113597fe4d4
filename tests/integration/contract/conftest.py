"""The application in this process, as `serve` serves it and as the demo does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.contract.front_door import FrontDoor


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    opened = FrontDoor(tmp_path)
    yield opened
    opened.database.dispose()


@pytest.fixture
def demo_door(tmp_path: Path) -> Iterator[FrontDoor]:
    opened = FrontDoor(tmp_path, demo=True)
    yield opened
    opened.database.dispose()
