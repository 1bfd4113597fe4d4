"""Groups, read for people who may look after them, and changed.

Access is part of every query: coordinators and the operator reach every group, a leader the groups they lead. For anybody
else there is no row, and so no Group. A group is read in a fixed number of queries, and the list of all of them in four.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import (
    add_groups,
    appointed,
    carry_out,
    hold_groups,
    hold_staff,
    let_lead,
    require_coordinator,
    require_staff,
    staff_behind,
    staff_of,
)
from balint_live.adapters.database.mail_queue import CARRY_THE_LINK, queue
from balint_live.adapters.database.tables.attendance import LiveMeetingRow, MeetingRow, PresenceRow
from balint_live.adapters.database.tables.base import values_for
from balint_live.adapters.database.tables.groups import (
    CreditLineRow,
    GroupLeaderRow,
    GroupProtocolRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
)
from balint_live.adapters.database.tables.mail import MailRow
from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Details,
    Group,
    GroupBasics,
    GroupLeader,
    Leading,
    MeetingTimes,
    NewGroup,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.groups.schedule import current, held
from balint_live.application.groups.service import GroupSummary, NoSuchGroup, Write
from balint_live.application.identity import Asker
from balint_live.application.mail_queue import MailState
from balint_live.domain.credit import CreditLine
from balint_live.domain.names import Named, by_family, namesakes
from balint_live.domain.protocol import Catalogue

Ids = Sequence[str]
Opened = tuple[MeetingRow, datetime | None]
One = TypeVar("One")


class SqlGroups:
    """Implements `application.groups.service.GroupStore`."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def staff(self, who: Asker) -> Staff | None:
        return self._database.read(lambda session: staff_behind(session, who))

    def overview(self, who: Asker, now: datetime) -> Sequence[GroupSummary]:
        return self._database.read(lambda session: _overview(session, require_staff(session, who), now))

    def group(self, group_id: str, who: Asker) -> Group:
        return self._database.read(lambda session: load_group(session, group_id, who, self._catalogue))

    def groups(self, who: Asker) -> Sequence[Group]:
        def work(session: Session) -> list[Group]:
            staff = require_staff(session, who)
            return _whole(session, staff, list(session.scalars(_groups(staff))), self._catalogue)

        return self._database.read(work)

    def change(self, group_id: str, who: Asker, decide: Callable[[Group], Changes]) -> Changes:
        (changes,) = self.change_all((group_id,), who, lambda groups: (decide(groups[0]),))
        return changes

    def change_all(
        self,
        group_ids: Sequence[str],
        who: Asker,
        decide: Callable[[Sequence[Group]], Sequence[Changes]],
    ) -> Sequence[Changes]:
        def work(session: Session) -> Sequence[Changes]:
            hold_groups(session, group_ids)
            groups = [load_group(session, id, who, self._catalogue) for id in group_ids]
            decided = decide(groups)
            for group, changes in zip(groups, decided, strict=True):
                if changes != NOTHING:
                    carry_out(session, group, changes)
            return decided

        return self._database.write(work)

    def create(self, groups: Sequence[NewGroup], who: Asker, write: Write | None = None) -> None:
        def work(session: Session) -> None:
            hold_staff(session)
            staff = require_coordinator(session, who)
            _tell(session, add_groups(session, groups), staff, write)

        self._database.write(work)

    def add_leader(self, group_id: str, leader: Appointment, who: Asker, write: Write | None = None) -> Staff:
        def work(session: Session) -> Staff:
            hold_staff(session)
            hold_groups(session, [group_id])
            if leader.coordinator:
                require_coordinator(session, who)
            staff, _ = require_group(session, group_id, who)
            before = {one.id for one in _leaders(session, [group_id])[group_id]}
            added = staff_of(let_lead(session, group_id, leader))
            if added.id not in before:
                _tell(session, [Leading(id=added.id, group_id=group_id)], staff, write)
            return added

        return self._database.write(work)

    def everyone(self, who: Asker) -> Sequence[Staff]:
        def work(session: Session) -> list[Staff]:
            require_coordinator(session, who)
            rows = sorted(session.scalars(select(LeaderRow)), key=lambda row: by_family(row.name, row.id))
            return [staff_of(row) for row in rows]

        return self._database.read(work)

    def by_email(self, email: str) -> Staff | None:
        query = select(LeaderRow).where(LeaderRow.email == email)
        row = self._database.read(lambda session: session.scalars(query).one_or_none())
        return None if row is None else staff_of(row)

    def appoint(self, one: Appointment, who: Asker) -> Staff:
        def work(session: Session) -> Staff:
            hold_staff(session)
            require_coordinator(session, who)
            return staff_of(appointed(session, [one])[one.email])

        return self._database.write(work)

    def credit_lines(self, group_id: str) -> tuple[CreditLine, ...]:
        """For the console alone, which says what credit needs. Asked only for a group that its reader leads."""
        return self._database.read(lambda session: credit_lines(session, group_id))


