"""Joining a session by a personal link; and who is signed in with a browser, and signing out.

Opening an address does nothing, whoever opens it. Only the press, a POST by a human, acknowledges the reminder and starts
attendance, and even that stays provisional until the page has lived: some mail filters press buttons.

A login is a signed cookie, which nobody can call back. So one ended "here" is remembered until every copy of it would have
ended by itself, and "everywhere" is a new version: every login of the old one is invalid from then on. Neither gets a seat;
pages that are open under such a login must connect again, and cannot.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from balint_live.application.identity import Identity, Kind, Seat
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.ports import AttendanceStore, Clock, MeetingStore, OpenPages
from balint_live.domain.display import Role
from balint_live.domain.meeting import Status

DOOR_OPENS = timedelta(minutes=30)
"""Before the booked start, so that the button in the last reminder works on arrival."""
A_DAY_AHEAD = timedelta(days=1)
"""Somebody who opens their link within a day of a cancelled session may be coming to it, and is told."""
NO_GROUP = ""
"""Nothing about any group has changed."""


class Door(StrEnum):
    """Whether the session behind a link can be entered."""

    OPEN = "open"
    TOO_EARLY = "too_early"
    CANCELLED = "cancelled"
    ENDED = "ended"
    NOTHING_PLANNED = "nothing_planned"


@dataclass(frozen=True, slots=True)
class Doorway:
    """Where a link leads now; `opens_at` says when a session that is still closed can be entered.

    Behind `CANCELLED` is the seat in the next session, where there is one.
    """

    door: Door
    seat: Seat | None = None
    opens_at: datetime | None = None


class Admission:
    """Lets people into their session."""

    def __init__(
        self,
        clock: Clock,
        meetings: MeetingStore,
        attendance: AttendanceStore,
        publisher: SessionPublisher,
        reminder_version: str,
        door_opens: timedelta = DOOR_OPENS,
    ) -> None:
        self._clock = clock
        self._meetings = meetings
        self._attendance = attendance
        self._publisher = publisher
        self._reminder_version = reminder_version
        self._door_opens = door_opens

    def doorway(self, who: Identity) -> Doorway:
        """Where this person's link leads; has no effect, however often it is called."""
        now = self._clock.now()
        meeting_id = self._meetings.nearest(who, now)
        seat = None if meeting_id is None else self._publisher.glimpse(meeting_id, who)
        doorway = Doorway(Door.NOTHING_PLANNED) if seat is None else _doorway(seat, now, self._door_opens)
        if doorway.door is Door.OPEN or self._meetings.cancelled(who, now, now + A_DAY_AHEAD) is None:
            return doorway
        return Doorway(Door.CANCELLED, doorway.seat if doorway.door is Door.TOO_EARLY else None)

    def was_open(self, seat: Seat, moment: datetime) -> bool:
        """Whether this seat's session can be entered now, and could be already at that moment."""
        doorway = _doorway(seat, self._clock.now(), self._door_opens)
        opened = [each for each in (seat.meeting.progress.opened_at, doorway.opens_at) if each is not None]
        return doorway.door is Door.OPEN and any(each <= moment for each in opened)

    def has_agreed(self, seat: Seat) -> bool:
        """Whether they have agreed to the current reminder, as everybody but leaders must, once for each meeting."""
        return seat.member.role is Role.LEADER or seat.agreed_to == self._reminder_version

    def next_start(self, seat: Seat) -> datetime | None:
        """When the group meets next, after this seat's session; None where nothing is booked."""
        return self._meetings.next_start(seat.booking.group_id, seat.meeting.scheduled_start)

    def press(self, who: Identity) -> Doorway:
        """Acknowledge the reminder and check in, where the session can be entered; anywhere else nothing happens."""
        doorway = self.doorway(who)
        if doorway.door is Door.OPEN and doorway.seat is not None:
            meeting_id = doorway.seat.meeting.id
            arrives = not doorway.seat.at_the_door
            self._attendance.press(meeting_id, who.id, self._reminder_version, self._clock.now(), arrives)
            self._publisher.roster_changed(meeting_id)
        return doorway


def _doorway(seat: Seat, now: datetime, before: timedelta) -> Doorway:
    meeting = seat.meeting
    opens_at = meeting.scheduled_start - before
    if meeting.status is Status.CLOSED:
        return Doorway(Door.ENDED, seat)
    if meeting.status is Status.GATHERING and now < opens_at:
        return Doorway(Door.TOO_EARLY, seat, opens_at)
    if meeting.status is Status.GATHERING and now >= meeting.scheduled_end:
        return Doorway(Door.ENDED, seat)  # nobody opened it, and its time is over
    return Doorway(Door.OPEN, seat, opens_at)


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, for the page to show."""

    name: str
    kind: Kind


class AccountStore(Protocol):
    """Logins in the database."""

    def name(self, who: Identity) -> str | None:
        """The person's name; None when this login no longer holds."""

    def end_login(self, login: str, until: datetime, now: datetime) -> None:
        """Remember `until` then that the login with this id was ended; a second time changes nothing."""

    def end_logins(self, leader: Identity, now: datetime) -> None:
        """End every login of this version; one that has ended already stays as it is."""

    def withdraw_calendar(self, leader: Identity) -> None:
        """Give the leader with this login another calendar address; nothing where the login no longer holds."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Signs people out. An ended login is remembered for `remember`: at least as long as a copy of its cookie works."""

    clock: Clock
    store: AccountStore
    pages: OpenPages
    remember: timedelta

    def of(self, who: Identity) -> Account | None:
        """The account of a login; None when it no longer holds."""
        name = self.store.name(who)
        return None if name is None else Account(name, who.kind)

    def sign_out(self, who: Identity) -> None:
        """End the one login under which this person asks."""
        now = self.clock.now()
        self.store.end_login(who.login, now + self.remember, now)
        self.pages.login_ended(who.login)

    def withdraw_calendar(self, who: Identity) -> None:
        """A leader ends the address that their calendar asks, and has a new one from then on."""
        self.store.withdraw_calendar(who)

    def sign_out_everywhere(self, who: Identity) -> None:
        """End all logins of a leader. A registrant's come with their link and end with it, so only this one is ended."""
        if who.kind is not Kind.LEADER:
            return self.sign_out(who)
        self.store.end_logins(who, self.clock.now())
        return self.pages.changed(NO_GROUP, {who.id}, ())
