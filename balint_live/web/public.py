"""Pages for anybody: what this is, and that it is alive."""

from flask import Blueprint, Response, abort, jsonify, render_template

from balint_live.application.mail_queue import Outbox
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.metrics import Health, Told

OK = 200
UNAVAILABLE = 503


def public_pages(health: Health) -> Blueprint:
    pages = Blueprint("public", __name__)

    @pages.get("/")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def landing() -> str:
        return render_template("pages/public/landing.html")

    @pages.get("/healthz")
    @declares(Action.OPERATIONS, RateLimit.CHECKS)
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


# The demo's outbox: the mails that would have been sent, to be read and their links to be followed.
#
# Installed in the demo only. These pages show personal links, which no other page does.


def outbox_pages(outbox: Outbox) -> Blueprint:
    pages = Blueprint("outbox", __name__, url_prefix="/outbox")

    @pages.get("")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def index() -> str:
        return render_template("pages/public/outbox.html", mails=outbox.mails())

    @pages.get("/<name>")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def mail(name: str) -> str:
        found = outbox.mail(name)
        if found is None:
            abort(404)
        return render_template("pages/public/outbox_mail.html", mail=found)

    return pages