def _tell(session: Session, leaders: Sequence[Leading], by: Staff, write: Write | None) -> None:
    """Queue the mail that says what they lead; whoever made themself a leader knows."""
    if write is not None:
        queue(session, [write(one) for one in leaders if one.id != by.id])


def load_group(session: Session, group_id: str, who: Asker, catalogue: Catalogue) -> Group:
    """A group with everything that belongs to it. Raises NoSuchGroup for one that does not exist or is not this person's."""
    staff, row = require_group(session, group_id, who)
    (group,) = _whole(session, staff, [row], catalogue)
    return group


def _whole(session: Session, staff: Staff, rows: Sequence[GroupRow], catalogue: Catalogue) -> list[Group]:
    """These groups with everything that belongs to them, in a fixed number of queries."""
    ids = [row.id for row in rows]
    lines, plans = _credit_lines(session, ids), _plan_rows(session, ids)
    meetings = _meeting_rows(session, ids)
    leaders, registrants = _leaders(session, ids), _registrants(session, ids)
    attended, informed = _attended(session, ids), _invited(session, ids)

    def whole(row: GroupRow) -> Group:
        credited = catalogue.without_credit_for(row.uncredited_phases)
        return Group(
            id=row.id,
            version=row.version,
            settings=_settings_of(row, tuple(lines[row.id])),
            created_at=row.created_at,
            who=staff,
            leaders=tuple(leaders[row.id]),
            meetings=tuple(_meeting_of(*each, credited) for each in meetings[row.id]),
            registrants=tuple(registrants[row.id]),
            plans=tuple(credited.protocol(each.id, each.name, each.plan) for each in plans[row.id]),
            attended={id: frozenset(seen) for id, seen in _by(attended[row.id]).items()},
            invited=frozenset(informed[row.id]),
            namesakes=namesakes(map(_named, registrants[row.id])),
        )

    return [whole(row) for row in rows]


def _named(one: Registrant) -> Named:
    return Named(one.id, one.details.name, one.details.email, one.details.profession or "")


def _by(pairs: Iterable[tuple[str, One]]) -> defaultdict[str, list[One]]:
    """What belongs to each group, or to each person, in the order in which it comes."""
    found: defaultdict[str, list[One]] = defaultdict(list)
    for id, one in pairs:
        found[id].append(one)
    return found


def group_of(row: GroupRow) -> GroupBasics:
    """A group alone, for mails: without its credit lines."""
    return GroupBasics(
        id=row.id, version=row.version, settings=_settings_of(row, ()), created_at=row.created_at
    )


def require_group(session: Session, group_id: str, who: Asker) -> tuple[Staff, GroupRow]:
    """Raises NoSuchGroup."""
    staff = require_staff(session, who)
    row = session.scalars(_groups(staff).where(GroupRow.id == group_id)).one_or_none()
    if row is None:
        raise NoSuchGroup
    return staff, row


def _groups(staff: Staff) -> Select[GroupRow]:
    """The groups they may look after, by name."""
    query = select(GroupRow).order_by(GroupRow.name, GroupRow.id)
    if staff.coordinator:
        return query
    return query.join(GroupLeaderRow).where(GroupLeaderRow.leader_id == staff.id)


def _settings_of(row: GroupRow, credit_lines: tuple[CreditLine, ...]) -> Settings:
    return Settings(**values_for(Settings, row, but="credit_lines"), credit_lines=credit_lines)


def meetings_of(session: Session, group_id: str, catalogue: Catalogue) -> tuple[BookedMeeting, ...]:
    """All sessions of a group by number; for one that is running, `opened_at` comes from its live row."""
    rows = _meeting_rows(session, [group_id])[group_id]
    return tuple(_meeting_of(row, opened_at, catalogue) for row, opened_at in rows)


def _meeting_rows(session: Session, group_ids: Ids) -> defaultdict[str, list[Opened]]:
    query = (
        select(MeetingRow, LiveMeetingRow.opened_at)
        .outerjoin(LiveMeetingRow)
        .where(MeetingRow.group_id.in_(group_ids))
        .order_by(MeetingRow.number)
    )
    return _by((row.group_id, (row, opened_at)) for row, opened_at in session.execute(query))


def _meeting_of(row: MeetingRow, opened_at: datetime | None, catalogue: Catalogue) -> BookedMeeting:
    return BookedMeeting(
        id=row.id,
        number=row.number,
        start=row.scheduled_start,
        end=row.scheduled_end,
        plan=catalogue.protocol(row.protocol_id, row.protocol_name, row.plan),
        sequence=row.calendar_sequence,
        designated=row.designated or (),
        cancelled_at=row.cancelled_at,
        opened_at=opened_at or row.opened_at,
        closed_at=row.closed_at,
        not_held_at=row.not_held_at,
        clock_set_by=timedelta(seconds=row.clock_set_seconds or 0),
    )


def registrant_of(row: RegistrantRow) -> Registrant:
    details = Details(**values_for(Details, row) | {"email": row.email if "@" in row.email else ""})
    return Registrant(**values_for(Registrant, row, but="details"), details=details)


