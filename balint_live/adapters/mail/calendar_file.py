"""Calendar files: one session, one file, one person.

A REQUEST and a CANCEL may speak of one UID only (RFC 5546, 3.2.2 and 3.2.5), and Outlook reads the first event of a file
and leaves the others ([MS-STANOICAL] 2.2.175). So a letter about eight sessions carries eight files, each attached; the
one of the session it is about also stands among the ways to read the message, where Outlook, Google and Apple take it in
unasked. Rejected: one PUBLISH file for the whole series. It may name nobody (3.2.1), Outlook makes a calendar of its own
of it, and a later change by mail is not sure to find what came in that way. Nothing depends on the attachments being
opened: each session's file comes once more, by itself, with the reminder of the day before.

Same UID, SEQUENCE as the schedule counts it, DTSTAMP from the letter: an update replaces, and a letter sent again is no
change. Times stand in the group's zone with its rule (`zone_rules`), or in UTC where one of them falls into an hour that
clocks show twice: with a zone it would always mean the first of the two (RFC 5545, 3.3.5). A calendar is shared with
colleagues and read by note-taking assistants: so there is neither a Zoom address nor a personal link nor a code in it, and
it is CLASS:PRIVATE.
"""

from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from balint_live.adapters.mail.headers import mailbox
from balint_live.adapters.mail.sender import Sender
from balint_live.adapters.mail.sessions import METHODS, Method
from balint_live.adapters.mail.zone_rules import vtimezone
from balint_live.application.groups.group import BookedMeeting
from balint_live.application.groups.series import comes_twice
from balint_live.application.post.letter import Letter

PRODUCT = "-//balint-live//sessions//EN"


@dataclass(frozen=True, slots=True)
class EventWords:
    """What people read in their calendar."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`text` has its lines folded, and ended with CRLF."""

    name: str
    method: Method
    text: str


def calendar_file(
    letter: Letter, meeting: BookedMeeting, timezone: str, organizer: Sender, words: EventWords
) -> CalendarFile:
    """The file about one session of a letter whose kind has such files; `timezone` is the group's."""
    method, zone = METHODS[letter.kind], ZoneInfo(timezone)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method.value)
    start, end = meeting.start.astimezone(zone), meeting.end.astimezone(zone)
    if comes_twice(start) or comes_twice(end):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    else:
        calendar.add_component(vtimezone(zone, start.year))
    event = _event(letter, meeting, words)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _person(organizer.name, organizer.address))
    calendar.add_component(event)
    name = f"session-{meeting.number}{'-cancelled' if method is Method.CANCEL else ''}.ics"
    return CalendarFile(name, method, calendar.to_ical().decode("utf-8"))


def _event(letter: Letter, meeting: BookedMeeting, words: EventWords) -> Event:
    event = Event()
    event.add("uid", f"{meeting.id}.{letter.to.id}@{urlsplit(letter.site).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", letter.written_at)
    event.add("summary", words.title)
    event.add("description", words.description)
    event.add("location", letter.site)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("attendee", _invited(letter))
    return event


def _invited(letter: Letter) -> vCalAddress:
    """Nobody but the reader; answers count for nothing, so none is asked for."""
    address = _person(letter.to.name, letter.to.email)
    address.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE")
    return address


def _person(name: str, email: str) -> vCalAddress:
    known = mailbox(name, email)
    address = vCalAddress(f"mailto:{known.addr_spec}")
    if known.display_name:
        address.params["CN"] = known.display_name.replace(
            '"', "'"
        )  # a parameter cannot hold it (RFC 5545, 3.1)
    return address
