"""Erasing a person, or a group with everybody in it: everything at once, except the statements that prove credit.

Auditors may ask about credit years later, so it is kept against the person's wish; what is kept is no more than a
statement they could have printed themselves. It is issued in the same moment, and belongs to nobody afterwards: only its
code and the name on it together find it again. The alternative was to delete the rows and keep the confirmed roll under a
made-up name; it would have kept somebody's hours without use for any auditor. Deleting a group is erasing everybody in
it, and then the group.

People and groups erased by another process, the command line above all, are sent away from their open pages here too. Every
erasure leaves a note with only the id, and processes read the notes of the last minute. The alternative was to check
everybody's seat again and again; it would cost a query for each open page.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.access.joining import NO_GROUP
from balint_live.application.attendance.record import (
    NOTHING_TO_WRITE,
    AttendanceRecord,
    AttendanceRecordStore,
    Entries,
    Statement,
    kept_until,
    person_record,
    series_end,
)
from balint_live.application.attendance.statements import has_credit, issued
from balint_live.application.background import Background
from balint_live.application.groups.changes import Issue
from balint_live.application.groups.group import Registrant, SessionStatus, Settings, require_registrant
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Asker
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom
from balint_live.application.mail_queue import LONGEST_WAIT, MailKind, NewMail
from balint_live.application.ports import Clock, OpenPages
from balint_live.domain.errors import invalid

RUNS = "A session of this group is running. End the session first."
LOOK_EVERY = 2
"""Seconds between two readings of the notes."""
NOTES_OF = timedelta(minutes=1)
"""Longer than a reading may be late and two clocks may differ."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an erasure would do: in which group, and until when a statement would be kept; None where everything would go."""

    group: Settings
    stays_until: datetime | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: whose, in which group, and the statement that stays of them, if one does."""

    name: str
    group: Settings
    stays: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProspect:
    """What a group's deletion would delete and keep: `told` people have an address and would get a mail; of `credited` ones
    a statement stays, at the latest until `stays_until`. `open_rolls` are sessions held that nobody has confirmed.
    """

    group: Settings
    people: int
    told: int
    credited: int
    stays_until: datetime | None
    held: int
    to_come: int
    open_rolls: int
    leaders: tuple[str, ...]
    runs: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion did: the group, everybody who was in it, and how many of them get a mail."""

    group: Settings
    people: tuple[Erased, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Erasures:
    """All methods raise NoSuchGroup for a group that is not the asker's, those about a whole group for anybody but a
    coordinator; those about a person raise DomainError for somebody not in it.
    """

    clock: Clock
    store: AttendanceRecordStore
    pages: OpenPages
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    def prospect(self, who: Asker, group_id: str, registrant_id: str) -> Prospect:
        """What erasing this person would do."""
        attendance = self.store.attendance(group_id, who)
        return Prospect(attendance.group.settings, stays_until(attendance, registrant_id, self.clock.now()))

    def erase(self, who: Asker, group_id: str, registrant_id: str) -> Erased:
        """Erase one person."""
        now = self.clock.now()
        done: list[Erased] = []

        def decide(attendance: AttendanceRecord) -> Entries:
            erased, entries = erase(attendance, registrant_id, Issue(now, self.new_id, self.new_code))
            done.append(erased)
            return entries

        self.store.write(group_id, who, now, decide)
        self.pages.changed(group_id, {registrant_id}, ())
        return done[-1]

    def group_prospect(self, who: Asker, group_id: str) -> GroupProspect:
        """What deleting this group would do."""
        attendance = self.store.attendance(group_id, who)
        _require_coordinator(attendance)
        return _group_prospect(attendance, self.clock.now())

    def delete_group(self, who: Asker, group_id: str) -> Deleted:
        """Erase everybody in the group, and delete it. Raises DomainError while one of its sessions runs."""
        now = self.clock.now()
        done: list[tuple[AttendanceRecord, Deleted]] = []

        def decide(attendance: AttendanceRecord) -> Entries:
            _require_coordinator(attendance)
            deleted, entries = delete_group(attendance, Issue(now, self.new_id, self.new_code))
            done.append((attendance, deleted))
            return entries

        self.store.write(group_id, who, now, decide)
        attendance, deleted = done[-1]
        people = {one.id for one in attendance.group.registrants} | {
            one.id for one in attendance.group.leaders
        }
        self.pages.changed(group_id, people, {one.id for one in attendance.group.meetings})
        return deleted


def stays_until(attendance: AttendanceRecord, registrant_id: str, now: datetime) -> datetime | None:
    """Until when a statement would be kept if they were erased now; None where everything would go."""
    if not has_credit(person_record(attendance, require_registrant(attendance.group, registrant_id), now)):
        return None
    return kept_until(attendance.group.settings, series_end(attendance.group), credited=True)


def erase(attendance: AttendanceRecord, registrant_id: str, issue: Issue) -> tuple[Erased, Entries]:
    """What erasing one person does and writes. Raises DomainError("invalid") for somebody who is not in the group."""
    person = require_registrant(attendance.group, registrant_id)
    stays, entries = None, NOTHING_TO_WRITE
    if stays_until(attendance, person.id, issue.now) is not None:
        stays, entries = issued(attendance, person.id, None, issue)
    going = tuple(
        one.id
        for one in attendance.statements
        if one.registrant_id == person.id and not (stays is not None and one.credits)
    )
    mails = _mails(attendance, person, stays, issue)
    erased = Erased(person.details.name, attendance.group.settings, stays)
    return erased, replace(entries, dropped=going, erased=(person.id,), mails=mails)


def delete_group(attendance: AttendanceRecord, issue: Issue) -> tuple[Deleted, Entries]:
    """What deleting the group does and writes. Raises DomainError("invalid") while a session runs."""
    if attendance.group.runs:
        raise invalid(RUNS)
    each = [erase(attendance, one.id, issue) for one in attendance.group.registrants]
    # Mails of a group are deleted with it, so these name no group.
    mails = tuple(replace(mail, group_id=None) for _, entries in each for mail in entries.mails)
    entries = Entries(
        statements=tuple(one for _, entries in each for one in entries.statements),
        replaced=tuple(id for _, entries in each for id in entries.replaced),
        prolonged=tuple(one for _, entries in each for one in entries.prolonged),
        dropped=tuple(id for _, entries in each for id in entries.dropped),
        erased=tuple(id for _, entries in each for id in entries.erased),
        deleted=attendance.group.id,
        mails=mails,
    )
    deleted = Deleted(attendance.group.settings, tuple(erased for erased, _ in each), len(mails))
    return deleted, entries


def _group_prospect(attendance: AttendanceRecord, now: datetime) -> GroupProspect:
    group = attendance.group
    statuses = [one.status(now) for one in group.meetings]
    stay = [stays_until(attendance, one.id, now) for one in group.registrants]
    return GroupProspect(
        group=group.settings,
        people=len(group.registrants),
        told=sum(bool(one.details.email) for one in group.registrants),
        credited=sum(until is not None for until in stay),
        stays_until=max((until for until in stay if until is not None), default=None),
        held=statuses.count(SessionStatus.HELD),
        to_come=statuses.count(SessionStatus.TO_COME),
        open_rolls=sum(one.roll is None and one.was_held for one in attendance.sessions),
        leaders=tuple(one.name for one in group.leaders),
        runs=group.runs,
    )


def _require_coordinator(attendance: AttendanceRecord) -> None:
    """Raises NoSuchGroup: for a leader of the group there is nothing here."""
    if not attendance.group.who.coordinator:
        raise NoSuchGroup


def _mails(
    attendance: AttendanceRecord, person: Registrant, stays: Statement | None, issue: Issue
) -> tuple[NewMail, ...]:
    """The mail that tells them. It names nobody: it has only the address and the statement it is about."""
    if not person.details.email:
        return ()
    id = issue.new_id()
    mail = NewMail(
        id=id,
        key=f"{MailKind.ERASED}:{id}",
        kind=MailKind.ERASED,
        created_at=issue.now,
        expires_at=issue.now + LONGEST_WAIT,
        group_id=attendance.group.id,
        statement_id=None if stays is None else stays.id,
        address=person.details.email,
    )
    return (mail,)


class ErasureNotes(Protocol):
    """Reads the notes that erasures leave."""

    def erased_since(self, moment: datetime) -> Collection[str]:
        """Ids of participants, leaders and groups."""


class ErasedElsewhere:
    """Sends away open pages of people and groups that another process has erased."""

    def __init__(
        self,
        clock: Clock,
        notes: ErasureNotes,
        publisher: SessionPublisher,
        pages: OpenPages,
        background: Background,
    ) -> None:
        self._clock = clock
        self._notes = notes
        self._publisher = publisher
        self._pages = pages
        self._background = background
        self._ticks = 0
        self._told: frozenset[str] = frozenset()

    def tick(self) -> None:
        """Called once a second. While nobody has a page open, nothing is read."""
        self._ticks += 1
        if self._ticks % LOOK_EVERY == 0 and self._publisher.rooms():
            self._background.do("erased elsewhere", "", self.look)

    def look(self) -> None:
        """Read the newest notes and send away whom they are about."""
        lately = frozenset(self._notes.erased_since(self._clock.now() - NOTES_OF))
        erased, self._told = lately - self._told, lately
        if erased:
            self._tell(erased, self._publisher.rooms())

    def _tell(self, erased: frozenset[str], rooms: Collection[LiveRoom]) -> None:
        for room in rooms:
            if not erased.isdisjoint(room.pages):
                room.roster_changed()
        for group_id in erased:
            meetings = {
                room.meeting_id for room in rooms if room.booking and room.booking.group_id == group_id
            }
            if meetings:
                self._pages.changed(group_id, (), meetings)
        self._pages.changed(NO_GROUP, erased, ())
