"""Somebody's calendar address: what programs that ask it are given, and its withdrawal by a press of their own.

Asking has no effect, and opens nothing. Who no longer trusts an address withdraws it, and has another at once.
"""

from collections.abc import Callable

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from balint_live.application.mail.calendars import SessionCalendar, SessionCalendars
from balint_live.web.shared.access import Action, RateLimit, current_login, declares
from balint_live.web.shared.services import AccessServices, Answered, Services


def calendar_pages(
    services: Services,
    access_services: AccessServices,
    calendars: SessionCalendars,
    text: Callable[[SessionCalendar], str],
) -> Blueprint:
    """`text` writes a calendar, in a child process."""
    pages = Blueprint("calendar", __name__)

    @pages.get("/calendar/<token>.ics")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def sessions(token: str) -> Response:
        response = Response(
            text(calendars.read(token)),
            content_type="text/calendar; charset=utf-8",
            headers={"Cache-Control": "private, no-cache"},
        )
        response.add_etag()
        return response.make_conditional(request)

    @pages.post("/join/<token>/record/calendar")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def withdraw_own(token: str) -> Answered:
        access_services.groups.withdraw_calendar(services.links.read_claim(token, services.clock.now()))
        return redirect(f"/join/{token}/record#calendar", 303)

    @pages.post("/account/calendar")
    @declares(Action.OWN_ACCOUNT, RateLimit.PRESSES)
    def withdraw_leaders() -> Answered:
        login = current_login(services.clock.now())
        if login is not None:
            access_services.accounts.withdraw_calendar(login.who)
        return redirect("/account", 303)

    return pages
