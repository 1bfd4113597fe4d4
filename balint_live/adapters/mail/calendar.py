"""Calendar files: one session, one file, one person; and the calendar behind an address that programs ask again and again.

A REQUEST and a CANCEL may speak of one UID only (RFC 5546, 3.2.2 and 3.2.5), and Outlook reads the first event of a file
and leaves the others ([MS-STANOICAL] 2.2.175). So a mail about eight sessions carries eight files, each attached; the
one of the session it is about is also an alternative text of the message, where Outlook, Google and Apple take it in
unasked. Rejected: one PUBLISH file for the whole series. It may name nobody (3.2.1), Outlook makes a calendar of its own
of it, and a later change by mail is not sure to find what came in that way. Nothing depends on the attachments being
opened: each session's file comes once more, by itself, with the reminder of the day before. A calendar that is asked for
holds all sessions, in UTC and without a METHOD: it invites nobody, and each answer takes the place of the one before.

Same UID, SEQUENCE as the schedule counts it, DTSTAMP from the mail: an update replaces, and a mail sent again is no
change. Times are in the group's zone with its rule (`vtimezone`), or in UTC where one of them falls into an hour that
clocks show twice: with a zone it would always mean the first of the two (RFC 5545, 3.3.5). A calendar is shared with
colleagues and read by note-taking assistants: so there is neither a Zoom address nor a personal link nor a code in it, and
it is CLASS:PRIVATE.
"""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
)

from balint_live.adapters.mail.headers import Sender, mailbox
from balint_live.application.groups.group import BookedMeeting, GroupBasics
from balint_live.application.groups.schedule import comes_twice
from balint_live.application.mail.calendars import SessionCalendar
from balint_live.application.mail.contents import Mail
from balint_live.application.mail_queue import MailKind

PRODUCT = "-//balint-live//sessions//EN"
YEARS = 7
"""So many years tell "the fourth" from "the last"."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ASK_AGAIN = timedelta(hours=4)
"""How often a calendar should ask its address; many choose for themselves."""
Title = Callable[[GroupBasics, BookedMeeting], tuple[str, str]]
"""Title and description of a session."""
Rule = tuple[int, str]
"""The month and which of its weekdays: (3, "2SU"), or counted from its end (10, "-1SU")."""
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


class Method(StrEnum):
    """What a calendar is asked to do (RFC 5546): put a session in, or in its new place; take it out."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


METHODS = {
    MailKind.INVITATION: Method.REQUEST,
    MailKind.LINK_AGAIN: Method.REQUEST,
    MailKind.MOVED: Method.REQUEST,
    MailKind.DAY_BEFORE: Method.REQUEST,
    MailKind.LEADS: Method.REQUEST,
    MailKind.DATES_ADDED: Method.REQUEST,
    MailKind.CANCELLED: Method.CANCEL,
    MailKind.REMOVED: Method.CANCEL,
}
"""Fifteen minutes before, and while a session runs, there is nothing left to tell a calendar."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`text` has its lines folded, and ended with CRLF."""

    name: str
    method: Method
    text: str


def sessions_of(mail: Mail) -> Sequence[BookedMeeting]:
    """The sessions a mail has a calendar file for: the one it is about first, then by time; none for some kinds.

    A cancellation is of its own session only, whatever others the mail names; and no file asks to put a cancelled session
    in.
    """
    method, about = METHODS.get(mail.kind), mail.meeting
    if method is None:
        return ()
    if about is not None and (mail.kind is MailKind.CANCELLED or not mail.meetings):
        return (about,)
    spoken_of = (one for one in mail.meetings if method is Method.CANCEL or not one.cancelled)
    return sorted(spoken_of, key=lambda one: (about is None or one.id != about.id, one.start))


def calendar_file(
    mail: Mail, meeting: BookedMeeting, timezone: str, organizer: Sender, title: str, description: str
) -> CalendarFile:
    """The file about one session, for a kind of mail that has such files; `timezone` is the group's."""
    method, zone = METHODS[mail.kind], ZoneInfo(timezone)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method.value)
    start, end = meeting.start.astimezone(zone), meeting.end.astimezone(zone)
    if comes_twice(start) or comes_twice(end):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    else:
        calendar.add_component(vtimezone(zone, start.year))
    event = _event(meeting, mail.to.id, mail.site, mail.written_at, title, description)
    event.add("attendee", _invited(mail))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _person(organizer.name, organizer.address))
    calendar.add_component(event)
    name = f"session-{meeting.number}{'-cancelled' if method is Method.CANCEL else ''}.ics"
    return CalendarFile(name, method, calendar.to_ical().decode("utf-8"))


