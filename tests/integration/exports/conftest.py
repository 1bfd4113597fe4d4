"""The whole application in this process, met through its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.contract.front_door import FrontDoor


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    """As the demo does it, so that leaders' links sign them in."""
    opened = FrontDoor(tmp_path, demo=True)
    yield opened
    opened.database.dispose()
