""" "Send me my link again": one answer, whoever asks for whom."""

from flask import Blueprint, render_template, request

from balint_live.web.access import Action, Budget, declares
from balint_live.web.arrivals import Arrivals

Answered = str | tuple[str, int]
MISTYPED = 422


def blueprint(arrivals: Arrivals) -> Blueprint:
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
        arrivals.link_again.ask(email)
        return render_template("pages/link_again_sent.html")

    return pages
