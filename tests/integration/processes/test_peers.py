"""What is kept in Redis between processes: the newest answers, claims, connections, and who presents; each with an end."""

import time
from collections.abc import Callable

import pytest

from balint_live.adapters.redis.link import RedisLink
from balint_live.adapters.redis.peers import RedisPeers
from balint_live.application.live.commands import Answer
from balint_live.application.live.room import REMEMBERED_ANSWERS, Presenting
from tests.cast import START
from tests.fakes import ManualClock, PlainLock, at_once
from tests.integration.processes.redis_server import RedisServer

pytestmark = pytest.mark.needs_redis

TAKEN = Answer(True, 18)
REFUSED = Answer(False, 17, "stale_revision", "The group had already moved.")
Process = Callable[[str], RedisPeers]


@pytest.fixture
def process(redis: RedisServer) -> Process:
    """Makes one, by its name; Redis is empty."""
    redis.ask("FLUSHALL")

    def make(name: str) -> RedisPeers:
        link = RedisLink(redis.url, "secret")
        return RedisPeers(link, name, ManualClock(START), PlainLock, at_once, time.sleep, _raised)

    return make


def _raised(_where: str, fault: Exception) -> None:
    raise fault


def test_an_answer_given_by_one_process_is_given_by_all(process: Process) -> None:
    one, other = process("one"), process("other")
    for command, answer in (("a", TAKEN), ("b", REFUSED)):
        assert one.claim("third", "ana", command) is None
        one.answered("third", "ana", command, answer)

    assert [other.claim("third", "ana", command) for command in ("a", "b")] == [TAKEN, REFUSED]
    assert other.claim("third", "ben", "a") is None, "another's command of the same name is another"


def test_a_command_that_was_not_carried_out_may_be_tried_anywhere(process: Process) -> None:
    one, other = process("one"), process("other")
    assert one.claim("third", "ana", "a") is None
    one.release("third", "ana", "a")
    assert other.claim("third", "ana", "a") is None


def test_what_a_process_that_is_no_more_was_carrying_out_is_carried_out_by_the_next(process: Process) -> None:
    one, other = process("one"), process("other")
    assert one.claim("third", "ana", "a") is None
    began = time.monotonic()
    assert other.claim("third", "ana", "a") is None
    assert time.monotonic() - began < 1


def test_the_newest_answers_are_kept_and_no_more(process: Process, redis: RedisServer) -> None:
    one, other = process("one"), process("other")
    for number in range(REMEMBERED_ANSWERS + 1):
        one.claim("third", "ana", str(number))
        one.answered("third", "ana", str(number), Answer(True, number))

    [answers] = [value for key, value in redis.everything().items() if ":answers:" in key]
    assert len(answers) == REMEMBERED_ANSWERS
    assert other.claim("third", "ana", "1") == Answer(True, 1)
    assert other.claim("third", "ana", "0") is None


def test_five_connections_a_person_are_five_in_all_processes(process: Process) -> None:
    one, other = process("one"), process("other")
    dropped = [
        (one, other)[number % 2].drop_oldest("third", "tom", f"page {number}", 5) for number in range(5)
    ]
    assert dropped == [[]] * 5
    assert one.drop_oldest("third", "tom", "page 5", 5) == ["page 0"]
    assert one.drop_oldest("third", "tom", "page 6", 5) == [], "the oldest is the other's to close"
    other.left("third", "tom", "page 3")
    assert other.drop_oldest("third", "tom", "page 7", 5) == []


def test_an_older_word_on_who_presents_does_not_replace_a_newer_one(process: Process) -> None:
    one, other = process("one"), process("other")
    one.moved("third", Presenting(10, "tom"), None)
    other.moved("third", Presenting(9, "miriam"), None)

    assert other.presenting("third", 10) == Presenting(10, "tom")
    assert other.presenting("fourth", 10) is None


def test_who_waits_for_a_newer_word_waits_no_longer_than_a_moment(process: Process) -> None:
    one = process("one")
    one.moved("third", Presenting(10, "tom"), None)
    began = time.monotonic()

    assert one.presenting("third", 11) == Presenting(10, "tom")
    assert 0.25 <= time.monotonic() - began < 2


def test_everything_has_an_end(process: Process, redis: RedisServer) -> None:
    one = process("one")
    one.claim("third", "ana", "a")
    one.answered("third", "ana", "a", TAKEN)
    one.moved("third", Presenting(18, "tom"), None)
    one.drop_oldest("third", "tom", "page", 5)

    keys = list(redis.everything())
    assert len(keys) == 4
    assert [key for key in keys if redis.ask("TTL", key) < 0] == []
