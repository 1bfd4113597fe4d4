"""What the templates are given: words and facts ready to print, chosen for the reader.

A moment is said in the group's own zone, named by its city, because leaders may live elsewhere and an abbreviation such
as "CST" is three zones. Hours run to 24; the weekday always stands by the date, since people know their group by it.

Here too plain Python becomes what is sent to scripts, and milliseconds begin to exist (`encoded`); and here is what the
console says about credit while the session goes on. The live snapshot stays as it is: what does not change in a session
is put into the page, and until when the session must run is worked out there from the snapshot, by the same rules as
here (static/js/console/times.js). Time in steps that earn no credit comes on top, a pause in them included: a paused
clock does not stop the session. What was paused before the page was made is told with these facts, because a snapshot
does not say where a pause fell.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from flask_babel import gettext, ngettext

from balint_live.application.access.rehearsals import is_rehearsal
from balint_live.application.groups.group import SessionStatus
from balint_live.application.groups.schedule import Slot, comes_twice
from balint_live.application.identity import Kind, Seat
from balint_live.application.ports import Texts
from balint_live.domain.credit import FULL_HOUR, CreditLine, Policy, credited
from balint_live.domain.display import FROM_LEADERS, FROM_PARTICIPANTS, FROM_PRESENTER, Role, quiet_positions
from balint_live.domain.meeting import Meeting, Status, credit_needs
from balint_live.domain.protocol import Protocol
from balint_live.web.shared.access import Login
from balint_live.web.shared.services import Services

Context = dict[str, Any]
LOCALE = "en_GB"
"""English as the pages have it: 24 hours, and the day before the month."""
MINUTE_MS = 60_000
MOST_ROWS = 200
BY_RELEVANCE = ("here", "reconnecting", "gone", "expected")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)


def encoded(value: Any) -> Any:
    """Moments and lengths as whole milliseconds, keys in camel case, everything else as it is."""
    if isinstance(value, Mapping):
        return {_camel(key): encoded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(each) for each in value]
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MILLISECOND
    if isinstance(value, timedelta):
        return value // _MILLISECOND
    return value.value if isinstance(value, Enum) else value


@lru_cache(maxsize=256)
def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


# ---- Credit, on the console -----------------------------------------------------------------------------------------


def credit_facts(meeting: Meeting, lines: Sequence[CreditLine], now: datetime) -> Context:
    """What the console's script needs to know: `types` are the credits that ask for full hours, `fullHourMs` the full
    hours of the plan, 0 when it holds none.
    """
    types = [line.credit_type for line in lines if line.policy is Policy.FULL_HOUR]
    hours = credited(meeting.protocol) // FULL_HOUR
    return {
        "types": types,
        "fullHourMs": encoded(hours * FULL_HOUR),
        "uncreditedPositions": list(_uncredited_positions(meeting)),
        "pausedMs": encoded(_paused(meeting, now)),
    }


def needed_until(meeting: Meeting, lines: Sequence[CreditLine], now: datetime) -> int | None:
    """Until when the session must run for its full hours: in ms, rounded up to minutes; None where nothing is needed, or
    no longer.
    """
    opened_at = meeting.progress.opened_at
    if opened_at is None or meeting.status is not Status.RUNNING:
        return None
    needed = credit_needs(opened_at, credited(meeting.protocol), _uncredited_time(meeting, now), lines)
    if needed is None or needed <= now:
        return None
    return -(-int(encoded(needed)) // MINUTE_MS) * MINUTE_MS


def _uncredited_time(meeting: Meeting, now: datetime) -> timedelta:
    """How long steps without credit take: those left behind what they took, the present one and those to come at least
    their length.
    """
    position = meeting.progress.position or 0
    time = _paused(meeting, now)
    for at in _uncredited_positions(meeting):
        countdown = meeting.progress.countdowns[at - 1]
        spent = countdown.spent_at(now)
        time += spent if at < position else max(spent, countdown.length)
    return time


def _paused(meeting: Meeting, now: datetime) -> timedelta:
    """How long the clock has rested so far in steps that earn no credit."""
    progress = meeting.progress
    if progress.opened_at is None or meeting.status is not Status.RUNNING:
        return timedelta()
    earning = sum((closes - opens for opens, closes in progress.credited), timedelta())
    if progress.credit_since is not None:
        earning += now - progress.credit_since
    spent = sum(
        (progress.countdowns[at - 1].spent_at(now) for at in _uncredited_positions(meeting)), timedelta()
    )
    return max(timedelta(), now - progress.opened_at - earning - spent)


def _uncredited_positions(meeting: Meeting) -> Iterable[int]:
    return (at for at, step in enumerate(meeting.protocol.steps, 1) if not step.phase.credit)


# ---- Dates, zones and lengths in words ------------------------------------------------------------------------------


def city(timezone: str) -> str:
    """ "London" for "Europe/London"; some names have a country before the city."""
    return get_timezone_location(ZoneInfo(timezone), locale=LOCALE, return_city=True).rsplit("/", 1)[-1]


def day(on: date) -> str:
    """ "Tuesday 10 March 2026"; of a moment, the day in its own zone."""
    return format_date(on, "EEEE d MMMM y", locale=LOCALE)


def day_there(moment: datetime, timezone: str) -> str:
    """ "Tuesday 10 March 2026": the day of a moment in this zone."""
    return day(moment.astimezone(ZoneInfo(timezone)))


def clock(moment: datetime, timezone: str) -> str:
    """ "19:00"; where clocks show that time twice, "01:30 BST", as the roll has it too."""
    said = format_time(moment, "HH:mm", tzinfo=ZoneInfo(timezone), locale=LOCALE)
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{said} {local:%Z}" if comes_twice(local) else said


def full(moment: datetime, timezone: str) -> str:
    """ "Tuesday 10 March 2026, 19:00 in London" """
    return gettext(
        "%(day)s, %(clock)s in %(city)s",
        day=day_there(moment, timezone),
        clock=clock(moment, timezone),
        city=city(timezone),
    )


def minutes(length: timedelta) -> int:
    """Whole minutes, rounded down."""
    return length // _MINUTE


def plan_words(plan: Protocol) -> str:
    """The name of a plan, with its length where the name does not say it already, as most shipped ones do."""
    whole = minutes(plan.total)
    said = ngettext("%(num)s minute", "%(num)s minutes", whole)
    return plan.name if said in plan.name else gettext("%(plan)s, %(length)s", plan=plan.name, length=said)


# ---- The live pages -------------------------------------------------------------------------------------------------


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
        "start_reader": _moment_words(seat.meeting.scheduled_start, own),
        "start_group": _moment_words(seat.meeting.scheduled_start, zone),
        "door_time": "" if opens_at is None else clock(opens_at, own.key),
    }


def live_context(services: Services, texts: Texts, login: Login, seat: Seat) -> Context:
    """What both live pages need; the snapshot is exactly the socket's."""
    signals = FROM_LEADERS if seat.member.role is Role.LEADER else FROM_PARTICIPANTS + FROM_PRESENTER
    return {
        **session_words(seat),
        "signed_in": login.who.kind is Kind.LEADER and not is_rehearsal(seat.meeting.id),
        "snapshot": encoded({**services.publisher.view(seat), **_aside(services, seat)}),
        "live_token": services.live_token(login, seat.meeting.id),
        "reminder": texts.reminder,
        "cards": texts.cards,
        "signals": [{"id": each.id, "words": each.words, "hint": each.hint} for each in signals],
        "quiet_positions": list(quiet_positions(seat.meeting.protocol, seat.booking.participant_clock)),
        "has_zoom": seat.booking.has_zoom,
        "next_date": next_date(services, seat),
    }


