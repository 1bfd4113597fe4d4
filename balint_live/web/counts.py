"""How often people come in and are refused, by kind and never by person: in the metrics, and once a minute in the log.

Read off each answer, from what its endpoint declares and its status, so that no page has to think of it. Whoever runs the
server sees that somebody guesses at codes or runs into budgets, and not who.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, Response, request

from balint_live.application.ports import Clock
from balint_live.web.access import Action, Budget, declaration_of
from balint_live.web.metrics import Metrics

EVERY = timedelta(minutes=1)
SIGNED_IN, JOINED = "signed_in", "joined"
CODE, LINK, ACCESS, FORM = "code_refused", "link_refused", "access_refused", "form_refused"
_CODES = ("typed_code.typed", "verify.verify", "sign_in.ask")
_COMES_IN = {"sign_in.press": SIGNED_IN, "sign_in.ask": SIGNED_IN, "join.press": JOINED}
_OWN = (Action.OWN_ACCOUNT, Action.OWN_MEETING, Action.STAFF, Action.OWN_GROUP)
SEE_OTHER = 303
BAD = 400
FORBIDDEN = 403
NOT_FOUND = 404
GONE = 410
Write = Callable[[dict[str, int]], None]


class Counts:
    """`write` is handed a minute's counts, if there are any."""

    def __init__(self, clock: Clock, metrics: Metrics, write: Write) -> None:
        self._clock, self._metrics, self._write = clock, metrics, write
        self._since: Counter[str] = Counter()
        self._due = clock.now() + EVERY
        self._lock = Lock()

    def add(self, kind: str) -> None:
        self._metrics.counted(kind)
        with self._lock:
            self._since[kind] += 1

    def over_budget(self, budget: Budget) -> None:
        self.add(f"{budget.replace(' ', '_')}_over_budget")

    def tick(self) -> None:
        """Once a second."""
        now = self._clock.now()
        if now < self._due:
            return
        self._due = self._next(now)
        with self._lock:
            counted, self._since = self._since, Counter()
        if counted:
            self._write(dict(sorted(counted.items())))

    def _next(self, now: datetime) -> datetime:
        return max(self._due + EVERY, now)


def install(app: Flask, counts: Counts) -> None:
    @app.after_request
    def count(response: Response) -> Response:
        declared = declaration_of(app, request.endpoint)
        kind = declared and kind_of(
            request.endpoint or "", declared.action, request.method, response.status_code
        )
        if kind:
            counts.add(kind)
        return response


def kind_of(endpoint: str, action: Action, method: str, status: int) -> str | None:
    """What an answer was, as far as it is counted."""
    posted = method == "POST"
    if posted and status == SEE_OTHER:
        return _COMES_IN.get(endpoint)
    if posted and status == BAD:
        return FORM
    if posted and endpoint in _CODES and status in (FORBIDDEN, NOT_FOUND, GONE):
        return CODE
    if action is Action.PERSONAL_LINK and status in (FORBIDDEN, NOT_FOUND, GONE):
        return LINK
    return ACCESS if action in _OWN and status in (FORBIDDEN, NOT_FOUND) else None
