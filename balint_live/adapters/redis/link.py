"""The connection to Redis: short questions, and silence while it is away.

Redis is never needed for an answer. A question may take half a second; the first that gets no answer marks Redis as away,
and from then on nobody asks until `probe`, once a second, finds it back. So a Redis that hangs costs one press half a
second, and no other anything. The library's own retries are off: they would wait where a person waits.

Every key begins with a name made from the installation's secret, so two installations may share one Redis.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import PubSub

T = TypeVar("T")
Work = Callable[["Redis"], T]

ANSWER_WITHIN_S = 0.5
CONNECT_WITHIN_S = 0.5
MOST_CONNECTIONS = 32


class RedisLink:
    """`turned` is told whether Redis answers, whenever that changes."""

    def __init__(self, url: str, secret: str, turned: Callable[[bool], None] = lambda _answers: None) -> None:
        self._url = url
        self._turned = turned
        self.name = f"balint-live:{sha256(f'redis {secret}'.encode()).hexdigest()[:16]}"
        self.answers = True

    def ask(self, work: Work[T]) -> T | None:
        """What Redis answers; None while it is away."""
        return self.probe(work) if self.answers else None

    def probe(self, work: Work[T]) -> T | None:
        """The same, asked also while it is away."""
        try:
            answer = work(self._client)
        except self._faults:
            self._turn(False)
            return None
        self._turn(True)
        return answer

    def subscribed(self, channel: str) -> "PubSub":
        """A connection that hears what is said there. Raises one of `faults`."""
        listener: PubSub = self._client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
        listener.subscribe(channel)
        return listener

    @property
    def place(self) -> str:
        """Where it is, without a password."""
        found = urlsplit(self._url)
        return f"{found.hostname}:{found.port or 6379}" if found.hostname else found.path

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        return self._faults

    def trouble(self) -> str:
        """Why it cannot be used now, in words; "" where it can."""
        from redis.exceptions import AuthenticationError, ResponseError

        try:
            self._client.ping()
        except (AuthenticationError, ResponseError):
            return "does not let us in"
        except self._faults:
            return "does not answer"
        return ""

    def persistence(self) -> str:
        """How it keeps its data on disk, in its own words; "" where it does not, or does not say."""

        said: list[str] = []
        with suppress(*self._faults):  # a hosted one may keep its settings to itself
            for name, off in (("save", ""), ("appendonly", "no")):
                found: Any = self._client.config_get(name)
                if found.get(name, off) != off:
                    said.append(f"{name} {found[name]}")
        return ", ".join(said)

    def close(self) -> None:
        self._client.close()

    def _turn(self, answers: bool) -> None:
        if answers != self.answers:
            self.answers = answers
            self._turned(answers)

    @cached_property
    def _faults(self) -> tuple[type[Exception], ...]:
        from redis.exceptions import RedisError

        return RedisError, OSError

    @cached_property
    def _client(self) -> "Redis":
        from redis import BlockingConnectionPool, Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        pool = BlockingConnectionPool.from_url(
            self._url,
            max_connections=MOST_CONNECTIONS,
            timeout=ANSWER_WITHIN_S,
            socket_timeout=ANSWER_WITHIN_S,
            socket_connect_timeout=CONNECT_WITHIN_S,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
            decode_responses=True,
        )
        return Redis(connection_pool=pool)
