"""A meeting over plain HTTP: its page, what a page may look at, and a command or a signal, answered as on the socket.

The page is right from the first byte: before the socket connects, and without script. What a page posts is answered with
200, taken or refused, once the token in its header has shown that our page sent it. Anybody without a seat finds nothing
here.
"""

from collections.abc import Callable

from flask import Blueprint, abort, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from balint_live.application.identity import Identity, Kind, Seat
from balint_live.application.ports import Texts, Unavailable
from balint_live.domain.display import LateComers, Role
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Status
from balint_live.web.live import messages
from balint_live.web.shared.access import (
    Action,
    Login,
    RateLimit,
    any_login,
    declares,
    keep_signed_in,
    on_the_wire,
    refusal,
    refuse_entry,
)
from balint_live.web.shared.context import Context, console_context, encoded, ended_context, live_context
from balint_live.web.shared.services import Services
from balint_live.web.shared.zoom_words import differing_words

MAX_COMMAND_BYTES = 16_384
Coded = Response | tuple[Response, int]
Act = Callable[[Services, Login, Seat, object], dict[str, object]]


def meeting_pages(services: Services, texts: Texts) -> Blueprint:
    """The console for leaders, and the display for everybody else."""
    pages = Blueprint("meeting", __name__, url_prefix="/meetings/<meeting_id>")

    @pages.get("")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def show(meeting_id: str) -> str | Response:
        login, seat = _seated(services, meeting_id)
        if seat.meeting.status is not Status.CLOSED and not services.admission.has_agreed(seat):
            token = services.links.join_token(login.who, seat.booking.group_id)
            return redirect(url_for("join.look", token=token), 303)
        context = live_context(services, texts, login, seat)
        if seat.member.role is Role.LEADER:
            return render_template(
                "pages/live/console.html",
                **context,
                **console_context(services, texts, seat),
                **_zoom_context(services, login, meeting_id),
            )
        if seat.meeting.status is Status.CLOSED:
            return render_template("pages/live/ended.html", **context, **ended_context(services, login, seat))
        if seat.at_the_door:
            return render_template("pages/live/door.html", **context)
        listens = seat.booking.late_comers is LateComers.LISTEN and seat.meeting.is_with_a_case
        return render_template(
            "pages/live/display.html", **context, listens=listens and "late" in request.args
        )

    return pages


def _zoom_context(services: Services, login: Login, meeting_id: str) -> Context:
    """Whether this leader starts the session's own Zoom meeting, and what is not as it should be there."""
    state = services.zoom_state(meeting_id)
    made = state is not None and state.made
    return {
        "starts_zoom": made and login.who.kind is Kind.LEADER,
        "watches_zoom": made,
        "zoom_differs": "" if state is None else differing_words(state.differing),
    }


def _seated(services: Services, meeting_id: str) -> tuple[Login, Seat]:
    """The login and its seat, agreed or not; 404 for everybody else, and the sign-in where a login has run out."""
    login, now = any_login(), services.clock.now()
    seat = services.seat(login, meeting_id)
    if login is None or seat is None:
        refuse_entry(now)
    keep_signed_in(login, now)
    return login, seat


def zoom_ways(services: Services) -> Blueprint:
    """The way into Zoom, and for leaders what is not as it should be there."""
    ways = Blueprint("ways", __name__, url_prefix="/meetings/<meeting_id>")

    @ways.get("/zoom")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def zoom(meeting_id: str) -> Response:
        """To their own link, asked for now; where Zoom does not answer in time, to the group's pasted address."""
        login, seat = _seated(services, meeting_id)
        if not services.admission.has_agreed(seat):
            abort(404)
        return _to_zoom(services, meeting_id, login.who)

    @ways.get("/zoom-settings")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def zoom_settings(meeting_id: str) -> Response:
        _, seat = _agreed(services, meeting_id)
        if seat.member.role is not Role.LEADER:
            abort(404)
        state = services.zoom_state(meeting_id)
        return jsonify(words="" if state is None else differing_words(state.differing))

    return ways


def _to_zoom(services: Services, meeting_id: str, who: Identity) -> Response:
    door = services.publisher.zoom_door(meeting_id, who)
    address = services.zoom_links(door, starts=who.kind is Kind.LEADER)
    if address is None:
        if door.number is None:
            abort(404)
        return make_response(render_template("errors/zoom_silent.html", meeting=meeting_id), 503)
    response = redirect(address, 302)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def command_addresses(services: Services) -> Blueprint:
    """A command, a signal, and that a signal was seen."""
    pressing = Blueprint("pressing", __name__, url_prefix="/meetings/<meeting_id>")

    @pressing.post("/command")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def command(meeting_id: str) -> Coded:
        return _answer(services, meeting_id, _commanded)

    @pressing.post("/signal")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def signal(meeting_id: str) -> Coded:
        """So that a presenter behind a network that kills sockets can still ask for a leader."""
        return _answer(services, meeting_id, _signalled)

    @pressing.post("/seen")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def seen(meeting_id: str) -> Coded:
        return _answer(services, meeting_id, _seen)

    return pressing


