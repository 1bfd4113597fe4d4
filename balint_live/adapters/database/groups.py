"""Groups, read for people who may look after them, and changed.

Access is part of every query: coordinators and the operator reach every group, a leader the groups they lead. For anybody
else there is no row, and so no Group. A group is read in a fixed number of queries, and the list of all of them in four.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import (
    add_group,
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
from balint_live.application.groups.group import (
    NOTHING,
    Appointment,
    BookedMeeting,
    Changes,
    Details,
    Group,
    GroupBasics,
    GroupLeader,
    MeetingTimes,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.groups.schedule import current, held
from balint_live.application.groups.service import GroupSummary, NoSuchGroup
from balint_live.application.identity import Asker
from balint_live.application.mail_queue import MailKind, MailState
from balint_live.domain.credit import CreditLine
from balint_live.domain.names import Named, by_family, namesakes
from balint_live.domain.protocol import Catalogue, Protocol


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

    def create(
        self,
        group: GroupBasics,
        leaders: Sequence[Appointment],
        meetings: Sequence[BookedMeeting],
        who: Asker,
    ) -> None:
        def work(session: Session) -> None:
            hold_staff(session)
            require_coordinator(session, who)
            add_group(session, group, leaders, meetings)

        self._database.write(work)

    def add_leader(self, group_id: str, leader: Appointment, who: Asker) -> Staff:
        def work(session: Session) -> Staff:
            hold_staff(session)
            hold_groups(session, [group_id])
            if leader.coordinator:
                require_coordinator(session, who)
            require_group(session, group_id, who)
            return staff_of(let_lead(session, group_id, leader))

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
            return staff_of(appointed(session, one))

        return self._database.write(work)


class SqlCreditLines:
    """For the console alone, which says what credit needs. Asked only for a group that its reader leads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, group_id: str) -> tuple[CreditLine, ...]:
        return self._database.read(lambda session: credit_lines(session, group_id))


def load_group(session: Session, group_id: str, who: Asker, catalogue: Catalogue) -> Group:
    """A group with everything that belongs to it. Raises NoSuchGroup for one that does not exist or is not this person's."""
    staff, row = require_group(session, group_id, who)
    catalogue = catalogue.without_credit_for(row.uncredited_phases)
    registrants = _registrants(session, row.id)
    return Group(
        id=row.id,
        version=row.version,
        settings=_settings_of(row, credit_lines(session, row.id)),
        created_at=row.created_at,
        who=staff,
        leaders=_leaders(session, row.id),
        meetings=meetings_of(session, row.id, catalogue),
        registrants=registrants,
        plans=_plans(session, row.id, catalogue),
        attended=_attended(session, row.id),
        invited=invited(session, row.id),
        namesakes=namesakes(
            Named(one.id, one.details.name, one.details.email, one.details.profession or "")
            for one in registrants
        ),
    )


def group_of(row: GroupRow) -> GroupBasics:
    """A group alone, for mails: without its credit lines."""
    return GroupBasics(
        id=row.id, version=row.version, settings=_settings_of(row, ()), created_at=row.created_at
    )


