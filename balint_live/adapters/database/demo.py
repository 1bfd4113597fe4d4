"""The demo's groups and sessions, written in bulk. Implements `application.demo.EnrolmentStore`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.tables.attendance import MeetingRow
from balint_live.adapters.database.tables.base import plan_of
from balint_live.adapters.database.tables.groups import GroupLeaderRow, GroupRow, LeaderRow, RegistrantRow
from balint_live.application.demo import (
    LatestMeeting,
    LinkHolder,
    NewGroup,
    NewMeeting,
    NewPerson,
    StandingGroup,
)
from balint_live.application.identity import Identity, Kind
from balint_live.domain.display import Role
from balint_live.domain.names import by_family

Holders = dict[str, list[LinkHolder]]


class SqlEnrolment:
    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, groups: Sequence[NewGroup]) -> None:
        def work(session: Session) -> None:
            for table, rows in _rows_of(groups):
                if rows:
                    session.execute(insert(table), rows)

        self._database.write(work)

    def book(self, meetings: Sequence[NewMeeting]) -> None:
        rows = [_meeting_row(meeting) for meeting in meetings]
        if rows:
            self._database.write(lambda session: session.execute(insert(MeetingRow), rows))

    def standing(self) -> list[StandingGroup]:
        return self._database.read(_standing)


def _rows_of(groups: Sequence[NewGroup]) -> list[tuple[type[Any], list[dict[str, Any]]]]:
    """Rows per table, in the order in which they may be inserted."""
    leads = [(group, person) for group in groups for person in group.people if person.role is Role.LEADER]
    enrolled = [
        (group, person) for group in groups for person in group.people if person.role is not Role.LEADER
    ]
    return [
        (GroupRow, [_group_row(group) for group in groups]),
        (LeaderRow, [_leader_row(person) for _, person in leads]),
        (GroupLeaderRow, [{"group_id": group.id, "leader_id": person.id} for group, person in leads]),
        (RegistrantRow, [_registrant_row(group, person) for group, person in enrolled]),
    ]


def _group_row(group: NewGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "created_at": group.created_at,
        "name": group.name,
        "timezone": group.timezone,
        "contact": group.contact,
        "quorum": group.quorum,
        "participant_clock": group.participant_clock,
        "zoom_url": group.zoom_url,
        "planned_sessions": group.planned_sessions,
    }


def _leader_row(person: NewPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "login_version": 1,
        "login_issued_at": person.issued_at,
    }


def _registrant_row(group: NewGroup, person: NewPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "group_id": group.id,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "link_version": 1,
        "link_issued_at": person.issued_at,
        "join_code": person.join_code,
    }


def _meeting_row(meeting: NewMeeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "group_id": meeting.group_id,
        "number": meeting.number,
        "scheduled_start": meeting.start,
        "scheduled_end": meeting.end,
        "protocol_id": meeting.plan.id,
        "protocol_name": meeting.plan.name,
        "plan": plan_of(meeting.plan),
    }


def _standing(session: Session) -> list[StandingGroup]:
    leaders, registrants, latest = _leaders(session), _registrants(session), _latest(session)
    groups = session.execute(select(GroupRow.id, GroupRow.name).order_by(GroupRow.name, GroupRow.id))
    return [
        StandingGroup(id, name, tuple(leaders[id]), tuple(registrants[id]), latest.get(id))
        for id, name in groups
    ]


def _leaders(session: Session) -> Holders:
    holders: Holders = defaultdict(list)
    leaders = session.execute(select(GroupLeaderRow.group_id, LeaderRow).join(LeaderRow))
    for group_id, row in sorted(leaders, key=lambda each: by_family(each[1].name, each[1].id)):
        identity = Identity(Kind.LEADER, row.id, row.login_version)
        holders[group_id].append(LinkHolder(identity, row.name, row.email, row.login_issued_at))
    return holders


def _registrants(session: Session) -> Holders:
    holders: Holders = defaultdict(list)
    for row in sorted(session.scalars(select(RegistrantRow)), key=lambda row: by_family(row.name, row.id)):
        identity = Identity(Kind.REGISTRANT, row.id, row.link_version)
        holders[row.group_id].append(LinkHolder(identity, row.name, row.email, row.link_issued_at))
    return holders


def _latest(session: Session) -> dict[str, LatestMeeting]:
    query = select(
        MeetingRow.group_id, MeetingRow.id, MeetingRow.number, MeetingRow.scheduled_end, MeetingRow.closed_at
    )
    return {
        group_id: LatestMeeting(id, number, scheduled_end, closed_at is not None)
        for group_id, id, number, scheduled_end, closed_at in session.execute(
            query.order_by(MeetingRow.number)
        )
    }