def _answer(services: Services, meeting_id: str, act: Act) -> Coded:
    """The answer, also where the database is away, which cannot even be asked then whose seat it is."""
    try:
        return _answer_seated(*_agreed(services, meeting_id), services, meeting_id, act)
    except Unavailable:
        return jsonify(refusal(Code.UNAVAILABLE, 0))


def _answer_seated(login: Login, seat: Seat, services: Services, meeting_id: str, act: Act) -> Coded:
    if services.live_seat(login, meeting_id, request.headers.get("X-Live-Token", "")) is None:
        return jsonify(refusal(Code.NOT_ALLOWED, seat.meeting.revision)), 403
    _note_life(services, seat)
    if not services.rate_limits.allows(RateLimit.EVENTS, login.who.id):
        return jsonify(refusal(Code.RATE_LIMITED, seat.meeting.revision))
    try:
        return jsonify(act(services, login, seat, _posted_json()))
    except DomainError as no:
        return jsonify(refusal(no.code, seat.meeting.revision))
    except Unavailable:
        return jsonify(refusal(Code.UNAVAILABLE, seat.meeting.revision))


def _commanded(services: Services, login: Login, seat: Seat, data: object) -> dict[str, object]:
    return on_the_wire(services.command_handler(login.who, seat.meeting.id, messages.command(data)))


def _signalled(services: Services, login: Login, seat: Seat, data: object) -> dict[str, object]:
    revision, id = services.signals.send(login.who, seat.meeting.id, messages.signal(data))
    return {"ok": True, "revision": revision, "signalId": id}


def _seen(services: Services, login: Login, seat: Seat, data: object) -> dict[str, object]:
    return {"ok": True, "revision": services.signals.see(login.who, seat.meeting.id, messages.seen(data))}


def _posted_json() -> object:
    """What was posted; None for what is not JSON, is too long, or is nested deeper than the reader can follow."""
    request.max_content_length = MAX_COMMAND_BYTES
    try:
        return request.get_json(silent=True, cache=False)
    except (RecursionError, RequestEntityTooLarge):
        return None


def snapshot_addresses(services: Services) -> Blueprint:
    """What a page may look at: the snapshot, what is sent beside it, and a token to connect with."""
    looking = Blueprint("looking", __name__, url_prefix="/meetings/<meeting_id>")

    @looking.get("/token")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def token(meeting_id: str) -> Response:
        login, _ = _agreed(services, meeting_id)
        keep_signed_in(login, services.clock.now())
        return jsonify(token=services.live_token(login, meeting_id))

    @looking.get("/snapshot")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def snapshot(meeting_id: str) -> Response:
        """The whole snapshot; 304 while the revision is the one the page has, and a late-comer still waits at the door."""
        _, seat = _agreed(services, meeting_id)
        _note_life(services, seat)
        response = jsonify(encoded(services.publisher.view(seat)))
        response.set_etag(f"{seat.meeting.revision}{'-at-the-door' if seat.at_the_door else ''}")
        return response.make_conditional(request)

    @looking.get("/aside")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def aside(meeting_id: str) -> Response:
        """What a participant's socket is sent beside the snapshot."""
        _, seat = _agreed(services, meeting_id)
        if seat.at_the_door:
            return jsonify(paused=False, leadersAway=False)
        return jsonify(encoded(services.publisher.aside(services.publisher.room(meeting_id))))

    @looking.get("/presence")
    @declares(Action.OWN_MEETING, RateLimit.PAGES)
    def presence(meeting_id: str) -> Response:
        """What a leader's socket is sent beside it."""
        _, seat = _agreed(services, meeting_id)
        if seat.member.role is not Role.LEADER:
            abort(404)
        return jsonify(encoded(services.publisher.presence(seat)))

    return looking


def _agreed(services: Services, meeting_id: str) -> tuple[Login, Seat]:
    """The login and its seat, once the reminder has been agreed to; 404 for everybody else."""
    login = any_login()
    seat = services.agreed_seat(login, meeting_id)
    if login is None or seat is None:
        abort(404)
    return login, seat


def _note_life(services: Services, seat: Seat) -> None:
    """Count the person as here: a page without a socket is here as long as it asks."""
    room = services.publisher.room(seat.meeting.id)
    room.answered(seat.member.id, services.clock.now(), seat.member.role is Role.LEADER)
    services.publisher.came(room, seat)