def _leaders(session: Session, group_ids: Ids) -> defaultdict[str, list[GroupLeader]]:
    query = (
        select(LeaderRow, GroupLeaderRow).join(GroupLeaderRow).where(GroupLeaderRow.group_id.in_(group_ids))
    )
    rows = sorted(session.execute(query), key=lambda each: by_family(each[0].name, each[0].id))
    return _by(
        (lead.group_id, GroupLeader(id=row.id, name=row.name, email=row.email, label=lead.label))
        for row, lead in rows
    )


def _registrants(session: Session, group_ids: Ids) -> defaultdict[str, list[Registrant]]:
    rows = session.scalars(select(RegistrantRow).where(RegistrantRow.group_id.in_(group_ids)))
    ordered = sorted(rows, key=lambda row: by_family(row.name, row.id))
    return _by((row.group_id, registrant_of(row)) for row in ordered)


def _plan_rows(session: Session, group_ids: Ids) -> defaultdict[str, list[GroupProtocolRow]]:
    query = (
        select(GroupProtocolRow)
        .where(GroupProtocolRow.group_id.in_(group_ids))
        .order_by(GroupProtocolRow.name, GroupProtocolRow.id)
    )
    return _by((row.group_id, row) for row in session.scalars(query))


def invited(session: Session, group_id: str) -> frozenset[str]:
    """Whom a mail with their link in force is on its way to, or has reached."""
    return frozenset(_invited(session, [group_id])[group_id])


def _invited(session: Session, group_ids: Ids) -> defaultdict[str, list[str]]:
    query = select(RegistrantRow.group_id, RegistrantRow.id).join(
        MailRow, RegistrantRow.id == MailRow.registrant_id
    )
    query = query.where(
        MailRow.group_id.in_(group_ids),
        MailRow.created_at >= RegistrantRow.link_issued_at,
        MailRow.kind.in_(CARRY_THE_LINK),
        MailRow.state.in_((MailState.WAITING, MailState.DELIVERED)),
    )
    return _by(session.execute(query).all())


def _attended(session: Session, group_ids: Ids) -> defaultdict[str, list[tuple[str, str]]]:
    """The sessions that are over in which each person was seen at all."""
    query = (
        select(MeetingRow.group_id, PresenceRow.registrant_id, PresenceRow.meeting_id)
        .join(MeetingRow, MeetingRow.id == PresenceRow.meeting_id)
        .where(
            MeetingRow.group_id.in_(group_ids),
            MeetingRow.closed_at.is_not(None),
            PresenceRow.left_at > PresenceRow.joined_at,
        )
        .distinct()
    )
    return _by((group_id, (person, meeting)) for group_id, person, meeting in session.execute(query))


def credit_lines(session: Session, group_id: str) -> tuple[CreditLine, ...]:
    """The credit lines of one group, in their order."""
    return tuple(_credit_lines(session, [group_id])[group_id])


def _credit_lines(session: Session, group_ids: Ids) -> defaultdict[str, list[CreditLine]]:
    query = select(CreditLineRow).where(CreditLineRow.group_id.in_(group_ids)).order_by(CreditLineRow.place)
    return _by((row.group_id, CreditLine(**values_for(CreditLine, row))) for row in session.scalars(query))


def _overview(session: Session, staff: Staff, now: datetime) -> list[GroupSummary]:
    groups = list(session.scalars(_groups(staff)))
    leaders = _leaders(session, [row.id for row in groups])
    enrolled, meetings = _enrolled(session), _meetings(session)
    upcoming = {row.id: current(meetings[row.id], now) for row in groups}
    return [
        GroupSummary(
            id=row.id,
            name=row.name,
            society=row.society,
            timezone=row.timezone,
            leaders=tuple(one.name for one in leaders[row.id]),
            enrolled=enrolled.get(row.id, 0),
            held=held(meetings[row.id], now),
            planned=row.planned_sessions,
            next_start=coming.start if (coming := upcoming[row.id]) else None,
        )
        for row in groups
    ]


def _enrolled(session: Session) -> dict[str, int]:
    query = (
        select(RegistrantRow.group_id, func.count())
        .where(RegistrantRow.withdrawn_at.is_(None))
        .group_by(RegistrantRow.group_id)
    )
    return dict(session.execute(query).all())


def _meetings(session: Session) -> defaultdict[str, list[MeetingTimes]]:
    """Of each group by number, one that is running with its opening, as a Group has them."""
    query = (
        select(
            MeetingRow.group_id,
            MeetingRow.id,
            MeetingRow.scheduled_start.label("start"),
            MeetingRow.scheduled_end.label("end"),
            MeetingRow.cancelled_at,
            func.coalesce(LiveMeetingRow.opened_at, MeetingRow.opened_at).label("opened_at"),
            MeetingRow.closed_at,
            MeetingRow.not_held_at,
        )
        .outerjoin(LiveMeetingRow)
        .order_by(MeetingRow.number)
    )
    rows = (dict(row) for row in session.execute(query).mappings())
    return _by((facts.pop("group_id"), MeetingTimes(**facts)) for facts in rows)
