""" "Send me my link again": one answer, whoever asks for whom."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from balint_live.web.access import Action, Budget, declares
from balint_live.web.arrivals import Arrivals
from balint_live.web.known_browser import who_asks
from balint_live.web.services import Services

Answered = str | Response | tuple[str, int]
MISTYPED = 422
TOO_MANY = 429


def blueprint(services: Services, arrivals: Arrivals) -> Blueprint:
    pages = Blueprint("link_again", __name__)

    @pages.get("/link-again")
    @declares(Action.PUBLIC, Budget.PAGES)
    def asking() -> Answered:
        return render_template("pages/link_again.html")

    @pages.post("/link-again")
    @declares(Action.PUBLIC, Budget.ASKS)
    def ask() -> Answered:
        typed = request.form.get("email", "").strip()
        try:
            email = arrivals.address(typed)
        except ValueError:
            return render_template("pages/link_again.html", email=typed, mistyped=True), MISTYPED
        by = who_asks(arrivals.browsers, services.clock.now())
        if not arrivals.asks.take(lambda: arrivals.link_again.ask(email, by), by.known_as):
            return render_template("pages/link_again.html", email=typed, busy=True), TOO_MANY
        return render_template("pages/link_again_sent.html")

    return pages
