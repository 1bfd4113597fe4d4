"""How registrants come and go: their page with the reminder and one button, the typed code, their link again, and
leaving.

GET does nothing however often it is fetched, and by whom: mail filters open links, and some run what they find. The
press is a POST with the form's own token; it acknowledges, checks in, signs this browser in and leads to the display.
Leaving is a page too, and not the mail program's own one-press unsubscribing, because mail filters press that as well.

A typed code leads to the page of the link it stands for, which has no effect either. There is one answer for every wrong
code, whether it never was one, has ended or was withdrawn; and after some of them, a pause. Asking for a link again has
one answer, whoever asks for whom.
"""

from flask import Blueprint, redirect, render_template, request, url_for

from balint_live.application.access.joining import Door, Doorway
from balint_live.application.identity import Identity
from balint_live.application.ports import Texts
from balint_live.web.shared.access import (
    Action,
    RateLimit,
    current_login,
    declares,
    sign_in,
    who_asks,
)
from balint_live.web.shared.context import Context, session_words
from balint_live.web.shared.services import REFUSED, AccessServices, Answered, Services


def join_pages(services: Services, texts: Texts) -> Blueprint:
    """A registrant's page, and its press."""
    pages = Blueprint("join", __name__)

    @pages.get("/join/<token>")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def look(token: str) -> Answered:
        who = services.links.read(token, services.clock.now())
        return _page(services, services.admission.doorway(who), texts, token)

    @pages.post("/join/<token>")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def press(token: str) -> Answered:
        who = services.links.read(token, services.clock.now())
        doorway = services.admission.press(who)
        if doorway.door is not Door.OPEN or doorway.seat is None:
            return _page(services, doorway, texts, token)
        sign_in(who, services.clock.now())
        late = "1" if doorway.seat.listens_in else None  # None leaves it out of the address
        return redirect(url_for("meeting.show", meeting_id=doorway.seat.meeting.id, late=late), 303)

    return pages


def _page(services: Services, doorway: Doorway, texts: Texts, token: str) -> str:
    words = {} if doorway.seat is None else session_words(doorway.seat, doorway.opens_at)
    return render_template(
        "pages/access/join.html" if doorway.door is Door.OPEN else "pages/access/door.html",
        door=doorway.door.value,
        reminder=texts.reminder,
        signed_in=current_login(services.clock.now()) is not None,
        own_record=url_for("own_record.show", token=token),
        **words,
    )


def leave_pages(services: Services, access_services: AccessServices) -> Blueprint:
    """Leaving a group, from the address at the foot of its mails. Looking explains; the press leaves, once."""
    pages = Blueprint("leave", __name__)

    @pages.get("/leave/<token>")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def look(token: str) -> str:
        claim = services.links.read_leaving(token, services.clock.now())
        return render_template("pages/access/leave.html", **_group_of(services, claim.who))

    @pages.post("/leave/<token>")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def press(token: str) -> str:
        claim = services.links.read_leaving(token, services.clock.now())
        left = _group_of(services, claim.who)
        access_services.groups.leave(claim)
        access_services.sign_out(claim.who, services.clock.now())
        return render_template("pages/access/leave_done.html", **left)

    return pages


def _group_of(services: Services, who: Identity) -> Context:
    """Which group it is, where it has a session; else nothing."""
    seat = services.admission.doorway(who).seat
    return {} if seat is None else session_words(seat)


def link_again_pages(services: Services, access_services: AccessServices) -> Blueprint:
    """ "Send me my link again"."""
    pages = Blueprint("link_again", __name__)

    @pages.get("/link-again")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def asking() -> Answered:
        return render_template("pages/access/link_again.html")

    @pages.post("/link-again")
    @declares(Action.PUBLIC, RateLimit.ASKS)
    def ask() -> Answered:
        typed = request.form.get("email", "").strip()
        try:
            email = access_services.address(typed)
        except ValueError:
            return render_template("pages/access/link_again.html", email=typed, mistyped=True), REFUSED
        by = who_asks(access_services.browsers, services.clock.now())
        if not access_services.asks.take(lambda: access_services.link_again.ask(email, by), by.known_as):
            return render_template("pages/access/link_again.html", email=typed, busy=True), 429
        return render_template("pages/access/link_again_sent.html")

    return pages


def typed_code_pages(services: Services, access_services: AccessServices) -> Blueprint:
    """The field for the typed code."""
    pages = Blueprint("typed_code", __name__)

    @pages.get("/join")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def ask() -> Answered:
        return render_template("pages/access/join_code.html")

    @pages.post("/join")
    @declares(Action.PUBLIC, RateLimit.ASKS)
    def typed() -> Answered:
        code, address = request.form.get("code", ""), request.remote_addr or ""
        if not access_services.wrong_tries.may_try(address):
            return render_template("pages/access/join_code.html", code=code, wait=True), 429
        token = access_services.typed_codes.join_token(code, services.clock.now())
        if token is None:
            return render_template("pages/access/join_code.html", code=code, wrong=True), 404
        access_services.wrong_tries.was_right(address)
        return redirect(url_for("join.look", token=token), 303)

    return pages