def subscribed_calendar(calendar: SessionCalendar, name: str, title: Title) -> str:
    """All sessions of one person. The same facts make the same text, so that a calendar need not fetch it twice."""
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", PRODUCT)
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    whole.add("x-published-ttl", vDuration(ASK_AGAIN))
    for group, meetings in calendar.series:
        for one in meetings:
            event = _event(one, calendar.who.id, calendar.site, group.created_at, *title(group, one))
            event.add("dtstart", one.start)
            event.add("dtend", one.end)
            event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
            whole.add_component(event)
    return str(whole.to_ical(), "utf-8")


def _event(
    meeting: BookedMeeting, whose: str, site: str, stamp: datetime, title: str, description: str
) -> Event:
    event = Event()
    event.add("uid", f"{meeting.id}.{whose}@{urlsplit(site).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamp)
    event.add("location", site)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("summary", title)
    event.add("description", description)
    return event


def _invited(mail: Mail) -> vCalAddress:
    """The reader and nobody else; answers are not read, so none is asked for."""
    address = _person(mail.to.name, mail.to.email)
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


@dataclass(frozen=True, slots=True)
class Change:
    """The clock is put from one offset to another; `onset` is what it shows at that moment, before."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def forward(self) -> bool:
        return self.after > self.before


def vtimezone(zone: ZoneInfo, year: int) -> Timezone:
    """The zone for moments of this year and some more, with both of its offsets and the rule by which they change.

    Outlook reads the rule (RRULE) and misunderstands lists of dates (RDATE); and in the list that the calendar library can
    make by itself, summer begins at the time the clock shows afterwards, where RFC 5545, 3.8.2.4, means the time before. So
    the changes are read from the zone's own data, and where those of seven years fit "the second Sunday in March", that
    rule is written. A zone without such a rule (Ramadan moves Morocco's; laws change) gets each of its changes by itself.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    for change, rule in _observed(zone, year):
        component.add_component(_observance(change, rule))
    return component


@lru_cache(maxsize=256)
def _observed(zone: ZoneInfo, year: int) -> tuple[tuple[Change, Rule | None], ...]:
    """Both changes with their rules; without rules, the changes of the years around; without changes, the one offset."""
    changes = list(_changes(zone, year))
    forward = [change for change in changes if change.forward]
    back = [change for change in changes if not change.forward]
    summer, winter = _rule(forward), _rule(back)
    if summer and winter:
        return (forward[0], summer), (back[0], winter)
    around = [(change, None) for change in changes if change.onset.year <= year + 1]
    return tuple(around) or ((_standing(zone, year), None),)


def _rule(changes: Sequence[Change]) -> Rule | None:
    """The one rule all of them follow, a year apart; None where there is none."""
    if len(changes) != YEARS or len({(one.before, one.after, one.onset.time()) for one in changes}) != 1:
        return None
    common = set.intersection(*({_nth(one.onset), _nth(one.onset, from_end=True)} for one in changes))
    years = [one.onset.year for one in changes]
    if len(common) != 1 or years != list(range(years[0], years[0] + YEARS)):
        return None
    return common.pop()


def _nth(moment: datetime, from_end: bool = False) -> Rule:
    last = calendar.monthrange(moment.year, moment.month)[1]
    number = -((last - moment.day) // 7 + 1) if from_end else (moment.day - 1) // 7 + 1
    return moment.month, f"{number}{WEEKDAYS[moment.weekday()]}"


def _observance(change: Change, rule: Rule | None) -> TimezoneDaylight | TimezoneStandard:
    component = TimezoneDaylight() if change.forward else TimezoneStandard()
    component.add("dtstart", change.onset)
    if rule is not None:
        component.add("rrule", vRecur(freq="YEARLY", bymonth=rule[0], byday=rule[1]))
    component.add("tzname", change.name)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    return component


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """All changes from the year before on, oldest first."""
    day = datetime(year - 1, 1, 1, tzinfo=UTC)
    while day.year < year - 1 + YEARS:
        if _offset(day, zone) != _offset(day + _DAY, zone):
            yield _change(day, zone)
        day += _DAY


def _change(day: datetime, zone: ZoneInfo) -> Change:
    """The change of this day: its last second before is closed in on by halves."""
    before, after = _offset(day, zone), _offset(day + _DAY, zone)
    low, high = day, day + _DAY
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    moment = high.replace(microsecond=0)
    name = moment.astimezone(zone).tzname() or zone.key
    return Change((moment + before).replace(tzinfo=None), before, after, name)


def _standing(zone: ZoneInfo, year: int) -> Change:
    start = datetime(year - 1, 1, 1, tzinfo=zone)
    offset = start.utcoffset() or timedelta()
    return Change(start.replace(tzinfo=None), offset, offset, start.tzname() or zone.key)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