def next_date(services: Services, seat: Seat) -> str:
    """When the group meets next, in the reader's zone where we know it; empty where nothing is booked."""
    start = services.admission.next_start(seat)
    if start is None:
        return ""
    return _moment_words(start, ZoneInfo(seat.member.timezone or seat.booking.timezone))


def _aside(services: Services, seat: Seat) -> Mapping[str, Any]:
    """What the socket tells participants beside the snapshot; nothing for leaders."""
    if seat.member.role is Role.LEADER:
        return {}
    return services.publisher.aside(services.publisher.room(seat.meeting.id))


def console_context(services: Services, texts: Texts, seat: Seat) -> Context:
    """What only leaders see: the list of people, and every phase's words to look at without moving anybody."""
    room = services.publisher.room(seat.meeting.id)
    presence = encoded(services.publisher.presence(seat))
    lines, now = services.credit_lines(seat.booking.group_id), services.clock.now()
    return {
        "credit": credit_facts(seat.meeting, lines, now),
        "credit_until": needed_until(seat.meeting, lines, now),
        "presence": presence,
        "people_drawn": people_drawn(presence["people"], room.presenter),
        "gather_guidance": texts.catalogue.phases["gather"].for_leaders(seat.booking.leaders),
        "debrief_guidance": texts.catalogue.phases["debrief"].for_leaders(seat.booking.leaders),
        "preview": _preview(seat),
        **_attendance(services, seat),
    }


def people_drawn(people: Sequence[Context], presenter: str | None) -> list[Context]:
    """Who stands in the list: everybody who takes part, or of very many those who matter most now; in the order given.

    The others are found by typing: static/js/console/panels/people.js draws by the same rule.
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


def _moment_words(moment: datetime, zone: ZoneInfo) -> str:
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


def _preview(seat: Seat) -> list[Context]:
    """Every step's words, for the reader's own eyes."""
    return [
        {
            "position": position,
            "name": step.phase.name,
            "leaders": step.phase.for_leaders(seat.booking.leaders),
            "participants": step.phase.participants,
            "observers": step.phase.observers,
            "presenter": step.phase.presenter,
            "presenter_state": step.phase.presenter_state.value,
            "planned": encoded(step.planned),
            "phase": step.phase.id,
        }
        for position, step in enumerate(seat.meeting.protocol.steps, start=1)
    ]


# ---- A session in the schedule --------------------------------------------------------------------------------------


def standing_words(standing: SessionStatus) -> str:
    """How far a session of the schedule has come."""
    return {
        SessionStatus.TO_COME: gettext("To come"),
        SessionStatus.RUNNING: gettext("Running"),
        SessionStatus.HELD: gettext("Held"),
        SessionStatus.NOT_HELD: gettext("Not held"),
        SessionStatus.CANCELLED: gettext("Cancelled"),
    }[standing]


def why_settled(standing: SessionStatus) -> str:
    """Why a session cannot be changed any more; empty where it can."""
    return {
        SessionStatus.TO_COME: "",
        SessionStatus.RUNNING: gettext("It is running, so its time and plan stay as they are."),
        SessionStatus.HELD: gettext("It was held, so its time and plan stay as they were."),
        SessionStatus.NOT_HELD: gettext(
            "Its time is over and nobody opened it. Add another session instead."
        ),
        SessionStatus.CANCELLED: gettext(
            "It keeps its place in the schedule. Add another session in its stead."
        ),
    }[standing]


def slot_words(slot: Slot, timezone: str) -> str:
    """ "Tuesday 10 March 2026, 19:00 in London, until 20:30" """
    return gettext(
        "%(start)s, until %(end)s", start=full(slot.start, timezone), end=clock(slot.end, timezone)
    )
