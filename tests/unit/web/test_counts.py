"""What is counted about sign-ins and refusals: kinds and figures, a line a minute, and none where nothing happened."""

import pytest

from balint_live.web.shared.access import Action, RateLimit
from balint_live.web.shared.metrics import Counts, Metrics, kind_of
from tests.cast import START
from tests.fakes import ManualClock


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
    metrics = Metrics(lambda: 0, lambda: 0)
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
