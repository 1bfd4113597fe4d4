"""Who has a seat, and where: leading or being enrolled in the group, under the version in force and a login that was not
ended; and nobody enters a cancelled session.

Asked in a few columns, because for every page and every connection whole rows would be too slow. Each statement is built
once: building one takes ten times as long as SQLite needs to carry it out.
"""

from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, literal, null, or_, select, true

from balint_live.adapters.database.group_changes import not_ended
from balint_live.adapters.database.tables import METADATA
from balint_live.application.identity import Identity, Kind
from balint_live.domain.display import Role
from balint_live.domain.timeline import Mark

_GROUPS, _MEETINGS, _LIVE = (METADATA.tables[name] for name in ("groups", "meetings", "live_meetings"))
_LEADERS, _LEADING = METADATA.tables["leaders"], METADATA.tables["group_leaders"]
_PRESENCE, _MARKS = METADATA.tables["presence_intervals"], METADATA.tables["attendance_marks"]
_REGISTRANTS, _ACKNOWLEDGEMENTS = METADATA.tables["registrants"], METADATA.tables["acknowledgements"]
_ZOOM, _ZOOM_REGISTRANTS = METADATA.tables["zoom_meetings"], METADATA.tables["zoom_registrants"]
_HOLDS = {
    Kind.LEADER: and_(
        _LEADERS.c.id == bindparam("person"),
        _LEADERS.c.login_version == bindparam("version"),
        not_ended(bindparam("login")),
    ),
    Kind.REGISTRANT: and_(
        _REGISTRANTS.c.id == bindparam("person"),
        _REGISTRANTS.c.link_version == bindparam("version"),
        _REGISTRANTS.c.withdrawn_at.is_(None),
        not_ended(bindparam("login")),
    ),
}
MAY_ENTER = {
    kind: and_(_MEETINGS.c.id == bindparam("meeting"), _MEETINGS.c.cancelled_at.is_(None), holds)
    for kind, holds in _HOLDS.items()
}
"""Whoever asks (`asking`) has a seat in this meeting, where the query joins them through its group."""
_OF = {
    Kind.LEADER: select(_LEADING.c.group_id)
    .join(_LEADERS, _LEADERS.c.id == _LEADING.c.leader_id)
    .where(_HOLDS[Kind.LEADER]),
    Kind.REGISTRANT: select(_REGISTRANTS.c.group_id).where(_HOLDS[Kind.REGISTRANT]),
}
AGREED_TO = (
    select(_ACKNOWLEDGEMENTS.c.version)
    .where(
        _ACKNOWLEDGEMENTS.c.meeting_id == _MEETINGS.c.id,
        _ACKNOWLEDGEMENTS.c.registrant_id == _REGISTRANTS.c.id,
    )
    .order_by(_ACKNOWLEDGEMENTS.c.at.desc())
    .limit(1)
    .scalar_subquery()
)
HAS_ARRIVED = or_(
    *(
        exists().where(
            table.c.meeting_id == _MEETINGS.c.id, table.c.registrant_id == _REGISTRANTS.c.id, *further
        )
        for table, further in ((_PRESENCE, ()), (_MARKS, (_MARKS.c.mark == Mark.PRESENT,)))
    )
)
REVISION = func.coalesce(_LIVE.c.revision, _MEETINGS.c.closed_revision, 0)
_ROLE = case((_REGISTRANTS.c.has_the_lead, literal(Role.LEADER.value)), else_=_REGISTRANTS.c.role)
_RANK = case(
    (and_(_LIVE.c.position.is_not(None), _MEETINGS.c.closed_at.is_(None)), 0),
    (and_(_MEETINGS.c.closed_at.is_(None), _MEETINGS.c.scheduled_end > bindparam("now")), 1),
    else_=2,
)
"""The session that runs, then those to come, then those that are over."""

_SEATED: dict[Kind, Select[Any]] = {
    Kind.LEADER: select(
        _LEADERS.c.id, _LEADERS.c.name, literal(Role.LEADER.value), null(), null(), true(), REVISION
    )
    .select_from(_MEETINGS)
    .join(_LEADING, _LEADING.c.group_id == _MEETINGS.c.group_id)
    .join(_LEADERS, _LEADERS.c.id == _LEADING.c.leader_id),
    Kind.REGISTRANT: select(
        _REGISTRANTS.c.id,
        _REGISTRANTS.c.name,
        _ROLE,
        _REGISTRANTS.c.timezone,
        AGREED_TO,
        HAS_ARRIVED,
        REVISION,
    )
    .select_from(_MEETINGS)
    .join(_REGISTRANTS, _REGISTRANTS.c.group_id == _MEETINGS.c.group_id),
}
STANDING = {
    kind: query.outerjoin(_LIVE, _LIVE.c.meeting_id == _MEETINGS.c.id).where(MAY_ENTER[kind])
    for kind, query in _SEATED.items()
}
"""In one meeting: id, name, role, own time zone, the reminder agreed to, whether they have arrived, its revision."""
NEAREST: dict[Kind, Select[Any]] = {
    kind: select(_MEETINGS.c.id)
    .outerjoin(_LIVE, _LIVE.c.meeting_id == _MEETINGS.c.id)
    .where(_MEETINGS.c.group_id.in_(groups), _MEETINGS.c.cancelled_at.is_(None))
    .order_by(_RANK, case((_RANK == 1, _MEETINGS.c.scheduled_start)), _MEETINGS.c.scheduled_start.desc())
    .limit(1)
    for kind, groups in _OF.items()
}
CANCELLED: dict[Kind, Select[Any]] = {
    kind: select(_MEETINGS.c.scheduled_start)
    .where(
        _MEETINGS.c.group_id.in_(groups),
        _MEETINGS.c.cancelled_at.is_not(None),
        _MEETINGS.c.scheduled_end > bindparam("since"),
        _MEETINGS.c.scheduled_start <= bindparam("until"),
    )
    .order_by(_MEETINGS.c.scheduled_start)
    .limit(1)
    for kind, groups in _OF.items()
}
ZOOM_DOOR: dict[Kind, Select[Any]] = {
    kind: select(_GROUPS.c.zoom_url, _ZOOM.c.number, _ZOOM_REGISTRANTS.c.address)
    .join(_MEETINGS, _MEETINGS.c.group_id == _GROUPS.c.id)
    .outerjoin(_ZOOM, _ZOOM.c.meeting_id == _MEETINGS.c.id)
    .outerjoin(
        _ZOOM_REGISTRANTS,
        and_(
            _ZOOM_REGISTRANTS.c.meeting_id == _MEETINGS.c.id,
            _ZOOM_REGISTRANTS.c.registrant_id == bindparam("person"),
            _ZOOM_REGISTRANTS.c.zoom_id.is_not(None),
        ),
    )
    .where(_MEETINGS.c.id == bindparam("meeting"), _GROUPS.c.id.in_(groups))
    for kind, groups in _OF.items()
}
HAS_ZOOM = or_(
    _GROUPS.c.zoom_url.is_not(None),
    exists().where(_ZOOM.c.meeting_id == _MEETINGS.c.id, _ZOOM.c.number.is_not(None)),
)
"""Whether there is any way into Zoom."""
LEADERS = (
    select(func.count())
    .select_from(_LEADING)
    .where(_LEADING.c.group_id == _GROUPS.c.id)
    .correlate(_GROUPS)
    .scalar_subquery()
)
"""How many lead the group."""


def asking(who: Identity) -> dict[str, object]:
    """The parameters that say who asks."""
    return {"person": who.id, "version": who.version, "login": who.login}
