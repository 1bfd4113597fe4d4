"""Stores that keep what they are told in memory.

They hold to what `application.ports` promises, and can be told to fail as the real ones do.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from balint_live.application.identity import Booking, Identity, Member, Roster, RosterEntry, Seat, Standing
from balint_live.application.ports import Unavailable, Witness, ZoomDoor
from balint_live.domain.display import Role
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source, witnessed


def _nothing() -> None:
    """What happens in between, mostly."""


@dataclass
class FakeGroup:
    """Who belongs to the group of one meeting, by the identity in force, leaders first and by name."""

    booking: Booking
    people: dict[Identity, Member]


class FakeMeetings:
    """`down` makes every call fail, `unclosable` those that would close a session by itself; `meanwhile` runs once
    between the loading and the saving of a change."""

    def __init__(self, attendance: "FakeAttendance") -> None:
        self._attendance = attendance
        self.groups: dict[str, FakeGroup] = {}
        self.stored: dict[str, Meeting] = {}
        self.down = False
        self.unclosable: set[str] = set()
        self.meanwhile: Callable[[], object] = _nothing
        self.saved: list[Meeting] = []
        self.closed_by_itself: list[str] = []
        self.cancelled_starts: list[datetime] = []
        self.clock_set_by: dict[str, timedelta] = {}

    def add(self, booking: Booking, meeting: Meeting, people: dict[Identity, Member]) -> None:
        self.groups[meeting.id] = FakeGroup(booking, people)
        self.stored[meeting.id] = meeting

    def seat(self, meeting_id: str, who: Identity) -> Seat | None:
        self._answer()
        group = self.groups.get(meeting_id)
        if group is None or who not in group.people:
            return None
        member = group.people[who]
        agreed_to = self._attendance.agreed_to(meeting_id, member.id)
        arrived = self._attendance.has_arrived(meeting_id, member.id)
        return Seat(member, group.booking, self.stored[meeting_id], agreed_to, arrived)

    def standing(self, meeting_id: str, who: Identity) -> Standing | None:
        seat = self.seat(meeting_id, who)
        return (
            None
            if seat is None
            else Standing(seat.member, seat.agreed_to, seat.has_arrived, seat.meeting.revision)
        )

    def change(self, meeting_id: str, who: Identity, decide: Callable[[Seat], Meeting]) -> Seat:
        seat = self.seat(meeting_id, who)
        if seat is None:
            raise LookupError(meeting_id)
        after = decide(seat)
        meanwhile, self.meanwhile = self.meanwhile, _nothing
        meanwhile()
        self._answer()
        if self.stored[meeting_id].revision != seat.meeting.revision:
            raise DomainError(Code.STALE_REVISION, "Somebody else saved first.")
        self._save(after)
        return replace(seat, meeting=after)

    def booked(self, meeting_id: str) -> tuple[Booking, Meeting] | None:
        self._answer()
        group = self.groups.get(meeting_id)
        return None if group is None else (group.booking, self.stored[meeting_id])

    def revisions(self, meeting_ids: Collection[str]) -> dict[str, int]:
        self._answer()
        return {id: self.stored[id].revision for id in meeting_ids if id in self.stored}

    def seated(self, meeting_ids: Collection[str]) -> dict[tuple[str, str], tuple[int, Role]]:
        self._answer()
        return {
            (id, who.id): (who.version, member.role)
            for id in meeting_ids
            for who, member in self.groups[id].people.items()
        }

    def ended(self, logins: Collection[str]) -> set[str]:
        self._answer()
        return set()

    def running_past(self, moment: datetime) -> list[str]:
        self._answer()
        return [
            meeting.id
            for meeting in self.stored.values()
            if meeting.status is Status.RUNNING and meeting.scheduled_end < moment
        ]

    def close_abandoned(self, meeting_id: str) -> Meeting | None:
        self._answer()
        if meeting_id in self.unclosable:
            raise Unavailable
        meeting = self.stored[meeting_id]
        if meeting.status is not Status.RUNNING:
            return None
        self._save(meeting.close(meeting.scheduled_end))
        self.closed_by_itself.append(meeting_id)
        return self.stored[meeting_id]

    def cancelled(self, who: Identity, since: datetime, until: datetime) -> datetime | None:
        return next((start for start in self.cancelled_starts if since < start <= until), None)

    def nearest(self, who: Identity, now: datetime) -> str | None:
        return next((id for id, group in self.groups.items() if who in group.people), None)

    def next_start(self, group_id: str, after: datetime) -> datetime | None:
        booked = [
            meeting.scheduled_start
            for id, meeting in self.stored.items()
            if self.groups[id].booking.group_id == group_id
        ]
        return min((start for start in booked if start > after), default=None)

    def clock_was_set(self, meeting_id: str, by: timedelta) -> None:
        self._answer()
        if abs(by) > abs(self.clock_set_by.get(meeting_id, timedelta())):
            self.clock_set_by[meeting_id] = by

    def zoom_door(self, meeting_id: str, who: Identity) -> ZoomDoor:
        if self.seat(meeting_id, who) is None:
            raise LookupError(meeting_id)
        return ZoomDoor("https://zoom.example/j/9", None, None)

    def _save(self, meeting: Meeting) -> None:
        self.stored[meeting.id] = meeting
        self.saved.append(meeting)

    def _answer(self) -> None:
        if self.down:
            raise Unavailable


@dataclass
class Facts:
    """What is kept of one person in one meeting."""

    member: Member
    agreed: dict[str, datetime] = field(default_factory=dict)
    intervals: list[PresenceInterval] = field(default_factory=list)
    marks: list[LeaderMark] = field(default_factory=list)

    def entry(self) -> RosterEntry:
        presses = [each.joined_at for each in self.intervals if each.source is Source.SELF_CHECKIN]
        return RosterEntry(
            self.member,
            acknowledged_at=max(self.agreed.values(), default=None),
            last_seen_at=max((each.left_at for each in self.intervals), default=None),
            last_press_at=max(presses, default=None),
            mark=self.marks[-1] if self.marks else None,
        )

    def confirm(self) -> None:
        self.intervals = [replace(each, provisional=False) for each in self.intervals]


class FakeAttendance:
    """`down` makes every call fail; `meanwhile` runs once while a list is being read, after it was read."""

    def __init__(self, people: Mapping[str, Iterable[Member]]) -> None:
        self.facts = {id: {each.id: Facts(each) for each in members} for id, members in people.items()}
        self.down = False
        self.meanwhile: Callable[[], object] = _nothing
        self.written: list[dict[str, Witness]] = []
        self.marked_by: list[tuple[str, str, LeaderMark]] = []

    def roster(self, meeting_id: str) -> Roster:
        self._answer()
        roster = tuple(facts.entry() for facts in self.facts.get(meeting_id, {}).values())
        meanwhile, self.meanwhile = self.meanwhile, _nothing
        meanwhile()
        return roster

    def agreed_to(self, meeting_id: str, person: str) -> str | None:
        facts = self.facts.get(meeting_id, {}).get(person)
        return max(facts.agreed, default=None) if facts else None

    def has_arrived(self, meeting_id: str, person: str) -> bool:
        facts = self.facts.get(meeting_id, {}).get(person)
        return facts is None or facts.entry().has_arrived

    def press(
        self,
        meeting_id: str,
        registrant_id: str,
        reminder_version: str | None,
        now: datetime,
        arrives: bool = True,
    ) -> None:
        self._answer()
        facts = self.facts[meeting_id][registrant_id]
        if reminder_version is not None:
            facts.agreed.setdefault(reminder_version, now)
        if arrives:
            facts.intervals.append(PresenceInterval(now, now, Source.SELF_CHECKIN, provisional=True))

    def witness(self, meeting_id: str, seen: Mapping[str, Witness], confirmed: frozenset[str]) -> None:
        self._answer()
        self.written.append(dict(seen))
        for person, (since, until) in seen.items():
            self._extend(self.facts[meeting_id][person], since, until)
        for person in confirmed:
            self.facts[meeting_id][person].confirm()

    def mark(self, meeting_id: str, person_id: str, by: str, mark: LeaderMark) -> None:
        self._answer()
        facts = self.facts[meeting_id][person_id]
        facts.marks.append(mark)
        self.marked_by.append((person_id, by, mark))
        if mark.mark is Mark.PRESENT:
            facts.confirm()

    def evidence(self, meeting_id: str) -> dict[str, tuple[list[PresenceInterval], list[LeaderMark]]]:
        self._answer()
        return {id: (facts.intervals, facts.marks) for id, facts in self.facts[meeting_id].items()}

    def _extend(self, facts: Facts, since: datetime, until: datetime) -> None:
        newest = facts.intervals[-1] if facts.intervals else None
        now_is = witnessed(newest, since, until)
        if now_is is None:
            return
        if newest is not None and now_is.joined_at == newest.joined_at:
            facts.intervals[-1] = now_is
        else:
            facts.intervals.append(now_is)

    def _answer(self) -> None:
        if self.down:
            raise Unavailable
