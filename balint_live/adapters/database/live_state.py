"""A Meeting as the columns of its live row, and the statements that hold only for the row that was read.

The statements are built once: a leader's press is the one write that must be quick, and building them took as long as
SQLite needs to carry them out.
"""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, insert, select, update

from balint_live.adapters.database.ledger import METADATA
from balint_live.domain.meeting import Meeting

_LIVE = METADATA.tables["live_meetings"]
_LEADERS, _REGISTRANTS = METADATA.tables["leaders"], METADATA.tables["registrants"]
_MOVER: BindParameter[str] = bindparam("mover")
_BY = {
    "moved_by": select(_LEADERS.c.id)
    .where(_LEADERS.c.id == _MOVER)
    .with_for_update(read=True, key_share=True)
    .scalar_subquery(),
    "moved_by_practice_leader": select(_REGISTRANTS.c.id)
    .where(_REGISTRANTS.c.id == _MOVER)
    .scalar_subquery(),
}
"""Who moved is a leader or a practice leader; which, the tables know. One whose account goes in that moment is nobody."""
_THE_ONE = and_(_LIVE.c.meeting_id == bindparam("the_meeting"), _LIVE.c.revision == bindparam("the_revision"))

BEGIN = insert(_LIVE).values(
    _BY | {column.name: bindparam(column.name) for column in _LIVE.columns if column.name not in _BY}
)
ERASE = delete(_LIVE).where(_THE_ONE)
REPLACE = (
    update(_LIVE)
    .where(_THE_ONE)
    .values(
        _BY
        | {
            column.name: bindparam(column.name)
            for column in _LIVE.columns
            if not column.primary_key and column.name not in _BY
        }
    )
)


def live_columns(meeting: Meeting) -> dict[str, Any]:
    """Every column but the key, so that an update leaves nothing of the state before."""
    move = meeting.last_move
    return {
        "revision": meeting.revision,
        "opened_at": meeting.progress.opened_at,
        "position": meeting.progress.position,
        "countdowns": meeting.progress.countdowns,
        "credited": meeting.progress.credited,
        "credit_since": meeting.progress.credit_since,
        "reminder_showing": meeting.reminder_showing,
        "mover": None if move is None else move.by,
        "move_type": None if move is None else move.type,
        "moved_at": None if move is None else move.at,
        "moved_from": None if move is None else move.before,
    }


def the_one(read: Meeting) -> dict[str, Any]:
    """The parameters that name the row in the state that was read."""
    return {"the_meeting": read.id, "the_revision": read.revision}


def replacing(read: Meeting, after: Meeting) -> dict[str, Any]:
    """The parameters of REPLACE."""
    return {**the_one(read), **live_columns(after)}
