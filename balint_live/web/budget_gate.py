"""Draws each request on the budget its endpoint declares, before anything else is done for it.

Before its form is read, too: else a post without a form's token would be refused by that, and cost its sender nothing.
Who is signed in has a budget of their own, and so has a browser that has signed a leader in before: a clinic behind one
address shares only what strangers have, and a flood from there keeps no leader from signing in. An address that leads
nowhere costs as much as a page.
"""

from datetime import datetime

from flask import Flask, Response, jsonify, request

from balint_live.application.asking import BrowserMarks
from balint_live.application.network import network_of
from balint_live.application.ports import Clock
from balint_live.domain.errors import Code
from balint_live.web import api
from balint_live.web.access import Budget, current_login, declaration_of
from balint_live.web.answers import refusal
from balint_live.web.known_browser import known_browser
from balint_live.web.rate_limit import Budgets

REFUSED = 200
TOO_MANY = 429
OWN = {Budget.PAGES: Budget.OWN_PAGES, Budget.PRESSES: Budget.OWN_PRESSES}
ON_THE_WAY_IN = (Budget.PAGES, Budget.PRESSES, Budget.ASKS)


def install(app: Flask, budgets: Budgets, clock: Clock, marks: BrowserMarks) -> None:
    @app.before_request
    def gate() -> Response | None:
        seconds = budgets.seconds_to_wait(*_drawn(app, clock.now(), marks))
        if not seconds:
            return None
        if api.is_asked(request):
            answer = jsonify(refusal(Code.RATE_LIMITED, 0))  # nobody has been asked yet whose meeting it is
            answer.status_code = REFUSED if request.blueprint == api.PRESSING else TOO_MANY
        else:
            answer = Response("Please wait a minute.", TOO_MANY, content_type="text/plain; charset=utf-8")
        answer.headers["Retry-After"] = str(seconds)
        return answer


def _drawn(app: Flask, now: datetime, marks: BrowserMarks) -> tuple[Budget, str]:
    """The budget this request draws on, and whose it is: a person's, a known browser's, or an address's."""
    declared = declaration_of(app, request.endpoint)
    budget = Budget.PAGES if declared is None else declared.budget
    login = current_login(now) if budget in OWN else None
    if login is not None:
        return OWN[budget], login.who.id
    known = known_browser(marks, now) if budget in ON_THE_WAY_IN else None
    return budget, network_of(request.remote_addr or "") if known is None else known.id
