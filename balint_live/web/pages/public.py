"""Pages for anybody: what this is, and that it is alive."""

from flask import Blueprint, Response, jsonify, render_template

from balint_live.web.access import Action, Budget, declares
from balint_live.web.health import Health, Told

OK = 200
UNAVAILABLE = 503


def blueprint(health: Health) -> Blueprint:
    pages = Blueprint("public", __name__)

    @pages.get("/")
    @declares(Action.PUBLIC, Budget.PAGES)
    def landing() -> str:
        return render_template("pages/landing.html")

    @pages.get("/healthz")
    @declares(Action.OPERATIONS, Budget.CHECKS)
    def healthz() -> tuple[Response, int]:
        """With the moment of the last write that failed, where one has since the start."""
        told = health.told()
        well = told.answers and told.writes
        at = told.last_failed_write_at
        words = {"status": "ok" if well else "unavailable", "database": _database(told)}
        if at is not None:
            words["lastFailedWriteAt"] = at.isoformat(timespec="seconds")
        return jsonify(words), OK if well else UNAVAILABLE

    return pages


def _database(told: Told) -> str:
    if not told.answers:
        return "no answer"
    return "ok" if told.writes else "cannot be written"
