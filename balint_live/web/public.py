"""Pages for anybody: what this is, and that it is alive; and in the demo the outbox, whose mails show personal links."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, jsonify, render_template

from balint_live.application.mail_queue import Outbox
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.metrics import Health, HealthStatus


def landing_pages(rehearsal: bool) -> Blueprint:
    """The first page. `rehearsal`: anybody may rehearse."""
    pages = Blueprint("landing", __name__)

    @pages.get("/")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def landing() -> str:
        return render_template("pages/public/landing.html", rehearsal=rehearsal)

    return pages


def health_pages(health: Health, in_touch: Callable[[], bool] | None) -> Blueprint:
    """/healthz. `in_touch`: whether this process hears the others; None where there is one only."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    @declares(Action.OPERATIONS, RateLimit.CHECKS)
    def healthz() -> tuple[Response, int]:
        """Whether the server is well, with the moment of the last write that failed, if one has since the start.

        It is well without Redis, too: sessions go on from the database.
        """
        status = health.status()
        well = status.answers and status.writes
        at = status.last_failed_write_at
        words = {"status": "ok" if well else "unavailable", "database": _database(status)}
        if in_touch is not None:
            words["redis"] = "ok" if in_touch() else "no answer"
        if at is not None:
            words["lastFailedWriteAt"] = at.isoformat(timespec="seconds")
        return jsonify(words), 200 if well else 503

    return pages


def _database(status: HealthStatus) -> str:
    if not status.answers:
        return "no answer"
    return "ok" if status.writes else "cannot be written"


def outbox_pages(outbox: Outbox) -> Blueprint:
    """The mails that would have been sent, with their links. For the demo only: no other page shows personal links."""
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
