"""What is counted about sign-ins and refusals: kinds and figures, a line a minute, and none where nothing happened."""

from collections.abc import Callable
from math import isnan

import pytest

from balint_live.application.ports import Unavailable
from balint_live.web.shared.access import Action, RateLimit
from balint_live.web.shared.metrics import Counts, Metrics, kind_of
from tests.cast import START
from tests.fakes import ManualClock


def figures(oldest_mail: Callable[[], float] = lambda: 0.0) -> Metrics:
    return Metrics(
        connections=lambda: 4, rooms=lambda: 1, failing_writes=lambda: False, oldest_mail=oldest_mail
    )


@pytest.mark.parametrize(
    ("endpoint", "action", "method", "status", "kind"),
    [
        ("sign_in.press", Action.PERSONAL_LINK, "POST", 303, "signed_in"),
        ("sign_in.ask", Action.PUBLIC, "POST", 303, "signed_in"),
        ("join.press", Action.PERSONAL_LINK, "POST", 303, "joined"),
        ("typed_code.typed", Action.PUBLIC, "POST", 303, None),
        ("typed_code.typed", Action.PUBLIC, "POST", 404, "code_refused"),
        ("verify.verify", Action.PUBLIC, "POST", 404, "code_refused"),
        ("sign_in.ask", Action.PUBLIC, "POST", 403, "code_refused"),
        ("sign_in.ask", Action.PUBLIC, "POST", 410, "code_refused"),
        ("sign_in.ask", Action.PUBLIC, "POST", 400, "form_refused"),
        ("sign_in.ask", Action.PUBLIC, "POST", 422, None),
        ("join.look", Action.PERSONAL_LINK, "GET", 410, "link_refused"),
        ("join.look", Action.PERSONAL_LINK, "GET", 404, "link_refused"),
        ("join.look", Action.PERSONAL_LINK, "GET", 200, None),
        ("meeting.show", Action.OWN_MEETING, "GET", 404, "access_refused"),
        ("pressing.command", Action.OWN_MEETING, "POST", 403, "access_refused"),
        ("group.show", Action.OWN_GROUP, "GET", 404, "access_refused"),
        ("privacy.show", Action.PUBLIC, "GET", 200, None),
        ("public.health", Action.OPERATIONS, "GET", 503, None),
    ],
)
def test_an_answer_is_counted_by_its_kind(
    endpoint: str, action: Action, method: str, status: int, kind: str | None
) -> None:
    assert kind_of(endpoint, action, method, status) == kind


def test_a_line_a_minute_and_only_where_there_was_something() -> None:
    clock, written = ManualClock(START), list[dict[str, int]]()
    metrics = figures()
    counts = Counts(clock, metrics, written.append)
    counts.tick()
    counts.add("joined")
    counts.add("code_refused")
    counts.add("code_refused")
    counts.over_limit(RateLimit.OWN_PAGES)
    clock.wait(seconds=59)
    counts.tick()
    assert written == []
    for _ in range(3):
        clock.wait(seconds=60)
        counts.tick()
    assert written == [{"code_refused": 2, "joined": 1, "own_pages_over_budget": 1}]
    assert metrics.registry.get_sample_value("balint_arrivals_total", {"kind": "code_refused"}) == 2


def test_the_figures_are_those_of_the_moment_they_are_asked_for() -> None:
    metrics = figures(oldest_mail=lambda: 61.5)
    metrics.fault()
    metrics.answered(200)
    metrics.answered(304)
    metrics.answered(503)
    for seconds in (0.0, 0.3, 0.02):
        metrics.gap(seconds)

    told = metrics.registry.get_sample_value
    assert [told(name) for name in ("balint_connections", "balint_rooms", "balint_failing_writes")] == [
        4,
        1,
        0,
    ]
    assert told("balint_oldest_mail_seconds") == 61.5
    assert told("balint_faults_total") == 1
    assert [told("balint_answers_total", {"status": each}) for each in ("2xx", "3xx", "5xx")] == [1, 1, 1]
    assert told("balint_longest_gap_seconds") == 0.3
    assert [told("balint_gap_seconds_bucket", {"le": each}) for each in ("0.005", "0.25", "0.5")] == [1, 2, 3]


def test_what_cannot_be_read_is_no_number_and_hides_nothing_else() -> None:
    def away() -> float:
        raise Unavailable

    told = figures(oldest_mail=away).registry.get_sample_value
    assert isnan(told("balint_oldest_mail_seconds") or 0.0)
    assert told("balint_connections") == 4
