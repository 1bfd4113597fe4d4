from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.processes.redis_server import RedisServer
from tests.required_tools import require


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(require("redis"), Path(tmp_path_factory.mktemp("redis"))).start()
    yield server
    server.stop()
