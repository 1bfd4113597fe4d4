"""Whose page is asking over plain HTTP; anybody without a seat finds nothing here."""

from flask import abort

from balint_live.application.people import Seat
from balint_live.domain.roles import Role
from balint_live.web.access import Login, any_login
from balint_live.web.services import Services


def seated(services: Services, meeting_id: str) -> tuple[Login, Seat]:
    """The login and its seat, once the reminder has been agreed to; 404 for everybody else."""
    login = any_login()
    seat = services.agreed_seat(login, meeting_id)
    if login is None or seat is None:
        abort(404)
    return login, seat


def shows_life(services: Services, seat: Seat) -> None:
    """Asking is an answer: a page without a socket is here as long as it asks."""
    leads = seat.member.role is Role.LEADER
    services.stage.room(seat.meeting.id).answered(seat.member.id, services.clock.now(), leads)