def require_group(session: Session, group_id: str, who: Asker) -> tuple[Staff, GroupRow]:
    """Raises NoSuchGroup."""
    staff = require_staff(session, who)
    query = select(GroupRow).where(GroupRow.id == group_id)
    if not staff.coordinator:
        query = query.join(GroupLeaderRow).where(GroupLeaderRow.leader_id == staff.id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchGroup
    return staff, row


def _settings_of(row: GroupRow, credit_lines: tuple[CreditLine, ...]) -> Settings:
    return Settings(**values_for(Settings, row, but="credit_lines"), credit_lines=credit_lines)


def meetings_of(session: Session, group_id: str, catalogue: Catalogue) -> tuple[BookedMeeting, ...]:
    """All sessions of a group by number; for one that is running, `opened_at` comes from its live row."""
    query = (
        select(MeetingRow, LiveMeetingRow.opened_at)
        .outerjoin(LiveMeetingRow)
        .where(MeetingRow.group_id == group_id)
        .order_by(MeetingRow.number)
    )
    return tuple(
        BookedMeeting(
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
        for row, opened_at in session.execute(query)
    )


def registrant_of(row: RegistrantRow) -> Registrant:
    details = Details(**values_for(Details, row) | {"email": row.email if "@" in row.email else ""})
    return Registrant(**values_for(Registrant, row, but="details"), details=details)


def _leaders(session: Session, group_id: str) -> tuple[GroupLeader, ...]:
    query = (
        select(LeaderRow, GroupLeaderRow.label)
        .join(GroupLeaderRow)
        .where(GroupLeaderRow.group_id == group_id)
    )
    leaders = (
        GroupLeader(id=row.id, name=row.name, email=row.email, label=label)
        for row, label in session.execute(query)
    )
    return tuple(sorted(leaders, key=lambda one: by_family(one.name, one.id)))


def _registrants(session: Session, group_id: str) -> tuple[Registrant, ...]:
    rows = session.scalars(select(RegistrantRow).where(RegistrantRow.group_id == group_id))
    return tuple(registrant_of(row) for row in sorted(rows, key=lambda row: by_family(row.name, row.id)))


def _plans(session: Session, group_id: str, catalogue: Catalogue) -> tuple[Protocol, ...]:
    query = (
        select(GroupProtocolRow)
        .where(GroupProtocolRow.group_id == group_id)
        .order_by(GroupProtocolRow.name, GroupProtocolRow.id)
    )
    return tuple(catalogue.protocol(row.id, row.name, row.plan) for row in session.scalars(query))


def invited(session: Session, group_id: str) -> frozenset[str]:
    """Whom a mail with their link in force is on its way to, or has reached."""
    query = select(MailRow.registrant_id).join(RegistrantRow, RegistrantRow.id == MailRow.registrant_id)
    query = query.where(
        MailRow.group_id == group_id,
        MailRow.created_at >= RegistrantRow.link_issued_at,
        MailRow.kind.in_((MailKind.INVITATION, MailKind.LINK_AGAIN)),
        MailRow.state.in_((MailState.WAITING, MailState.DELIVERED)),
    )
    return frozenset(id for id in session.scalars(query) if id is not None)


def _attended(session: Session, group_id: str) -> dict[str, frozenset[str]]:
    """The sessions that are over in which each person was seen at all."""
    query = (
        select(PresenceRow.registrant_id, PresenceRow.meeting_id)
        .join(MeetingRow, MeetingRow.id == PresenceRow.meeting_id)
        .where(
            MeetingRow.group_id == group_id,
            MeetingRow.closed_at.is_not(None),
            PresenceRow.left_at > PresenceRow.joined_at,
        )
        .distinct()
    )
    seen = defaultdict(set)
    for registrant_id, meeting_id in session.execute(query):
        seen[registrant_id].add(meeting_id)
    return {id: frozenset(meetings) for id, meetings in seen.items()}


def credit_lines(session: Session, group_id: str) -> tuple[CreditLine, ...]:
    query = select(CreditLineRow).where(CreditLineRow.group_id == group_id).order_by(CreditLineRow.place)
    return tuple(CreditLine(**values_for(CreditLine, row)) for row in session.scalars(query))


def _overview(session: Session, staff: Staff, now: datetime) -> list[GroupSummary]:
    groups = list(session.scalars(_groups(staff)))
    leaders, enrolled, meetings = _names_of_leaders(session), _enrolled(session), _meetings(session)
    upcoming = {row.id: current(meetings[row.id], now) for row in groups}
    return [
        GroupSummary(
            id=row.id,
            name=row.name,
            society=row.society,
            timezone=row.timezone,
            leaders=tuple(leaders[row.id]),
            enrolled=enrolled.get(row.id, 0),
            held=held(meetings[row.id], now),
            planned=row.planned_sessions,
            next_start=coming.start if (coming := upcoming[row.id]) else None,
            next_id=coming.id if coming else None,
        )
        for row in groups
    ]


def _groups(staff: Staff) -> Select[GroupRow]:
    query = select(GroupRow).order_by(GroupRow.name, GroupRow.id)
    if staff.coordinator:
        return query
    return query.join(GroupLeaderRow).where(GroupLeaderRow.leader_id == staff.id)


def _names_of_leaders(session: Session) -> defaultdict[str, list[str]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    query = select(GroupLeaderRow.group_id, LeaderRow.name).join(LeaderRow)
    for group_id, name in sorted(session.execute(query), key=lambda each: by_family(each[1])):
        names[group_id].append(name)
    return names


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
    meetings: defaultdict[str, list[MeetingTimes]] = defaultdict(list)
    for row in session.execute(query).mappings():
        facts = dict(row)
        meetings[facts.pop("group_id")].append(MeetingTimes(**facts))
    return meetings
