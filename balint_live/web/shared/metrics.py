"""What the person who runs the server is told: figures, counts of refusals, health, and faults of libraries.

Nothing here is about people: no meeting, no person and no phase is a label. Counts are read off each answer, from what
its endpoint declares and its status, so that no page has to think of it: they show that somebody guesses at codes or
reaches rate limits, and not who.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import nan
from threading import Lock
from time import monotonic
from typing import Protocol

from flask import Blueprint, Flask, Response, abort, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client import Counter as CounterMetric

from balint_live.application.ports import Clock, Unavailable
from balint_live.web.shared.access import Action, RateLimit, declaration_of, declares

EVERY = timedelta(minutes=1)
SIGNED_IN, JOINED = "signed_in", "joined"
CODE, LINK, ACCESS, FORM = "code_refused", "link_refused", "access_refused", "form_refused"
_CODES = ("typed_code.typed", "verify.verify", "sign_in.ask")
_COMES_IN = {"sign_in.press": SIGNED_IN, "sign_in.ask": SIGNED_IN, "join.press": JOINED}
_FROM_ZOOM = {
    204: "zoom_event",
    400: "zoom_event_malformed",
    401: "zoom_event_refused",
    503: "zoom_event_unsaved",
}
_OWN = (Action.OWN_ACCOUNT, Action.OWN_MEETING, Action.STAFF, Action.OWN_GROUP)
TIME_LIMIT_S = 1.5
LOOK_AGAIN_S = 0.01
GAPS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
Report = Callable[[str, Exception], None]
Reading = Callable[[], float]


class Metrics:
    """The figures of /metrics: what is open, what broke, what was answered, and how long the server stood still.

    Each reading is taken when somebody asks for the figures; one that raises Unavailable is shown as no number.
    `failing_writes` is 1 while the last write failed; `oldest_mail` is in seconds, 0 where no mail waits.
    """

    def __init__(
        self, *, connections: Reading, rooms: Reading, failing_writes: Reading, oldest_mail: Reading
    ) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._show("balint_connections", "Open live connections", connections)
        self._show("balint_rooms", "Meetings held in memory", rooms)
        self._show("balint_failing_writes", "Whether the last write to the database failed", failing_writes)
        self._show("balint_oldest_mail_seconds", "How long the oldest waiting e-mail has waited", oldest_mail)
        self._faults = CounterMetric("balint_faults", "Unexpected faults", registry=self.registry)
        self._answers = CounterMetric(
            "balint_answers", "Answers over HTTP, by kind of status", ["status"], registry=self.registry
        )
        self._counted = CounterMetric(
            "balint_arrivals", "Sign-ins, refusals, and budgets reached", ["kind"], registry=self.registry
        )
        self._gaps = Histogram(
            "balint_gap_seconds",
            "How long the server was held up, ten times a second",
            registry=self.registry,
            buckets=GAPS_S,
        )
        self._gap = Gauge(
            "balint_longest_gap_seconds", "Longest time the server was held up", registry=self.registry
        )
        self._longest = 0.0

    def of_several(self, in_touch: Reading | None) -> None:
        """Show also whether this process hears the others; None where there are none."""
        if in_touch is not None:
            self._show("balint_redis_up", "Whether other processes are heard through Redis", in_touch)

    def fault(self) -> None:
        self._faults.inc()

    def answered(self, status: int) -> None:
        self._answers.labels(f"{status // 100}xx").inc()

    def counted(self, kind: str) -> None:
        self._counted.labels(kind).inc()

    def gap(self, seconds: float) -> None:
        self._gaps.observe(seconds)
        if seconds > self._longest:
            self._longest = seconds
            self._gap.set(seconds)

    def _show(self, name: str, meaning: str, reading: Reading) -> None:
        def read() -> float:
            try:
                return float(reading())
            except Unavailable:
                return nan

        Gauge(name, meaning, registry=self.registry).set_function(read)


def metrics_pages(metrics: Metrics, allowed: bool) -> Blueprint:
    """The figures for Prometheus; 404 where the configuration does not allow them."""
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    @declares(Action.OPERATIONS, RateLimit.CHECKS)
    def show() -> Response:
        if not allowed:
            abort(404)
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    return pages


class Counts:
    """How often people come in and are refused, by kind and never by person: in the metrics, and once a minute in the log.

    `write` is handed a minute's counts, if there are any.
    """

    def __init__(self, clock: Clock, metrics: Metrics, write: Callable[[dict[str, int]], None]) -> None:
        self._clock, self._metrics, self._write = clock, metrics, write
        self._since: Counter[str] = Counter()
        self._due = clock.now() + EVERY
        self._lock = Lock()

    def add(self, kind: str) -> None:
        self._metrics.counted(kind)
        with self._lock:
            self._since[kind] += 1

    def answered(self, status: int) -> None:
        self._metrics.answered(status)

    def over_limit(self, rate_limit: RateLimit) -> None:
        self.add(f"{rate_limit.replace(' ', '_')}_over_budget")

    def tick(self) -> None:
        """Write the counts once a minute; called every second."""
        now = self._clock.now()
        if now < self._due:
            return
        self._due = max(self._due + EVERY, now)
        with self._lock:
            counted, self._since = self._since, Counter()
        if counted:
            self._write(dict(sorted(counted.items())))


def install_counts(app: Flask, counts: Counts) -> None:
    """Count every answer."""

    @app.after_request
    def count(response: Response) -> Response:
        counts.answered(response.status_code)
        declared = declaration_of(app, request.endpoint)
        said = request.method, response.status_code
        kind = declared and kind_of(request.endpoint or "", declared.action, *said)
        if kind:
            counts.add(kind)
        return response


def kind_of(endpoint: str, action: Action, method: str, status: int) -> str | None:
    """What an answer counts as; None for one that is not counted."""
    if action is Action.ZOOM:
        return _FROM_ZOOM.get(status)
    posted = method == "POST"
    if posted and status == 303:
        return _COMES_IN.get(endpoint)
    if posted and status == 400:
        return FORM
    if posted and endpoint in _CODES and status in (403, 404, 410):
        return CODE
    if action is Action.PERSONAL_LINK and status in (403, 404, 410):
        return LINK
    return ACCESS if action in _OWN and status in (403, 404) else None


class LastWrites(Protocol):
    failing: bool

    def since_failed(self) -> float | None:
        """Seconds since a write last failed; None where none has."""


@dataclass(frozen=True, slots=True)
class HealthStatus:
    """Whether the database `answers` in time, and whether it took what was last written (`writes`)."""

    answers: bool
    writes: bool
    last_failed_write_at: datetime | None


@dataclass(slots=True)
class Health:
    """Whether the server is well: its database answers in time, and took what was last written.

    `answers` asks the database; `try_writing` writes for real, takes it back, and raises Unavailable. `seconds` tells
    seconds, and never goes back. A check that takes too long goes on in the background, and no other begins meanwhile: a
    monitor that asks every second must not pile up questions to a database that does not answer. While the last write
    has failed, writing is tried in the background as well, since a load balancer may send nobody else who would show
    that it works again.
    """

    clock: Clock
    answers: Callable[[], bool]
    try_writing: Callable[[], None]
    writes: LastWrites
    spawn: Callable[..., None]
    sleep: Callable[[float], None]
    seconds: Callable[[], float] = monotonic
    _look: "_Look | None" = field(default=None, init=False)
    _trying: bool = field(default=False, init=False)

    def status(self) -> HealthStatus:
        """The answer, within the time limit, whatever the database does."""
        look = self._look
        if look is None or look.done:
            look = self._look = _Look()
            self.spawn(self._ask, look)
        until = self.seconds() + TIME_LIMIT_S
        while not look.done and self.seconds() < until:
            self.sleep(LOOK_AGAIN_S)
        ago = self.writes.since_failed()
        failed_at = None if ago is None else self.clock.now() - timedelta(seconds=ago)
        status = HealthStatus(look.answered, not self.writes.failing, failed_at)
        if self.writes.failing and not self._trying:
            self._trying = True
            self.spawn(self._try_writing)
        return status

    def _ask(self, look: "_Look") -> None:
        try:
            look.answered = self.answers()
        finally:
            look.done = True

    def _try_writing(self) -> None:
        try:
            self.try_writing()
        except Unavailable:
            return
        finally:
            self._trying = False


@dataclass(slots=True)
class _Look:
    answered: bool = False
    done: bool = False


def library_log(name: str, report: Report) -> logging.Logger:
    """A logger that reports faults and drops the rest, for the libraries under the live socket.

    Their lines quote origins and session ids from outside, and their tracebacks go to standard error. Only a fault is of
    use to the person who runs the server, and only its kind and place may stand in our log.
    """
    logger = logging.Logger(name, logging.ERROR)  # noqa: LOG001 - outside the tree of those that print
    logger.addHandler(_Faults(report))
    return logger


class _Faults(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, Exception):
            self._report(record.name, fault)
