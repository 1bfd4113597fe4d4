"""The leader's link: a page with one button, then the meeting. GET has no effect, so a mail filter uses nothing up."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from balint_live.application.people import Kind
from balint_live.web.access import Action, Budget, declares, sign_in
from balint_live.web.services import Services

Answered = str | Response


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint("sign_in", __name__)

    @pages.get("/sign-in/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def look(token: str) -> Answered:
        services.links.read(Kind.LEADER, token, services.clock.now())
        return render_template("pages/sign_in.html")

    @pages.post("/sign-in/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PRESSES)
    def press(token: str) -> Answered:
        who = services.links.read(Kind.LEADER, token, services.clock.now())
        sign_in(who)
        seat = services.admission.doorway(who).seat
        if seat is None:
            return render_template("pages/door.html", door="nothing_planned")
        return redirect(url_for("meeting.show", meeting_id=seat.meeting.id), 303)

    return pages
