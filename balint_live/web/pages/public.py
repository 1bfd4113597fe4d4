"""Pages for anybody: what this is, and that it is alive."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, render_template

from balint_live.application.ports import Unavailable
from balint_live.web.access import Action, Budget, declares

Ping = Callable[[], None]


def blueprint(ping: Ping) -> Blueprint:
    pages = Blueprint("public", __name__)

    @pages.get("/")
    @declares(Action.PUBLIC, Budget.PAGES)
    def landing() -> str:
        return render_template("pages/landing.html")

    @pages.get("/healthz")
    @declares(Action.OPERATIONS, Budget.NONE)
    def health() -> tuple[Response, int]:
        try:
            ping()
        except Unavailable:
            return jsonify(status="unavailable", database="no answer"), 503
        return jsonify(status="ok", database="ok"), 200

    return pages
