"""Draws each request on the budget its endpoint declares, by address; over it, a plain "please wait a minute"."""

from flask import Flask, abort, request

from balint_live.web.access import declaration_of
from balint_live.web.rate_limit import Budgets

TOO_MANY = 429


def install(app: Flask, budgets: Budgets) -> None:
    @app.before_request
    def gate() -> None:
        declared = declaration_of(app, request.endpoint)
        if declared is not None and not budgets.allows(declared.budget, request.remote_addr or ""):
            abort(TOO_MANY)
