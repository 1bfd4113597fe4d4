"""What the templates are given: words and facts ready to print, chosen for the reader."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balint_live.application.people import Kind, Seat
from balint_live.application.texts import Texts
from balint_live.domain.participant_clock import quiet_positions
from balint_live.domain.protocol import Protocol
from balint_live.domain.roles import Role
from balint_live.domain.signals import FROM_LEADERS, FROM_PARTICIPANTS, FROM_PRESENTER
from balint_live.web.access import Login
from balint_live.web.pages.credit_facts import credit_facts, needed_until
from balint_live.web.pages.groups.words import clock
from balint_live.web.services import Services
from balint_live.web.wire import encoded

Context = dict[str, Any]
MOST_ROWS = 200
BY_RELEVANCE = ("here", "reconnecting", "gone", "expected")


def session_words(seat: Seat, opens_at: datetime | None = None) -> Context:
    """Which session this is, for whom, and when: in the reader's zone first, where we know it, and in the group's."""
    zone = ZoneInfo(seat.booking.timezone)
    own = ZoneInfo(seat.member.timezone or seat.booking.timezone)
    return {
        "me": {"id": seat.member.id, "name": seat.member.name, "role": seat.member.role.value},
        "group": {
            "id": seat.booking.group_id,
            "name": seat.booking.group_name,
            "timezone": seat.booking.timezone,
            "city": _city(zone),
            "contact": seat.booking.contact,
        },
        "session": {"number": seat.booking.number, "of": seat.booking.planned},
        "start": seat.meeting.scheduled_start.astimezone(zone),
        "session_start": seat.meeting.scheduled_start.astimezone(zone),
        "session_end": seat.meeting.scheduled_end.astimezone(zone),
        "start_reader": _said(seat.meeting.scheduled_start, own),
        "start_group": _said(seat.meeting.scheduled_start, zone),
        "door_time": "" if opens_at is None else clock(opens_at, own.key),
    }


def live_context(services: Services, texts: Texts, login: Login, seat: Seat) -> Context:
    """What both live pages need; the snapshot is exactly the socket's."""
    signals = FROM_LEADERS if seat.member.role is Role.LEADER else FROM_PARTICIPANTS + FROM_PRESENTER
    return {
        **session_words(seat),
        "signed_in": login.who.kind is Kind.LEADER,
        "snapshot": encoded({**services.stage.view(seat), **_beside(services, seat)}),
        "live_token": services.live_token(login, seat.meeting.id),
        "reminder": texts.reminder,
        "cards": texts.cards,
        "signals": [{"id": each.id, "words": each.words, "hint": each.hint} for each in signals],
        "quiet_positions": list(quiet_positions(seat.meeting.protocol, seat.booking.participant_clock)),
        "has_zoom": seat.booking.has_zoom,
    }


def _beside(services: Services, seat: Seat) -> Mapping[str, Any]:
    """Participants' pages begin with what the socket tells them beside the snapshot."""
    if seat.member.role is Role.LEADER:
        return {}
    return services.stage.aside(services.stage.room(seat.meeting.id))


def console_context(services: Services, texts: Texts, seat: Seat) -> Context:
    """What only leaders see: the list, and every phase's words to look at without moving anybody."""
    room = services.stage.room(seat.meeting.id)
    presence = encoded(services.stage.presence(seat))
    return {
        **_credit(services, seat),
        "presence": presence,
        "people_drawn": people_drawn(presence["people"], room.presenter),
        "gather_guidance": texts.catalogue.phases["gather"].leaders,
        "debrief_guidance": texts.catalogue.phases["debrief"].leaders,
        "preview": _preview(seat.meeting.protocol),
        **_attendance(services, seat),
    }


def people_drawn(people: Sequence[Context], presenter: str | None) -> list[Context]:
    """Whose rows stand in the list: everybody who takes part, or of very many those who matter most now, by name.

    The rest is found by typing: static/js/console/people_view.js draws by the same rule.
    """
    members = [one for one in people if one["role"] != Role.LEADER.value]
    by_relevance = sorted(members, key=lambda one: (one["id"] != presenter, BY_RELEVANCE.index(one["state"])))
    drawn = {one["id"] for one in by_relevance[:MOST_ROWS]}
    return [one for one in members if one["id"] in drawn]


def ended_context(services: Services, login: Login, seat: Seat) -> Context:
    """What was kept of the reader, in full, and the way to all of their attendance."""
    zone = ZoneInfo(seat.booking.timezone)
    record = services.record.kept(seat.meeting, seat.booking.group_id)
    spans = record.present.get(seat.member.id, [])
    return {
        "kept": {
            "name": seat.member.name,
            "intervals": [[join.astimezone(zone), leave.astimezone(zone)] for join, leave in spans],
            "reminder_version": seat.agreed_to,
            "confirmed": record.confirmed is not None,
        },
        "own_record": f"/join/{services.links.join_token(login.who, seat.booking.group_id)}/record",
    }


def _said(moment: datetime, zone: ZoneInfo) -> str:
    """ "Thursday 5 June, 18:00 in London" """
    there = moment.astimezone(zone)
    return f"{there:%A} {there.day} {there:%B}, {clock(moment, zone.key)} in {_city(zone)}"


def _city(zone: ZoneInfo) -> str:
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def _attendance(services: Services, seat: Seat) -> Context:
    """Once it is closed: who was present when, for the leaders to read, and whether they have confirmed it."""
    if seat.meeting.closed_at is None:
        return {"attendance": {}, "confirmed": None}
    record = services.record.kept(seat.meeting, seat.booking.group_id)
    by = record.confirmed
    return {
        "attendance": encoded(record.present),
        "confirmed": None if by is None else {"name": by.name, "at": encoded(by.at)},
    }


def _credit(services: Services, seat: Seat) -> Context:
    """What the console says of credit, and when it is needed until as the page is made."""
    lines, now = services.credit_lines(seat.booking.group_id), services.clock.now()
    return {
        "credit": credit_facts(seat.meeting, lines, now),
        "credit_until": needed_until(seat.meeting, lines, now),
    }


def _preview(protocol: Protocol) -> list[Context]:
    return [
        {
            "position": position,
            "name": step.phase.name,
            "leaders": step.phase.leaders,
            "participants": step.phase.participants,
            "presenter": step.phase.presenter,
            "presenter_state": step.phase.presenter_state.value,
            "planned": encoded(step.planned),
            "phase": step.phase.id,
        }
        for position, step in enumerate(protocol.steps, start=1)
    ]
