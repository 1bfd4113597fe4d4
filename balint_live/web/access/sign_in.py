"""Signing in by mail (ask for one, press the button behind its link, or type its digits where it was asked for), and
signing out.

GET has no effect, so a mail filter uses nothing up; nor does its press, since it is not the browser that asked. Asking
and typing post to the one address people know, told apart by the field they fill. No answer tells whether an address is
known: an ask is looked at after it has been answered, and wrong digits are answered after one time, whatever was found.
"""

from datetime import datetime
from time import monotonic

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from balint_live.application.access.sign_in import AnotherBrowser, CodeRefused, is_near
from balint_live.application.identity import Identity, Kind
from balint_live.web.shared.access import (
    Action,
    RateLimit,
    any_login,
    browser_secret,
    count_wrong_digits,
    current_login,
    declares,
    destination,
    keep_signed_in,
    known_browser,
    note_ask,
    note_destination,
    own_address,
    remember_browser,
    require_not_over,
    sign_in,
    sign_out,
    who_asks,
)
from balint_live.web.shared.services import REFUSED, AccessServices, Answered, Services

WRONG_DIGITS_TAKE_S = 0.3
"""Longer than any look at the database, which takes its time only where there is something to count."""


def sign_in_pages(services: Services, access_services: AccessServices) -> Blueprint:
    """Asking for a mail, typing its digits, and the page behind its link."""
    pages = Blueprint("sign_in", __name__)

    @pages.get("/sign-in")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def asking() -> Answered:
        return _asking(services.clock.now())

    @pages.post("/sign-in")
    @declares(Action.PUBLIC, RateLimit.ASKS)
    def ask() -> Answered:
        return (
            _typed(services, access_services) if "code" in request.form else _asked(services, access_services)
        )

    @pages.get("/sign-in/<token>")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def look(token: str) -> Answered:
        try:
            access_services.sign_in.look(token, browser_secret())
        except AnotherBrowser:
            return render_template("pages/access/sign_in_elsewhere.html")
        return render_template("pages/access/sign_in.html")

    @pages.post("/sign-in/<token>")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def press(token: str) -> Answered:
        try:
            who = access_services.sign_in.press(token, browser_secret())
        except AnotherBrowser:
            return render_template("pages/access/sign_in_elsewhere.html"), 403
        return _welcomed(services, access_services, who)

    return pages


def _asking(now: datetime) -> str:
    """The form that asks for a mail; for somebody whose login has run out, with a word about that. Participants need no
    mail.
    """
    back, login = own_address(request.args.get("next", "")), any_login()
    ended = bool(back) and login is not None and login.until <= now
    if ended and login is not None and login.who.kind is Kind.REGISTRANT:
        return render_template("pages/access/join_code.html", ended=True)
    return render_template(
        "pages/access/sign_in_ask.html", asked_before=browser_secret() is not None, back=back, ended=ended
    )


def _asked(services: Services, access_services: AccessServices) -> Answered:
    typed, now = request.form.get("email", "").strip(), services.clock.now()
    if "next" in request.form:
        note_destination(request.form["next"])
    by = who_asks(access_services.browsers, now)
    try:
        email = access_services.address(typed)
    except ValueError:
        return render_template(
            "pages/access/sign_in_ask.html", email=typed, mistyped=True, back=destination()
        ), REFUSED
    if not access_services.asks.take(lambda: access_services.sign_in.ask(email, by), by.known_as):
        return render_template(
            "pages/access/sign_in_ask.html", email=typed, busy=True, back=destination()
        ), 429
    note_ask(now)
    return render_template("pages/access/sign_in_sent.html", email=typed)


def _typed(services: Services, access_services: AccessServices) -> Answered:
    email, began, now = request.form.get("email", "").strip(), monotonic(), services.clock.now()
    try:
        known = known_browser(access_services.browsers, now)
        who = access_services.sign_in.type_code(request.form["code"], browser_secret(), known)
    except CodeRefused as refused:
        again = refused.slip or count_wrong_digits(now)
        services.sleep(max(0.0, began + WRONG_DIGITS_TAKE_S - monotonic()))
        if again:
            return render_template("pages/access/sign_in_sent.html", email=email, wrong=True), 403
        return render_template(
            "pages/access/sign_in_ask.html", email=email, over=True, back=destination()
        ), 410
    return _welcomed(services, access_services, who)


def _welcomed(services: Services, access_services: AccessServices, who: Identity) -> Response:
    """On to the page they wanted, else the session they have come for, else their groups; the browser is known from now
    on.
    """
    now, back, seat = services.clock.now(), destination(), services.admission.doorway(who).seat
    sign_in(who, now)
    if not back and seat is not None and is_near(seat.meeting, now):
        back = url_for("meeting.show", meeting_id=seat.meeting.id)
    response = redirect(back or "/groups", 303)
    remember_browser(response, access_services.browsers, who.id, now)
    return response


def account_pages(services: Services, access_services: AccessServices) -> Blueprint:
    """Who is signed in with this browser; signing out of it, or of all of them; and a leader's calendar address."""
    pages = Blueprint("account", __name__)

    @pages.get("/account")
    @declares(Action.OWN_ACCOUNT, RateLimit.PAGES)
    def show() -> Answered:
        login, now = any_login(), services.clock.now()
        require_not_over(login, now)
        account = None if login is None else access_services.accounts.of(login.who)
        if login is None or account is None:
            return redirect("/sign-in", 303)
        keep_signed_in(login, now)
        return render_template(
            "pages/access/account.html",
            me={"name": account.name},
            leader=account.kind is Kind.LEADER,
            calendar=services.calendar_address(login.who),
        )

    @pages.post("/account")
    @declares(Action.OWN_ACCOUNT, RateLimit.PRESSES)
    def leave() -> Answered:
        where, login = request.form.get("where"), current_login(services.clock.now())
        if where not in ("here", "everywhere"):
            abort(400)
        if login is not None:
            accounts = access_services.accounts
            (accounts.sign_out if where == "here" else accounts.sign_out_everywhere)(login.who)
        sign_out()
        return redirect("/", 303)

    return pages
