"""Leaving a group, from the address at the foot of its mails. Looking explains; the press leaves, once.

It is a page and not the mail program's own one-press unsubscribing, because mail filters press that as well.
"""

from flask import Blueprint, render_template

from balint_live.application.people import Identity
from balint_live.web.access import Action, Budget, current_login, declares, sign_out
from balint_live.web.arrivals import Arrivals
from balint_live.web.pages.context import Context, session_words
from balint_live.web.services import Services


def blueprint(services: Services, arrivals: Arrivals) -> Blueprint:
    pages = Blueprint("leave", __name__)

    @pages.get("/leave/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def look(token: str) -> str:
        claim = services.links.read_leaving(token, services.clock.now())
        return render_template("pages/leave.html", **_group_of(services, claim.who))

    @pages.post("/leave/<token>")
    @declares(Action.PERSONAL_LINK, Budget.PRESSES)
    def press(token: str) -> str:
        claim = services.links.read_leaving(token, services.clock.now())
        left = _group_of(services, claim.who)
        arrivals.leaving.leave(claim)
        login = current_login(services.clock.now())
        if login is not None and login.who == claim.who:
            arrivals.accounts.sign_out(login.who)
            sign_out()
        return render_template("pages/leave_done.html", **left)

    return pages


def _group_of(services: Services, who: Identity) -> Context:
    """Which group it is, where it has a session to know it by."""
    seat = services.admission.doorway(who).seat
    return {} if seat is None else session_words(seat)
