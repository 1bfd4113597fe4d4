"""The registrant's page: the reminder and one button.

GET does nothing however often it is fetched, and by whom: mail filters open links, and some run what they find. The press
is a POST with the form's own token; it acknowledges, checks in, signs this browser in and leads to the display.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from balint_live.application.access.joining import Door, Doorway
from balint_live.application.identity import Identity
from balint_live.application.ports import Texts
from balint_live.web.shared.access import (
    Action,
    RateLimit,
    current_login,
    declares,
    sign_in,
    sign_out,
    who_asks,
)
from balint_live.web.shared.context import Context, session_words
from balint_live.web.shared.services import AccessServices, Services

Answered = str | Response | tuple[str, int]


def join_pages(services: Services, texts: Texts) -> Blueprint:
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
        return _pressed(services, who, texts, token)

    return pages


def _pressed(services: Services, who: Identity, texts: Texts, token: str) -> Answered:
    doorway = services.admission.press(who)
    if doorway.door is not Door.OPEN or doorway.seat is None:
        return _page(services, doorway, texts, token)
    sign_in(who, services.clock.now())
    return redirect(url_for("meeting.show", meeting_id=doorway.seat.meeting.id), 303)


def _page(services: Services, doorway: Doorway, texts: Texts, token: str) -> str:
    template = "pages/access/join.html" if doorway.door is Door.OPEN else "pages/access/door.html"
    words = {} if doorway.seat is None else session_words(doorway.seat, doorway.opens_at)
    signed_in = current_login(services.clock.now()) is not None
    return render_template(
        template,
        door=doorway.door.value,
        reminder=texts.reminder,
        signed_in=signed_in,
        own_record=url_for("own_record.show", token=token),
        **words,
    )


# Leaving a group, from the address at the foot of its mails. Looking explains; the press leaves, once.
#
# It is a page and not the mail program's own one-press unsubscribing, because mail filters press that as well.


def leave_pages(services: Services, access_services: AccessServices) -> Blueprint:
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
        access_services.leaving.leave(claim)
        login = current_login(services.clock.now())
        if login is not None and login.who == claim.who:
            access_services.accounts.sign_out(login.who)
            sign_out()
        return render_template("pages/access/leave_done.html", **left)

    return pages


def _group_of(services: Services, who: Identity) -> Context:
    """Which group it is, where it has a session to know it by."""
    seat = services.admission.doorway(who).seat
    return {} if seat is None else session_words(seat)


# "Send me my link again": one answer, whoever asks for whom.


MISTYPED = 422
TOO_MANY = 429


def link_again_pages(services: Services, access_services: AccessServices) -> Blueprint:
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
            return render_template("pages/access/link_again.html", email=typed, mistyped=True), MISTYPED
        by = who_asks(access_services.browsers, services.clock.now())
        if not access_services.asks.take(lambda: access_services.link_again.ask(email, by), by.known_as):
            return render_template("pages/access/link_again.html", email=typed, busy=True), TOO_MANY
        return render_template("pages/access/link_again_sent.html")

    return pages


# The field for the typed code. It leads to the page of the link it stands for, which has no effect either.
#
# One answer for every wrong code, whether it never was one, has ended or was withdrawn; and after some of them, a
# pause.


NOT_FOUND = 404


def typed_code_pages(services: Services, access_services: AccessServices) -> Blueprint:
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
            return render_template("pages/access/join_code.html", code=code, wait=True), TOO_MANY
        token = access_services.typed_codes.join_token(code, services.clock.now())
        if token is None:
            return render_template("pages/access/join_code.html", code=code, wrong=True), NOT_FOUND
        access_services.wrong_tries.was_right(address)
        return redirect(url_for("join.look", token=token), 303)

    return pages
