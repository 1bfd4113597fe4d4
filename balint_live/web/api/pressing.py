"""What a page may do over plain HTTP: a command or a signal, answered as on the socket.

Whatever is posted is answered with 200, taken or refused, once the token in its header has shown that our page sent it.
"""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from balint_live.application.people import Seat
from balint_live.application.ports import Unavailable
from balint_live.domain.errors import Code, DomainError
from balint_live.web import parsing
from balint_live.web.access import Action, Budget, Login, declares
from balint_live.web.answers import on_the_wire, refusal
from balint_live.web.api.seat import seated, shows_life
from balint_live.web.services import Services

MAX_COMMAND_BYTES = 16_384
Answered = Response | tuple[Response, int]
CarriedOut = Callable[[Services, Login, Seat, object], dict[str, object]]


def blueprint(services: Services) -> Blueprint:
    pressing = Blueprint("pressing", __name__, url_prefix="/meetings/<meeting_id>")

    @pressing.post("/command")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def command(meeting_id: str) -> Answered:
        return _taken(services, meeting_id, _conducted)

    @pressing.post("/signal")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def signal(meeting_id: str) -> Answered:
        """So that a presenter behind a network that kills sockets can still ask for a leader."""
        return _taken(services, meeting_id, _signalled)

    return pressing


def _taken(services: Services, meeting_id: str, carried_out: CarriedOut) -> Answered:
    """A database that is away is an answer as well; whose seat it is cannot even be asked then."""
    try:
        return _taken_by(*seated(services, meeting_id), services, meeting_id, carried_out)
    except Unavailable:
        return jsonify(refusal(Code.UNAVAILABLE, 0))


def _taken_by(
    login: Login, seat: Seat, services: Services, meeting_id: str, carried_out: CarriedOut
) -> Answered:
    if services.live_seat(login, meeting_id, request.headers.get("X-Live-Token", "")) is None:
        return jsonify(refusal(Code.NOT_ALLOWED, seat.meeting.revision)), 403
    shows_life(services, seat)
    if not services.budgets.allows(Budget.EVENTS, login.who.id):
        return jsonify(refusal(Code.RATE_LIMITED, seat.meeting.revision))
    try:
        return jsonify(carried_out(services, login, seat, _posted()))
    except DomainError as no:
        return jsonify(refusal(no.code, seat.meeting.revision))
    except Unavailable:
        return jsonify(refusal(Code.UNAVAILABLE, seat.meeting.revision))


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
