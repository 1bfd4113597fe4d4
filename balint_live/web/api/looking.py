"""What a page may look at over plain HTTP: the snapshot, what stands beside it, and a token to enter with."""

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from balint_live.domain.roles import Role
from balint_live.web.access import Action, Budget, declares, keep_signed_in
from balint_live.web.api.seat import seated, shows_life
from balint_live.web.services import Services
from balint_live.web.wire import encoded


def blueprint(services: Services) -> Blueprint:
    looking = Blueprint("looking", __name__, url_prefix="/meetings/<meeting_id>")

    @looking.get("/token")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def token(meeting_id: str) -> Response:
        login, _ = seated(services, meeting_id)
        keep_signed_in(login, services.clock.now())
        return jsonify(token=services.live_token(login, meeting_id))

    @looking.get("/snapshot")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def snapshot(meeting_id: str) -> BaseResponse:
        """The whole snapshot; 304 while the revision is the one the page has."""
        _, seat = seated(services, meeting_id)
        shows_life(services, seat)
        response = jsonify(encoded(services.stage.view(seat)))
        response.set_etag(str(seat.meeting.revision))
        return response.make_conditional(request)

    @looking.get("/aside")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def aside(meeting_id: str) -> Response:
        """What a participant's socket would be told beside the snapshot."""
        seated(services, meeting_id)
        return jsonify(encoded(services.stage.aside(services.stage.room(meeting_id))))

    @looking.get("/presence")
    @declares(Action.OWN_MEETING, Budget.PAGES)
    def presence(meeting_id: str) -> Response:
        """What a leader's socket would be told beside it."""
        _, seat = seated(services, meeting_id)
        if seat.member.role is not Role.LEADER:
            abort(404)
        return jsonify(encoded(services.stage.presence(seat)))

    return looking
