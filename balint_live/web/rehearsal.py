"""`/rehearsal`: a session with pretend people, for a leader who wants to try, or for anybody where the site allows it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext

from balint_live.application.access.pretend import FASTEST, SLOWEST
from balint_live.application.access.rehearsals import LONGEST, Rehearsals, TooMany
from balint_live.application.identity import Kind
from balint_live.application.ports import Clock, Unavailable, network_of
from balint_live.web.shared.access import (
    Action,
    RateLimit,
    begin_to_rehearse,
    current_login,
    declares,
    rehearsing,
)
from balint_live.web.shared.services import Answered

SPEEDS = (SLOWEST, 3, FASTEST)
BUSY = 503


def rehearsal_pages(clock: Clock, rehearsals: Rehearsals | None, for_anybody: bool) -> Blueprint:
    """`rehearsals`: None where several processes serve, which could not share one. `for_anybody`: else for leaders."""
    pages = Blueprint("rehearsal", __name__, url_prefix="/rehearsal")

    def page(sentence: str = "") -> str:
        login = current_login(clock.now())
        may = for_anybody or (login is not None and login.who.kind is Kind.LEADER)
        return render_template(
            "pages/public/rehearsal.html",
            offered=rehearsals is not None,
            may=may,
            speeds=SPEEDS,
            sentence=sentence,
        )

    @pages.get("")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def show() -> str:
        return page()

    @pages.post("")
    @declares(Action.PUBLIC, RateLimit.ASKS)
    def begin() -> Answered:
        now = clock.now()
        login, speed = current_login(now), request.form.get("speed", str(SLOWEST))
        may = for_anybody or (login is not None and login.who.kind is Kind.LEADER)
        if rehearsals is None or not may or speed not in map(str, SPEEDS):
            return page(), 403
        try:
            begun = rehearsals.begin(int(speed), network_of(request.remote_addr or ""), rehearsing())
        except TooMany:
            return page(
                gettext("Too many people are rehearsing right now. Try again in a quarter of an hour.")
            ), BUSY
        except Unavailable:
            return page(gettext("That did not work. Try again in a minute.")), BUSY
        begin_to_rehearse(begun.leader, now + LONGEST)
        return redirect(url_for("meeting.show", meeting_id=begun.session.meeting_id), 303)

    return pages
