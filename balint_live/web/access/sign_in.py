"""Signing in by mail: ask for one, press the button behind its link, or type its digits where it was asked for.

GET has no effect, so a mail filter uses nothing up; nor does its press, since it is not the browser that asked. Asking and
typing post to the one address people know, told apart by the field they fill. No answer tells whether an address is known:
an ask is looked at after it has been answered, and wrong digits are answered after one time, whatever was found.
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
    asked_for_a_mail,
    browser_secret,
    current_login,
    declares,
    keep_signed_in,
    known_browser,
    remember,
    require_not_over,
    sign_in,
    sign_out,
    want,
    wanted,
    wanted_page,
    who_asks,
    wrong_digits,
)
from balint_live.web.shared.services import AccessServices, Services

Answered = str | Response | tuple[str, int]
GROUPS = "/groups"
FORBIDDEN = 403
GONE = 410
MISTYPED = 422
TOO_MANY = 429
WRONG_DIGITS_TAKE_S = 0.3
"""Longer than any look at the database, which takes its time only where there is something to count."""


def sign_in_pages(services: Services, access_services: AccessServices) -> Blueprint:
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
            return render_template("pages/access/sign_in_elsewhere.html"), FORBIDDEN
        return _welcomed(services, access_services, who)

    return pages


def _asking(now: datetime) -> str:
    """To who came from a page that their login no longer opened, with a word about that: participants need no mail."""
    back, login = wanted_page(request.args.get("next", "")), any_login()
    ended = bool(back) and login is not None and login.until <= now
    if ended and login is not None and login.who.kind is Kind.REGISTRANT:
        return render_template("pages/access/join_code.html", ended=True)
    return render_template(
        "pages/access/sign_in_ask.html", asked_before=browser_secret() is not None, back=back, ended=ended
    )


def _asked(services: Services, access_services: AccessServices) -> Answered:
    typed, now = request.form.get("email", "").strip(), services.clock.now()
    if "next" in request.form:
        want(request.form["next"])
    by = who_asks(access_services.browsers, now)
    try:
        email = access_services.address(typed)
    except ValueError:
        return render_template(
            "pages/access/sign_in_ask.html", email=typed, mistyped=True, back=wanted()
        ), MISTYPED
    if not access_services.asks.take(lambda: access_services.sign_in.ask(email, by), by.known_as):
        return render_template(
            "pages/access/sign_in_ask.html", email=typed, busy=True, back=wanted()
        ), TOO_MANY
    asked_for_a_mail(now)
    return render_template("pages/access/sign_in_sent.html", email=typed)


def _typed(services: Services, access_services: AccessServices) -> Answered:
    email, began, now = request.form.get("email", "").strip(), monotonic(), services.clock.now()
    try:
        known = known_browser(access_services.browsers, now)
        who = access_services.sign_in.type_code(request.form["code"], browser_secret(), known)
    except CodeRefused as refused:
        again = refused.slip or wrong_digits(now)
        services.sleep(max(0.0, began + WRONG_DIGITS_TAKE_S - monotonic()))
        if again:
            return render_template("pages/access/sign_in_sent.html", email=email, wrong=True), FORBIDDEN
        return render_template("pages/access/sign_in_ask.html", email=email, over=True, back=wanted()), GONE
    return _welcomed(services, access_services, who)


def _welcomed(services: Services, access_services: AccessServices, who: Identity) -> Response:
    """To the page they wanted, else the session they have come for, else their groups; the browser is known from now on."""
    now, back = services.clock.now(), wanted()
    sign_in(who, now)
    response = redirect(back or _led_to(services, who, now), 303)
    remember(response, access_services.browsers, who.id, now)
    return response


def _led_to(services: Services, who: Identity, now: datetime) -> str:
    seat = services.admission.doorway(who).seat
    if seat is None or not is_near(seat.meeting, now):
        return GROUPS
    return url_for("meeting.show", meeting_id=seat.meeting.id)


# Who is signed in with this browser, and the way out: of this browser, or of all of them.


def account_pages(services: Services, access_services: AccessServices) -> Blueprint:
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
            "pages/access/account.html", me={"name": account.name}, leader=account.kind is Kind.LEADER
        )

    @pages.post("/account")
    @declares(Action.OWN_ACCOUNT, RateLimit.PRESSES)
    def leave() -> Answered:
        where, login = request.form.get("where"), current_login(services.clock.now())
        if where not in ("here", "everywhere"):
            abort(400)
        if login is not None:
            end = (
                access_services.accounts.sign_out
                if where == "here"
                else access_services.accounts.sign_out_everywhere
            )
            end(login.who)
        sign_out()
        return redirect("/", 303)

    return pages
