"""The plain HTTP door of a meeting. It answers the page's cookie, as its pages do; a command needs the token as well."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, jsonify, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from balint_live.application.people import Seat
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roles import Role
from balint_live.web import parsing
from balint_live.web.access import Action, Budget, Login, current_login, declares
from balint_live.web.live_namespace import on_the_wire
from balint_live.web.services import Services
from balint_live.web.wire import encoded

MAX_COMMAND_BYTES = 16_384
Answered = Response | tuple[Response, int]
CarriedOut = Callable[[Services, Login, Seat, object], dict[str, object]]


def blueprint(services: Services, csrf: CSRFProtect) -> Blueprint:
    door = Blueprint("door", __name__, url_prefix="/meetings/<meeting_id>")

    @door.get("/token")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def token(meeting_id: str) -> Response:
        login, _ = _seated(services, meeting_id)
        return jsonify(token=services.live_token(login, meeting_id))

    @door.get("/snapshot")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def snapshot(meeting_id: str) -> BaseResponse:
        """The whole snapshot; 304 while the revision is the one the page has. Asking is a sign of life."""
        login, seat = _seated(services, meeting_id)
        services.stage.room(meeting_id).answered(login.who.id, services.clock.now())
        view = services.stage.views(seat).of(login.who.id, seat.member.role)
        response = jsonify(encoded(view))
        response.set_etag(str(seat.meeting.revision))
        return response.make_conditional(request)

    @door.get("/aside")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def aside(meeting_id: str) -> Response:
        """What a participant's socket would be told beside the snapshot."""
        _seated(services, meeting_id)
        return jsonify(encoded(services.stage.aside(services.stage.room(meeting_id))))

    @door.get("/presence")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def presence(meeting_id: str) -> Response:
        """The leaders' list, for a leader's page without a socket."""
        _, seat = _seated(services, meeting_id)
        if seat.member.role is not Role.LEADER:
            abort(404)
        return jsonify(encoded(services.stage.presence(services.stage.room(meeting_id))))

    @door.post("/command")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def command(meeting_id: str) -> Answered:
        return _taken(services, meeting_id, _conducted)

    @door.post("/signal")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def signal(meeting_id: str) -> Answered:
        """So that a presenter behind a network that kills sockets can still ask for a leader."""
        return _taken(services, meeting_id, _signalled)

    for posted in (command, signal):
        csrf.exempt(posted)  # the token in the header is the proof, and a form could not send it
    return door


def _seated(services: Services, meeting_id: str) -> tuple[Login, Seat]:
    login = current_login()
    seat = None if login is None else services.agreed_seat(login.who, meeting_id)
    if login is None or seat is None:
        abort(404)
    return login, seat


def _taken(services: Services, meeting_id: str, carried_out: CarriedOut) -> Answered:
    """Whatever is posted here is answered with 200, taken or refused, once the token has shown that our page sent it."""
    login, seat = _seated(services, meeting_id)
    if services.live_seat(login, meeting_id, request.headers.get("X-Live-Token", "")) is None:
        return jsonify(_refusal(Code.NOT_ALLOWED, seat)), 403
    services.stage.room(meeting_id).answered(login.who.id, services.clock.now())
    if not services.budgets.allows(Budget.EVENTS, login.who.id):
        return jsonify(_refusal(Code.RATE_LIMITED, seat))
    try:
        return jsonify(carried_out(services, login, seat, _posted()))
    except DomainError as refusal:
        return jsonify(_refusal(refusal.code, seat))


def _conducted(services: Services, login: Login, seat: Seat, data: object) -> dict[str, object]:
    return on_the_wire(services.conduct(login.who, seat.meeting.id, parsing.command(data)))


def _signalled(services: Services, login: Login, seat: Seat, data: object) -> dict[str, object]:
    return {"ok": True, "revision": services.signals(login.who, seat.meeting.id, parsing.signal(data))}


def _posted() -> object:
    """What was posted; None for what is not JSON, is too long, or is nested deeper than the reader can follow."""
    request.max_content_length = MAX_COMMAND_BYTES
    try:
        return request.get_json(silent=True, cache=False)
    except (RecursionError, RequestEntityTooLarge):
        return None


def _refusal(code: Code, seat: Seat) -> dict[str, object]:
    return {"ok": False, "code": code.value, "revision": seat.meeting.revision}
