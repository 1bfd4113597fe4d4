"""Pages for anybody: what this is, what it keeps, and that it is alive."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from balint_live.application.ports import Unavailable
from balint_live.web.access import Action, Budget, declares

Ledger = Callable[[], list[dict[str, Any]]]
Ping = Callable[[], None]

IN_MEMORY_ONLY = (
    "Who presents: forgotten at the next call for a case, and at the close.",
    "Signals between people: gone once they are seen.",
    "Whose page is connected right now.",
)
ERASED_AT_CLOSE = (
    "The phase the session is in, and the clock of each phase.",
    "Changes of time, and who moved last.",
    "Which commands were given, and by whom.",
)
NEVER_COLLECTED = (
    "Anything about a case or a patient: there is nowhere to type it.",
    "Who has presented, in any session or series.",
    "Sound, pictures, speaking time, camera or microphone state.",
    "Whether a mail was opened or a link was looked at.",
)


def blueprint(ledger: Ledger, ping: Ping) -> Blueprint:
    pages = Blueprint("public", __name__)

    @pages.get("/")
    @declares(Action.PUBLIC, Budget.PAGES)
    def landing() -> str:
        return render_template("pages/landing.html")

    @pages.get("/privacy")
    @declares(Action.PUBLIC, Budget.PAGES)
    def privacy() -> str:
        """Drawn from the database's own definition, so that it cannot drift from what is stored."""
        return render_template(
            "pages/privacy.html",
            ledger=ledger(),
            memory_only=IN_MEMORY_ONLY,
            erased_at_close=ERASED_AT_CLOSE,
            never=NEVER_COLLECTED,
        )

    @pages.get("/healthz")
    @declares(Action.OPERATIONS, Budget.NONE)
    def health() -> tuple[Response, int]:
        try:
            ping()
        except Unavailable:
            return jsonify(status="unavailable", database="no answer"), 503
        return jsonify(status="ok", database="ok"), 200

    return pages
