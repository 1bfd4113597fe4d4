"""The phase display or the console, right from the first byte: correct before the socket connects, and without script."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from balint_live.application.people import Seat
from balint_live.application.texts import Texts
from balint_live.domain.meeting import Status
from balint_live.domain.roles import Role
from balint_live.web.access import Action, Budget, Login, any_login, declares, keep_signed_in, no_entry
from balint_live.web.pages.context import console_context, ended_context, live_context
from balint_live.web.services import Services


def blueprint(services: Services, texts: Texts) -> Blueprint:
    pages = Blueprint("meeting", __name__, url_prefix="/meetings/<meeting_id>")

    @pages.get("")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def show(meeting_id: str) -> str | BaseResponse:
        login, seat = _seated(services, meeting_id)
        if seat.meeting.status is not Status.CLOSED and not services.admission.has_agreed(seat):
            token = services.links.join_token(login.who, seat.booking.group_id)
            return redirect(url_for("join.look", token=token), 303)
        return _shown(services, texts, login, seat)

    @pages.get("/zoom")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def zoom(meeting_id: str) -> BaseResponse:
        login, seat = _seated(services, meeting_id)
        address = (
            services.stage.zoom_address(meeting_id, login.who)
            if services.admission.has_agreed(seat)
            else None
        )
        if address is None:
            abort(404)
        response = redirect(address, 302)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return pages


def _seated(services: Services, meeting_id: str) -> tuple[Login, Seat]:
    login, now = any_login(), services.clock.now()
    seat = services.seat(login, meeting_id)
    if login is None or seat is None:
        no_entry(now)
    keep_signed_in(login, now)
    return login, seat


def _shown(services: Services, texts: Texts, login: Login, seat: Seat) -> str:
    context = live_context(services, texts, login, seat)
    if seat.member.role is Role.LEADER:
        return render_template("pages/console.html", **context, **console_context(services, texts, seat))
    if seat.meeting.status is Status.CLOSED:
        return render_template("pages/ended.html", **context, **ended_context(services, login, seat))
    return render_template("pages/display.html", **context)
