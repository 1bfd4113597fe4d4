"""Who is signed in with this browser, and the way out: of this browser, or of all of them."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from balint_live.application.people import Kind
from balint_live.web.access import (
    Action,
    Budget,
    any_login,
    current_login,
    declares,
    keep_signed_in,
    require_not_over,
    sign_out,
)
from balint_live.web.arrivals import Arrivals
from balint_live.web.services import Services

Answered = str | Response | tuple[str, int]


def blueprint(services: Services, arrivals: Arrivals) -> Blueprint:
    pages = Blueprint("account", __name__)

    @pages.get("/account")
    @declares(Action.OWN_ACCOUNT, Budget.PAGES)
    def show() -> Answered:
        login, now = any_login(), services.clock.now()
        require_not_over(login, now)
        account = None if login is None else arrivals.accounts.of(login.who)
        if login is None or account is None:
            return redirect("/sign-in", 303)
        keep_signed_in(login, now)
        return render_template(
            "pages/account.html", me={"name": account.name}, leader=account.kind is Kind.LEADER
        )

    @pages.post("/account")
    @declares(Action.OWN_ACCOUNT, Budget.PRESSES)
    def leave() -> Answered:
        where, login = request.form.get("where"), current_login(services.clock.now())
        if where not in ("here", "everywhere"):
            abort(400)
        if login is not None:
            end = arrivals.accounts.sign_out if where == "here" else arrivals.accounts.sign_out_everywhere
            end(login.who)
        sign_out()
        return redirect("/", 303)

    return pages
