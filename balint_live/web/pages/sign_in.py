"""Signing in by mail: ask for one, press the button behind its link, or type its digits where it was asked for.

GET has no effect, so a mail filter uses nothing up; nor does its press, since it is not the browser that asked. Asking and
typing post to the one address people know, told apart by the field they fill. No answer tells whether an address is known.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from balint_live.application.people import Identity
from balint_live.application.sign_in import AnotherBrowser, CodeRefused, is_near
from balint_live.web.access import Action, Budget, browser_secret, declares, marked_browser, sign_in
from balint_live.web.arrivals import Arrivals
from balint_live.web.services import Services

Answered = str | Response | tuple[str, int]
GROUPS = "/groups"
FORBIDDEN, GONE, MISTYPED = 403, 410, 422


def blueprint(services: Services, arrivals: Arrivals) -> Blueprint:
    pages = Blueprint("sign_in", __name__)

    @pages.get("/sign-in")
    @declares(Action.PUBLIC, Budget.PAGES)
    def asking() -> Answered:
        return render_template("pages/sign_in_ask.html", asked_before=browser_secret() is not None)

    @pages.post("/sign-in")
    @declares(Action.PUBLIC, Budget.ASKS)
    def ask() -> Answered:
        return _typed(services, arrivals) if "code" in request.form else _asked(arrivals)

    @pages.get("/sign-in/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def look(token: str) -> Answered:
        try:
            arrivals.sign_in.look(token, browser_secret())
        except AnotherBrowser:
            return render_template("pages/sign_in_elsewhere.html")
        return render_template("pages/sign_in.html")

    @pages.post("/sign-in/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PRESSES)
    def press(token: str) -> Answered:
        try:
            who = arrivals.sign_in.press(token, browser_secret())
        except AnotherBrowser:
            return render_template("pages/sign_in_elsewhere.html"), FORBIDDEN
        return _welcomed(services, who)

    return pages


def _asked(arrivals: Arrivals) -> Answered:
    typed = request.form.get("email", "").strip()
    browser = marked_browser()
    try:
        email = arrivals.address(typed)
    except ValueError:
        return render_template("pages/sign_in_ask.html", email=typed, mistyped=True), MISTYPED
    arrivals.sign_in.ask(email, browser)
    return render_template("pages/sign_in_sent.html", email=typed)


def _typed(services: Services, arrivals: Arrivals) -> Answered:
    email = request.form.get("email", "").strip()
    try:
        who = arrivals.sign_in.type_code(request.form["code"], browser_secret())
    except CodeRefused as refused:
        if refused.again:
            return render_template("pages/sign_in_sent.html", email=email, wrong=True), FORBIDDEN
        return render_template("pages/sign_in_ask.html", email=email, over=True), GONE
    return _welcomed(services, who)


def _welcomed(services: Services, who: Identity) -> Response:
    """To the session they have come for, else to their groups."""
    sign_in(who, services.clock.now())
    seat = services.admission.doorway(who).seat
    if seat is None or not is_near(seat.meeting, services.clock.now()):
        return redirect(GROUPS, 303)
    return redirect(url_for("meeting.show", meeting_id=seat.meeting.id), 303)
