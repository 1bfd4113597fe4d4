"""The field for the typed code. It leads to the page of the link it stands for, which has no effect either.

One answer for every wrong code, whether it never was one, has ended or was withdrawn; and after some of them, a pause.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from balint_live.web.access import Action, Budget, declares
from balint_live.web.arrivals import Arrivals
from balint_live.web.services import Services

Answered = str | Response | tuple[str, int]
NOT_FOUND = 404
TOO_MANY = 429


def blueprint(services: Services, arrivals: Arrivals) -> Blueprint:
    pages = Blueprint("typed_code", __name__)

    @pages.get("/join")
    @declares(Action.PUBLIC, Budget.PAGES)
    def ask() -> Answered:
        return render_template("pages/join_code.html")

    @pages.post("/join")
    @declares(Action.PUBLIC, Budget.ASKS)
    def typed() -> Answered:
        code, address = request.form.get("code", ""), request.remote_addr or ""
        if not arrivals.wrong_tries.may_try(address):
            return render_template("pages/join_code.html", code=code, wait=True), TOO_MANY
        token = arrivals.typed_codes.join_token(code, services.clock.now())
        if token is None:
            return render_template("pages/join_code.html", code=code, wrong=True), NOT_FOUND
        arrivals.wrong_tries.was_right(address)
        return redirect(url_for("join.look", token=token), 303)

    return pages
