"""Draws each request on the budget its endpoint declares, by address; over it, a plain "please wait a minute"."""

from flask import Flask, Response, request

from balint_live.web.access import declaration_of
from balint_live.web.rate_limit import Budgets

TOO_MANY = 429


def install(app: Flask, budgets: Budgets) -> None:
    @app.before_request
    def gate() -> Response | None:
        declared = declaration_of(app, request.endpoint)
        if declared is None or budgets.allows(declared.budget, request.remote_addr or ""):
            return None
        return Response("Please wait a minute.", TOO_MANY, content_type="text/plain; charset=utf-8")
