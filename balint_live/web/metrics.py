"""Figures for whoever runs the server, and none about people: no meeting, no person, no phase is a label here."""

from collections.abc import Callable

from flask import Blueprint, Response, abort
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client import Counter as CounterMetric

from balint_live.web.access import Action, Budget, declares


class Metrics:
    def __init__(self, connections: Callable[[], int], rooms: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        Gauge("balint_connections", "Open live connections", registry=self.registry).set_function(
            lambda: float(connections())
        )
        Gauge("balint_rooms", "Meetings held in memory", registry=self.registry).set_function(
            lambda: float(rooms())
        )
        self._faults = CounterMetric("balint_faults", "Unexpected faults", registry=self.registry)
        self._counted = CounterMetric(
            "balint_arrivals", "Sign-ins, refusals, and budgets reached", ["kind"], registry=self.registry
        )
        self._gap = Gauge(
            "balint_longest_gap_seconds", "Longest time the server was held up", registry=self.registry
        )
        self._longest = 0.0

    def fault(self) -> None:
        self._faults.inc()

    def counted(self, kind: str) -> None:
        self._counted.labels(kind).inc()

    def gap(self, seconds: float) -> None:
        if seconds > self._longest:
            self._longest = seconds
            self._gap.set(seconds)


def blueprint(metrics: Metrics, allowed: bool) -> Blueprint:
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    @declares(Action.OPERATIONS, Budget.CHECKS)
    def show() -> Response:
        if not allowed:
            abort(404)
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    return pages
