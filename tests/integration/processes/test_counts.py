"""Limits and wrong tries that all processes count together, in a real Redis; and each for itself while it is away."""

from pathlib import Path

import pytest

from balint_live.adapters.redis.counts import RedisCounts
from balint_live.adapters.redis.link import RedisLink
from balint_live.web.shared.access import RateLimit
from balint_live.web.shared.limits import RateLimits, WrongTries
from tests.integration.processes.redis_server import RedisServer
from tests.required_tools import require

pytestmark = pytest.mark.needs_redis


@pytest.fixture
def emptied(redis: RedisServer) -> RedisServer:
    redis.ask("FLUSHALL")
    return redis


def limits(redis: RedisServer) -> RateLimits:
    """Those of one process."""
    return RateLimits(
        events_per_second=5,
        events_burst=20,
        pages_per_minute=4,
        presses_per_minute=3,
        shared=RedisCounts(RedisLink(redis.url, "secret")),
    )


def tries(redis: RedisServer) -> WrongTries:
    return WrongTries("codes", one=3, everybody=5, shared=RedisCounts(RedisLink(redis.url, "secret")))


def test_a_burst_is_one_burst_in_all_processes_together(emptied: RedisServer) -> None:
    one, other = limits(emptied), limits(emptied)
    allowed = [(one, other)[each % 2].allows(RateLimit.PAGES, "192.0.2.1") for each in range(8)]

    assert allowed == [True] * 4 + [False] * 4
    assert one.allows(RateLimit.PAGES, "192.0.2.2")
    assert one.allows(RateLimit.PRESSES, "192.0.2.1")
    assert other.seconds_to_wait(RateLimit.PAGES, "192.0.2.1") == 15


def test_a_bucket_is_forgotten_once_it_is_empty(emptied: RedisServer) -> None:
    limits(emptied).allows(RateLimit.EVENTS, "tom")
    [key] = emptied.everything()

    assert key.endswith(":limit:events:tom")
    assert 0 < emptied.ask("PTTL", key) <= 200


def test_wrong_tries_are_counted_together_and_a_right_one_is_taken_back(emptied: RedisServer) -> None:
    one, other = tries(emptied), tries(emptied)

    assert [each.may_try("192.0.2.1") for each in (one, other, one, other)] == [True, True, True, False]
    other.was_right("192.0.2.1")
    assert [each.may_try("192.0.2.1") for each in (one, other)] == [True, False]


def test_while_all_together_are_slowed_each_network_has_one_try(emptied: RedisServer) -> None:
    one, other = tries(emptied), tries(emptied)

    assert [one.may_try(f"192.0.2.{number}") for number in (1, 1, 2, 2, 3)] == [True] * 5
    assert [other.may_try(f"192.0.2.{number}") for number in (1, 2, 3)] == [False] * 3
    assert [other.may_try("192.0.2.4") for _ in range(2)] == [True, False]


def test_while_redis_is_away_each_process_counts_for_itself(tmp_path: Path) -> None:
    redis = RedisServer(require("redis"), tmp_path).start()
    one, guesses = limits(redis), tries(redis)
    assert one.allows(RateLimit.PAGES, "192.0.2.1")
    redis.stop()

    assert [one.allows(RateLimit.PAGES, "192.0.2.1") for _ in range(5)] == [True] * 4 + [False]
    assert [guesses.may_try("192.0.2.1") for _ in range(4)] == [True] * 3 + [False]
